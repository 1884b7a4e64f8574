//! A folder of this computer, as an import reads it.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use companion_exchange::import::limits::MAX_MEMBERS;
use companion_exchange::import::{ImportError, Member, Tree};

use crate::CommandError;

/// How deep folders are walked into.
const MAX_DEPTH: usize = 32;

/// All files below a folder. Links are not followed.
pub(crate) struct FolderTree {
    folder: PathBuf,
    members: Vec<Member>,
}

impl FolderTree {
    /// Walks through a folder.
    pub(crate) fn open(folder: &Path) -> Result<Self, CommandError> {
        let mut tree = Self {
            folder: folder.to_owned(),
            members: Vec::new(),
        };
        let mut open = vec![(folder.to_owned(), 0)];
        while let Some((path, depth)) = open.pop() {
            for entry in fs::read_dir(&path).map_err(CommandError::file(&path))? {
                let entry = entry.map_err(CommandError::file(&path))?;
                let found = entry.metadata().map_err(CommandError::file(&path))?;
                if found.is_dir() && depth < MAX_DEPTH {
                    open.push((entry.path(), depth + 1));
                } else if found.is_file() && tree.members.len() < MAX_MEMBERS {
                    let modified = found.modified().ok();
                    let since =
                        modified.and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
                    // A name that is no text cannot be shown, and is not read.
                    let below = entry.path();
                    let Some(below) = below.strip_prefix(folder).ok().and_then(Path::to_str) else {
                        continue;
                    };
                    tree.members.push(Member {
                        path: below.replace(std::path::MAIN_SEPARATOR, "/"),
                        length_bytes: found.len(),
                        modified_ms: since.and_then(|since| i64::try_from(since.as_millis()).ok()),
                    });
                }
            }
        }
        tree.members.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(tree)
    }
}

impl Tree for FolderTree {
    fn members(&self) -> &[Member] {
        &self.members
    }

    fn read(&mut self, number: usize, max_bytes: u64) -> Result<Vec<u8>, ImportError> {
        let Some(member) = self.members.get(number) else {
            return Err(ImportError::Damaged("there is no such file".into()));
        };
        let mut bytes = Vec::new();
        let file = File::open(self.folder.join(&member.path))?;
        file.take(max_bytes + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > max_bytes {
            return Err(ImportError::TooLarge(
                "a file in the folder is larger than is read",
            ));
        }
        Ok(bytes)
    }
}
