//! Companion's own JSON, entry by entry. With attachments it lies in a zip, and they beside it.

use companion_core::Timestamp;

use super::zipped::Zipped;
use super::{About, Departing, ExportError, has_attachments};
use crate::json::{Entry, FILE_NAME, Head, attachment_name};

/// The export under way.
pub(super) struct Json {
    /// The archive, and the JSON that goes into it at the end: the text of a life fits into memory.
    zip: Option<(Zipped, Vec<u8>)>,
    made: Timestamp,
    is_empty: bool,
}

impl Json {
    pub(super) fn begin(about: About<'_>, out: &mut Vec<u8>) -> Result<Self, ExportError> {
        let mut head = to_json(&Head::new(about.made))?;
        // The head is an object with members: the entries become its last one.
        head.pop();
        head.extend_from_slice(b",\"entries\":[");
        let zip = if has_attachments(about.entries) {
            Some((Zipped::new(), head))
        } else {
            out.append(&mut head);
            None
        };
        Ok(Self {
            zip,
            made: about.made,
            is_empty: true,
        })
    }

    pub(super) fn add(
        &mut self,
        departing: Departing<'_>,
        out: &mut Vec<u8>,
    ) -> Result<(), ExportError> {
        let mut entry = Entry::from(departing.entry);
        for (file, (attachment, bytes)) in entry.attachments.iter_mut().zip(departing.attachments())
        {
            file.file = None;
            if let (Some((zip, _)), Some(bytes)) = (&mut self.zip, bytes) {
                let name = attachment_name(attachment);
                zip.packed(&name, bytes, departing.entry.created)?;
                file.file = Some(name);
            }
        }
        let text = match &mut self.zip {
            Some((zip, text)) => {
                zip.take_into(out);
                text
            }
            None => out,
        };
        text.extend_from_slice(if self.is_empty { b"\n" } else { b",\n" });
        text.append(&mut to_json(&entry)?);
        self.is_empty = false;
        Ok(())
    }

    pub(super) fn finish(self, out: &mut Vec<u8>) -> Result<(), ExportError> {
        const END: &[u8] = b"\n]}\n";
        match self.zip {
            Some((mut zip, mut text)) => {
                text.extend_from_slice(END);
                zip.text(FILE_NAME, &text, self.made)?;
                zip.finish(out)
            }
            None => {
                out.extend_from_slice(END);
                Ok(())
            }
        }
    }
}

fn to_json(value: &impl serde::Serialize) -> Result<Vec<u8>, ExportError> {
    serde_json::to_vec(value).map_err(|error| ExportError::Entry(error.to_string()))
}
