//! The worker's loop: one request at a time, in order, and away with the keys the moment
//! another tab takes the journal.

use core::pin::pin;
use std::rc::Rc;

use companion_protocol::Progress;
use companion_protocol::device::Derivation;
use companion_protocol::vault::{Event, Request, Response};
use companion_store::MemoryStore;
use companion_store_indexeddb::IndexedDbStore;
use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::StreamExt;
use futures_util::future::{Either, select};
use wasm_bindgen_futures::spawn_local;

use super::alive;
use super::asked::{Asked, make_ready};
use super::browser_host::BrowserHost;
use super::browser_store::BrowserStore;
use super::environment::BrowserEnvironment;
use super::failure::ServiceError;
use super::files::BackupFile;
use super::queue::Queue;
use super::service::Service;
use crate::port::{Incoming, Port};

/// The name of the journal's database, lock and channel.
const JOURNAL: &str = "companion-vault";
/// The name of the sample's lock and channel. It has no database, and nobody asks for the lock.
const SAMPLE: &str = "companion-sample";

type BrowserService = Service<BrowserStore, BrowserEnvironment, BrowserHost>;
type VaultPort = Port<Response, Event>;

/// Serves the page for as long as the worker lives.
pub(crate) async fn run(port: VaultPort, mut requests: UnboundedReceiver<Incoming<Request>>) {
    let (on_lost, mut lost) = unbounded();
    let mut service: Option<BrowserService> = None;
    let queue = Rc::new(Queue::<Asked>::default());
    spawn_local({
        let queue = Rc::clone(&queue);
        async move {
            while let Some(incoming) = requests.next().await {
                queue.push(incoming.into());
            }
            queue.close();
        }
    });
    let _alive = alive::hold().await;
    port.emit(Event::Ready);
    loop {
        let asked = match select(pin!(queue.next(Asked::overtakes)), lost.next()).await {
            Either::Left((Some(asked), _)) => asked,
            Either::Left((None, _)) => return,
            Either::Right(_) => {
                lose(&port, service.as_mut());
                continue;
            }
        };
        if let Some(keeps_original) = asked.unready_photo() {
            queue.hold();
            spawn_local(make_ready(Rc::clone(&queue), asked, keeps_original));
            continue;
        }
        let Asked { frame, file } = asked;
        let unlocker = match &mut service {
            Some(service) => service,
            // A worker is for one journal: what it is asked first says for which.
            None => match open(&port, &on_lost, matches!(frame.body, Request::Sample(_))).await {
                Ok(opened) => {
                    let queue = Rc::clone(&queue);
                    opened.host.give_way(move || queue.is_awaited());
                    service.insert(opened)
                }
                // The next request tries again: storage may have come back.
                Err(error) => {
                    port.answer(frame.number, error.into());
                    continue;
                }
            },
        };
        let answer = unlocker.answer_with(frame.body, file);
        let answered = match select(pin!(answer), lost.next()).await {
            Either::Left((response, _)) => Some(response),
            Either::Right(_) => None,
        };
        match answered {
            Some(response) => port.answer(frame.number, response),
            // What was begun happens wholly or not at all; nobody knows which, so it counts
            // as not done.
            None => {
                port.answer(frame.number, ServiceError::OtherTab.into());
                lose(&port, service.as_mut());
            }
        }
    }
}

async fn open(
    port: &VaultPort,
    on_lost: &UnboundedSender<()>,
    is_sample: bool,
) -> Result<BrowserService, ServiceError> {
    if is_sample {
        return open_sample(port, on_lost);
    }
    let store = IndexedDbStore::open(JOURNAL).await?;
    // What an earlier run has left: nobody saves it any more.
    BackupFile::remove_all().await;
    let port = port.clone();
    let tell = port.clone();
    let tell_derivation = port.clone();
    let hand_over = move || port.emit(Event::HandOverRequested);
    let on_progress = move |done, total| tell.emit(Event::BackupProgress(Progress { done, total }));
    let on_derivation =
        move |done, total| tell_derivation.emit(Event::Derivation(Derivation { done, total }));
    let host = BrowserHost::open(JOURNAL, on_lost.clone(), hand_over, on_progress)
        .map(|host| host.telling_derivations(on_derivation));
    match host {
        Ok(host) => Ok(Service::new(
            BrowserStore::Kept(store),
            BrowserEnvironment,
            Rc::new(host),
        )),
        Err(error) => {
            store.close();
            Err(error.into())
        }
    }
}

/// The sample, which touches no storage at all.
fn open_sample(
    port: &VaultPort,
    on_lost: &UnboundedSender<()>,
) -> Result<BrowserService, ServiceError> {
    let tell = port.clone();
    let on_progress = move |done, total| tell.emit(Event::BackupProgress(Progress { done, total }));
    let host = BrowserHost::open(SAMPLE, on_lost.clone(), || {}, on_progress)?.keeping_nothing();
    Ok(Service::for_sample(
        BrowserStore::Memory(MemoryStore::default()),
        BrowserEnvironment,
        Rc::new(host),
    ))
}

/// Another tab has taken the journal by force.
fn lose(port: &VaultPort, service: Option<&mut BrowserService>) {
    if let Some(service) = service {
        service.lock();
    }
    port.emit(Event::TakenOver);
}
