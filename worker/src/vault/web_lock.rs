//! The writer's lock as a Web Lock.
//!
//! The browser frees it when the tab is closed or crashes. web-sys has these calls behind an
//! unstable flag only, so the two that are needed are declared here.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::mpsc::UnboundedSender;
use futures_channel::oneshot;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::host::HostError;

#[wasm_bindgen]
extern "C" {
    /// `LockManager`, <https://w3c.github.io/web-locks/>.
    #[derive(Clone)]
    type LockManager;

    #[wasm_bindgen(method, catch)]
    fn request(
        this: &LockManager,
        name: &str,
        options: &Object,
        callback: &Function,
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn query(this: &LockManager) -> Result<Promise, JsValue>;
}

/// A named exclusive lock among all tabs of this origin.
pub struct WebLock {
    locks: LockManager,
    name: String,
    held: Rc<RefCell<Option<Grant>>>,
    requests: Cell<u64>,
    lost: UnboundedSender<()>,
}

/// The lock in hand.
struct Grant {
    /// The request that it was granted to.
    request: u64,
    /// Resolves the promise for whose life the browser keeps the lock.
    free: Function,
}

/// How the lock is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    IfAvailable,
    Steal,
}

impl WebLock {
    /// The lock `name`, not held. `lost` hears each time that another tab takes it by force.
    ///
    /// # Errors
    /// When the browser has no locks: it is old, or the page did not come over https.
    pub fn new(name: &str, lost: UnboundedSender<()>) -> Result<Self, HostError> {
        let navigator = member(&js_sys::global(), "navigator");
        let locks = navigator.and_then(|navigator| member(&navigator, "locks"));
        Ok(Self {
            locks: locks.map_err(host_error)?.unchecked_into(),
            name: name.to_owned(),
            held: Rc::default(),
            requests: Cell::new(0),
            lost,
        })
    }

    /// Whether this object holds the lock.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.held.borrow().is_some()
    }

    /// Whether anybody holds the lock.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn is_held_by_anybody(&self) -> Result<bool, HostError> {
        let query = async || {
            let state = JsFuture::from(self.locks.query()?).await?;
            let held: Array = member(&state, "held")?.dyn_into()?;
            let names = held.iter().map(|lock| Reflect::get(&lock, &"name".into()));
            let names: Result<Vec<JsValue>, JsValue> = names.collect();
            Ok(names?.iter().any(|name| name == self.name.as_str()))
        };
        query().await.map_err(host_error)
    }

    /// Takes the lock if it is free. Says whether this object holds it now.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn try_acquire(&self) -> Result<bool, HostError> {
        Ok(self.is_held() || self.request(Manner::IfAvailable).await?)
    }

    /// Takes the lock from whoever holds it.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn steal(&self) -> Result<bool, HostError> {
        Ok(self.is_held() || self.request(Manner::Steal).await?)
    }

    /// Frees the lock, if it is held.
    pub fn release(&self) {
        let grant = self.held.borrow_mut().take();
        if let Some(grant) = grant {
            // A promise's resolver does not throw.
            let _ = grant.free.call0(&JsValue::UNDEFINED);
        }
    }

    async fn request(&self, manner: Manner) -> Result<bool, HostError> {
        let request = self.requests.get() + 1;
        self.requests.set(request);
        let (answer, is_granted) = oneshot::channel();
        let held = Rc::clone(&self.held);
        let callback = Closure::once(move |lock: JsValue| -> JsValue {
            // Refused, or nobody waits for it any more: the browser frees it at once.
            if lock.is_null() || answer.is_canceled() {
                let _ = answer.send(false);
                return JsValue::UNDEFINED;
            }
            let held_until =
                Promise::new(&mut |free, _| *held.borrow_mut() = Some(Grant { request, free }));
            let _ = answer.send(true);
            held_until.into()
        });
        let ended = self
            .ask(manner, callback.as_ref().unchecked_ref())
            .map_err(host_error)?;
        let held = Rc::clone(&self.held);
        let lost = self.lost.clone();
        spawn_local(async move {
            let ended = ended.await;
            // Until here the browser may have called it.
            drop(callback);
            let is_this = |grant: &mut Grant| grant.request == request;
            if ended.is_err() && held.borrow_mut().take_if(is_this).is_some() {
                // Only a worker that is going away has dropped its receiver.
                let _ = lost.unbounded_send(());
            }
        });
        Ok(is_granted.await.unwrap_or(false))
    }

    /// The future ends when the lock is freed, refused or taken by force.
    fn ask(&self, manner: Manner, callback: &Function) -> Result<JsFuture, JsValue> {
        let options = Object::new();
        let option = match manner {
            Manner::IfAvailable => "ifAvailable",
            Manner::Steal => "steal",
        };
        Reflect::set(&options, &option.into(), &JsValue::TRUE)?;
        self.locks
            .request(&self.name, &options, callback)
            .map(JsFuture::from)
    }
}

fn member(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    let value = Reflect::get(object, &name.into())?;
    if value.is_undefined() {
        return Err(format!("{name} is missing").into());
    }
    Ok(value)
}

fn host_error(thrown: JsValue) -> HostError {
    HostError(thrown.as_string().unwrap_or_else(|| format!("{thrown:?}")))
}
