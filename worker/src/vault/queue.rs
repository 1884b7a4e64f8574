//! What the page has asked and nobody has begun: first come, first served, except that text that
//! is being typed is stored while a photo is still made ready.

use core::cell::{Cell, RefCell};
use core::future::poll_fn;
use core::task::{Poll, Waker};
use std::collections::VecDeque;

/// Things that wait, in order.
pub(super) struct Queue<T> {
    waiting: RefCell<VecDeque<T>>,
    /// Whether something is made ready, before which nothing else may be begun.
    is_held: Cell<bool>,
    is_closed: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Self {
            waiting: RefCell::new(VecDeque::new()),
            is_held: Cell::new(false),
            is_closed: Cell::new(false),
            waker: RefCell::new(None),
        }
    }
}

impl<T> Queue<T> {
    /// Adds what was asked last.
    pub(super) fn push(&self, item: T) {
        self.waiting.borrow_mut().push_back(item);
        self.wake();
    }

    /// Nothing will be added any more.
    pub(super) fn close(&self) {
        self.is_closed.set(true);
        self.wake();
    }

    /// Keeps everything back but what may overtake, until [`Self::release`].
    pub(super) fn hold(&self) {
        self.is_held.set(true);
    }

    /// Goes on with what was made ready.
    pub(super) fn release(&self, ready: T) {
        self.waiting.borrow_mut().push_front(ready);
        self.is_held.set(false);
        self.wake();
    }

    /// Whether somebody waits.
    pub(super) fn is_awaited(&self) -> bool {
        !self.waiting.borrow().is_empty()
    }

    /// What is to be done next; `None` when nothing will come any more.
    pub(super) async fn next(&self, overtakes: impl Fn(&T) -> bool) -> Option<T> {
        poll_fn(|context| {
            let mut waiting = self.waiting.borrow_mut();
            let place = match self.is_held.get() {
                false => (!waiting.is_empty()).then_some(0),
                true => waiting.iter().position(&overtakes),
            };
            match place.and_then(|place| waiting.remove(place)) {
                Some(item) => Poll::Ready(Some(item)),
                None if self.is_closed.get() && waiting.is_empty() => Poll::Ready(None),
                None => {
                    *self.waker.borrow_mut() = Some(context.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await
    }

    fn wake(&self) {
        if let Some(waker) = self.waker.borrow_mut().take() {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    /// What comes next, if anything may; digits may overtake.
    fn next(queue: &Queue<char>) -> Option<Option<char>> {
        queue.next(char::is_ascii_digit).now_or_never()
    }

    #[test]
    fn first_come_first_served() {
        let queue = Queue::default();
        assert!(!queue.is_awaited());
        assert_eq!(next(&queue), None);
        "a1b".chars().for_each(|item| queue.push(item));
        assert!(queue.is_awaited());
        assert_eq!(next(&queue), Some(Some('a')));
        assert_eq!(next(&queue), Some(Some('1')));
        queue.close();
        assert_eq!(next(&queue), Some(Some('b')));
        assert_eq!(next(&queue), Some(None));
    }

    #[test]
    fn typing_overtakes_a_photo_and_nothing_else_does() {
        let queue = Queue::default();
        queue.hold();
        "ab1".chars().for_each(|item| queue.push(item));
        assert_eq!(next(&queue), Some(Some('1')));
        assert_eq!(next(&queue), None);
        queue.push('2');
        assert_eq!(next(&queue), Some(Some('2')));
        queue.close();
        assert_eq!(next(&queue), None, "what was asked is done");
        queue.release('P');
        for expected in ['P', 'a', 'b'] {
            assert_eq!(next(&queue), Some(Some(expected)));
        }
        assert_eq!(next(&queue), Some(None));
    }

    #[test]
    fn whoever_waits_is_woken() {
        let queue = Queue::default();
        let waiting = async {
            let pushing = async { queue.push('x') };
            let (next, ()) = futures_util::future::join(queue.next(|_| false), pushing).await;
            next
        };
        assert_eq!(pollster::block_on(waiting), Some('x'));
    }
}
