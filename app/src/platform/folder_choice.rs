//! Which folder was picked. A directory handle can be kept in a database of the browser and
//! nowhere else, so it has a small one of its own; nothing in it is secret.

use js_sys::{Object, Reflect};
use rexie::{ObjectStore, Rexie, TransactionMode};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::FileSystemDirectoryHandle;

use super::{random_seed, read_setting, remove_setting, write_setting};

const DATABASE: &str = "companion-folder";
const TABLE: &str = "choice";
const KEY: &str = "folder";
/// Says whether there is a database to look into: looking makes an empty one.
const CHOSEN: &str = "companion.folder";

/// Letters and digits of a journal's tag.
const TAG_CHARS: usize = 6;

/// The folder for backups.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Choice {
    /// The folder.
    pub(crate) folder: FileSystemDirectoryHandle,
    /// Tells this journal's files from those of other journals in the same folder.
    pub(crate) tag: String,
    /// Days from one backup to the next.
    pub(crate) every_days: u16,
    /// When the last one was put there, in milliseconds since 1970; 0 for never.
    pub(crate) last_ms: f64,
}

impl Choice {
    /// The choice, if one was made on this device.
    pub(crate) async fn load() -> Option<Self> {
        read_setting(CHOSEN)?;
        // A database that does not open holds no choice that could be followed.
        let database = open().await.ok()?;
        let transaction = database
            .transaction(&[TABLE], TransactionMode::ReadOnly)
            .ok()?;
        let stored = transaction.store(TABLE).ok()?.get(KEY.into()).await;
        database.close();
        Self::from_js(&stored.ok()??)
    }

    /// Keeps the choice. Tells whether it is kept.
    pub(crate) async fn keep(&self) -> bool {
        let kept = async {
            let database = open().await?;
            let transaction = database.transaction(&[TABLE], TransactionMode::ReadWrite)?;
            let stored = transaction.store(TABLE)?;
            stored.put(&self.to_js(), Some(&KEY.into())).await?;
            transaction.done().await?;
            database.close();
            Ok::<_, rexie::Error>(())
        };
        let is_kept = kept.await.is_ok();
        if is_kept {
            write_setting(CHOSEN, "yes");
        }
        is_kept
    }

    /// Forgets the choice. The files stay where they are.
    pub(crate) async fn forget() {
        if read_setting(CHOSEN).is_some() {
            remove_setting(CHOSEN);
            // What stays of it is not looked at any more.
            let _ = Rexie::delete(DATABASE).await;
        }
    }

    /// Gives the files from now on another tag, so that those there are now stay.
    pub(crate) async fn rename() {
        if let Some(choice) = Self::load().await {
            let choice = Self {
                tag: generate_tag(),
                ..choice
            };
            choice.keep().await;
        }
    }

    fn to_js(&self) -> JsValue {
        let object = Object::new();
        for (key, value) in [
            ("folder", JsValue::from(self.folder.clone())),
            ("tag", self.tag.as_str().into()),
            ("everyDays", self.every_days.into()),
            ("lastMs", self.last_ms.into()),
        ] {
            // Setting a property of a fresh object cannot fail.
            let _ = Reflect::set(&object, &key.into(), &value);
        }
        object.into()
    }

    fn from_js(value: &JsValue) -> Option<Self> {
        let get = |key: &str| Reflect::get(value, &key.into()).ok();
        Some(Self {
            folder: get("folder")?.dyn_into().ok()?,
            tag: get("tag")?.as_string()?,
            // Written as a `u16` above; a cast of anything else stays a number of days.
            every_days: get("everyDays")?.as_f64()? as u16,
            last_ms: get("lastMs")?.as_f64()?,
        })
    }
}

/// A tag that nobody else's backups have.
pub(crate) fn generate_tag() -> String {
    let mut seed = random_seed();
    let mut letter = || {
        // A remainder of 36 fits.
        let digit = (seed % 36) as u32;
        seed /= 36;
        char::from_digit(digit, 36).unwrap_or('0')
    };
    (0..TAG_CHARS).map(|_| letter()).collect()
}

async fn open() -> rexie::Result<Rexie> {
    Rexie::builder(DATABASE)
        .version(1)
        .add_object_store(ObjectStore::new(TABLE))
        .build()
        .await
}
