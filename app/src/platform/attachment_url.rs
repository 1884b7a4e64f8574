//! Addresses of photos and recordings that are on screen. Each leads into the page's own memory
//! and is let go with what shows it; locking lets all of them go.

use std::cell::RefCell;
use std::collections::BTreeSet;

use js_sys::{Array, Uint8Array};
use web_sys::{Blob, BlobPropertyBag, Url};

thread_local! {
    static GIVEN_OUT: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
}

/// The address of bytes in memory. Dropping it lets go of them.
#[derive(Debug)]
pub(crate) struct ObjectUrl(String);

impl ObjectUrl {
    /// An address for a file in parts; `None` where the browser has no room for it.
    pub(crate) fn of(parts: &[Vec<u8>], media_type: &str) -> Option<Self> {
        let parts: Array = parts
            .iter()
            .map(|part| Uint8Array::from(part.as_slice()))
            .collect();
        let options = BlobPropertyBag::new();
        options.set_type(media_type);
        let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
        let address = Url::create_object_url_with_blob(&blob).ok()?;
        GIVEN_OUT.with_borrow_mut(|all| all.insert(address.clone()));
        Some(Self(address))
    }

    /// The address itself.
    pub(crate) fn address(&self) -> String {
        self.0.clone()
    }
}

impl Drop for ObjectUrl {
    fn drop(&mut self) {
        GIVEN_OUT.with_borrow_mut(|all| all.remove(&self.0));
        revoke(&self.0);
    }
}

/// Lets go of every address, whatever still shows it.
pub(crate) fn revoke_all() {
    let all = GIVEN_OUT.take();
    all.iter().for_each(|address| revoke(address));
}

fn revoke(address: &str) {
    // An address that is not known any more is let go already.
    let _ = Url::revoke_object_url(address);
}
