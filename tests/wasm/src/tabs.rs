//! One writer among tabs. Web Locks and channels treat two holders in one worker as they
//! treat two tabs.

use std::cell::Cell;
use std::rc::Rc;

use companion_worker::vault::{BrowserHost, Host, WebLock};
use futures_channel::mpsc::{UnboundedReceiver, unbounded};
use futures_util::{FutureExt, StreamExt};
use js_sys::Date;
use wasm_bindgen_test::wasm_bindgen_test;

fn lock(name: &str) -> (WebLock, UnboundedReceiver<()>) {
    let (on_lost, lost) = unbounded();
    (WebLock::new(name, on_lost).unwrap(), lost)
}

/// A host that counts how often it was asked to hand over.
fn tab(name: &str) -> (Rc<BrowserHost>, Rc<Cell<u32>>, UnboundedReceiver<()>) {
    let (on_lost, lost) = unbounded();
    let asked = Rc::new(Cell::new(0));
    let count = Rc::clone(&asked);
    let on_request = move || count.set(count.get() + 1);
    let host = BrowserHost::open(name, on_lost, on_request, |_, _| {}).unwrap();
    (Rc::new(host), asked, lost)
}

#[wasm_bindgen_test]
async fn one_holds_the_lock_until_it_lets_go() {
    let (one, mut lost) = lock("exclusive");
    let (two, _) = lock("exclusive");
    assert!(!one.is_held_by_anybody().await.unwrap());
    assert!(one.try_acquire().await.unwrap());
    assert!(one.try_acquire().await.unwrap(), "it holds it already");
    assert!(two.is_held_by_anybody().await.unwrap());
    assert!(!two.try_acquire().await.unwrap());
    assert!(one.is_held() && !two.is_held());
    one.release();
    // The browser frees it in its own time.
    while one.is_held_by_anybody().await.unwrap() {}
    assert!(two.try_acquire().await.unwrap());
    // Letting go is no loss.
    assert!(lost.next().now_or_never().is_none());
    two.release();
}

#[wasm_bindgen_test]
async fn whoever_is_robbed_hears_of_it() {
    let (one, mut lost) = lock("stolen");
    let (two, mut never) = lock("stolen");
    assert!(one.try_acquire().await.unwrap());
    assert!(two.steal().await.unwrap());
    lost.next().await.unwrap();
    assert!(!one.is_held() && two.is_held());
    // Late letting go frees nobody else's lock.
    one.release();
    assert!(one.is_held_by_anybody().await.unwrap());
    // The robbed one can hold it again and lose it again.
    two.release();
    while !one.try_acquire().await.unwrap() {}
    assert!(two.steal().await.unwrap());
    lost.next().await.unwrap();
    assert!(never.next().now_or_never().is_none());
    two.release();
}

#[wasm_bindgen_test]
async fn a_tab_that_is_asked_hands_over_at_once() {
    let (holder, asked, mut lost) = tab("polite");
    let (asker, _, _) = tab("polite");
    assert!(holder.try_acquire().await.unwrap());
    assert!(asker.is_held_elsewhere().await.unwrap());
    assert!(!holder.is_held_elsewhere().await.unwrap());
    let begun_ms = Date::now();
    let hand_over = async {
        while asked.get() == 0 {
            holder.sleep_ms(5).await;
        }
        holder.release();
    };
    let (taken, ()) = futures_util::future::join(asker.take_over(), hand_over).await;
    taken.unwrap();
    assert!(Date::now() - begun_ms < 2_500.0);
    assert!(holder.is_held_elsewhere().await.unwrap());
    assert!(
        lost.next().now_or_never().is_none(),
        "nothing was taken by force"
    );
    // Asked again, it has nothing to hand over and says nothing.
    asker.take_over().await.unwrap();
    assert_eq!(asked.get(), 1);
    asker.release();
}

#[wasm_bindgen_test]
async fn a_tab_that_does_not_answer_is_robbed_after_three_seconds() {
    let (holder, asked, mut lost) = tab("deaf");
    let (asker, _, _) = tab("deaf");
    assert!(holder.try_acquire().await.unwrap());
    let begun_ms = Date::now();
    asker.take_over().await.unwrap();
    let waited_ms = Date::now() - begun_ms;
    assert!((3_000.0..8_000.0).contains(&waited_ms), "{waited_ms}");
    lost.next().await.unwrap();
    assert_eq!(asked.get(), 1);
    assert!(!asker.is_held_elsewhere().await.unwrap());
    asker.release();
}
