//! The threads that share a product: one pool for the process, since there is one set of
//! processors.
//!
//! Work comes in numbered shares, which the caller and whoever else is awake take one after
//! another. The caller never waits for a thread that has not begun, so that a machine busy with
//! other things costs at most the share in which a thread was held up. Threads without work look
//! out for some for a moment, since the next product follows soon, then sleep.
#![allow(
    clippy::disallowed_types,
    reason = "only workers compute, and they may wait"
)]
#![expect(
    unsafe_code,
    reason = "lends a closure to other threads for as long as they run it"
)]

use core::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How often a thread looks for work before it sleeps: about 50 µs, the time between two products
/// of a model.
const LOOKS: u32 = 5_000;

/// The most threads that are of use: a product is soon limited by memory.
pub const MAX_THREADS: usize = 16;

/// Multiply-adds of a thread below which waking it costs more than it saves: some 10 µs of work.
pub(crate) const SHARE_FROM_PRODUCTS: usize = 1 << 18;

static POOL: Pool = Pool {
    state: Mutex::new(State {
        job: None,
        helpers: 0,
        sleeping: 0,
        limit: MAX_THREADS,
    }),
    work: Condvar::new(),
    done: Condvar::new(),
    jobs: AtomicU32::new(0),
    running: AtomicUsize::new(0),
    threads: AtomicUsize::new(1),
    is_busy: AtomicBool::new(false),
};

struct Pool {
    state: Mutex<State>,
    /// There is a job.
    work: Condvar,
    /// The last helper has left the job.
    done: Condvar,
    /// Counts jobs, so that helpers see a new one without the lock.
    jobs: AtomicU32,
    /// Helpers in the job. Changed under the lock, read also without.
    running: AtomicUsize,
    /// See [`threads`].
    threads: AtomicUsize,
    /// A job is under way: of two callers the second works alone.
    is_busy: AtomicBool,
}

struct State {
    job: Option<Job>,
    /// Helpers there are.
    helpers: usize,
    /// Helpers that must be woken.
    sleeping: usize,
    /// The most threads that may work, the caller included.
    limit: usize,
}

/// A job on its caller's stack.
#[derive(Clone, Copy)]
struct Job(*const Shares<'static>);

// SAFETY: `Shares` may be used by several threads; that it lives long enough is shown where it
// is lent.
unsafe impl Send for Job {}

struct Shares<'a> {
    work: &'a (dyn Fn(usize) + Sync),
    next: AtomicUsize,
    finished: AtomicUsize,
    count: usize,
}

impl Shares<'_> {
    fn run(&self) {
        loop {
            let share = self.next.fetch_add(1, Ordering::Relaxed);
            if share >= self.count {
                return;
            }
            (self.work)(share);
            self.finished.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// How many threads take part in a job, the caller included.
#[must_use]
pub fn threads() -> usize {
    POOL.threads.load(Ordering::Relaxed)
}

/// Lets at most `limit` threads take part from now on; 1 for none but the caller.
pub fn limit_threads(limit: usize) {
    let mut state = lock();
    state.limit = limit.clamp(1, MAX_THREADS);
    POOL.count_threads(&state);
}

/// Starts helpers until `count` threads take part, the caller included. Fewer if the system
/// refuses.
#[cfg(not(target_arch = "wasm32"))]
pub fn start_threads(count: usize) {
    while lock().helpers + 1 < count.min(MAX_THREADS) {
        let builder = std::thread::Builder::new().name("companion-kernels".into());
        let number = lock().helpers + 1;
        if builder.spawn(move || serve(number)).is_err() {
            return;
        }
        register();
    }
}

/// Makes the calling thread a helper. It never returns.
pub fn help() {
    serve(register());
}

/// Counts a helper, and gives it its number.
fn register() -> usize {
    let mut state = lock();
    state.helpers += 1;
    POOL.count_threads(&state);
    state.helpers
}

/// Works for helper `number`, counted from 1, forever.
fn serve(number: usize) {
    let mut seen = POOL.jobs.load(Ordering::Acquire);
    loop {
        look_until(|| POOL.jobs.load(Ordering::Acquire) != seen);
        let mut state = lock();
        while POOL.jobs.load(Ordering::Acquire) == seen {
            state.sleeping += 1;
            state = POOL
                .work
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
            state.sleeping -= 1;
        }
        seen = POOL.jobs.load(Ordering::Acquire);
        let Some(Job(shares)) = state.job.filter(|_| number < state.limit) else {
            continue;
        };
        POOL.running.fetch_add(1, Ordering::Relaxed);
        drop(state);
        let _running = Running;
        // SAFETY: the shares live until `Lent` is dropped, which takes the job back and waits
        // until `running` is zero, both under the lock under which it was raised.
        unsafe { &*shares }.run();
    }
}

/// A helper in a job. Leaves it also when the work panics.
struct Running;

impl Drop for Running {
    fn drop(&mut self) {
        let _state = lock();
        if POOL.running.fetch_sub(1, Ordering::Release) == 1 {
            POOL.done.notify_one();
        }
    }
}

/// Calls `work` with every piece of `values` of `len` values and its number, on several threads
/// where there are some and where the `products` (multiply-adds) of all pieces are worth it. What
/// remains behind the last whole piece is left out.
pub fn for_each_chunk(
    values: &mut [f32],
    len: usize,
    products: usize,
    work: &(dyn Fn(usize, &mut [f32]) + Sync),
) {
    /// Where the values lie.
    struct Start(*mut f32);
    // SAFETY: stands for a `&mut [f32]` of which every thread uses other pieces, see below.
    unsafe impl Sync for Start {}

    let Some(count) = values.len().checked_div(len) else {
        return;
    };
    if products < 2 * SHARE_FROM_PRODUCTS {
        let pieces = values.chunks_exact_mut(len).enumerate();
        return pieces.for_each(|(number, piece)| work(number, piece));
    }
    let start = Start(values.as_mut_ptr());
    for_each(count, &|number| {
        let start = &start;
        // SAFETY: `number` is below `count`, so that the piece lies within `values`, which this
        // function borrows until all is done; and every number comes once.
        let piece = unsafe { core::slice::from_raw_parts_mut(start.0.add(number * len), len) };
        work(number, piece);
    });
}

/// Calls `work` with every number below `count`, on several threads where there are some.
///
/// # Panics
/// When `work` does, on whichever thread.
pub fn for_each(count: usize, work: &(dyn Fn(usize) + Sync)) {
    let shares = Shares {
        work,
        next: AtomicUsize::new(0),
        finished: AtomicUsize::new(0),
        count,
    };
    let is_alone = count < 2 || threads() < 2 || POOL.is_busy.swap(true, Ordering::Acquire);
    if is_alone {
        return shares.run();
    }
    // Takes the job back also when `work` panics.
    let lent = Lent::new(&shares);
    shares.run();
    drop(lent);
    let finished = shares.finished.load(Ordering::Relaxed);
    assert!(finished == count, "a helper has panicked");
}

/// A job that helpers may join for as long as this lives.
struct Lent;

impl Lent {
    fn new(shares: &Shares<'_>) -> Self {
        let job = Job(core::ptr::from_ref(shares).cast());
        let mut state = lock();
        state.job = Some(job);
        // Under the lock, so that no helper falls asleep between looking and waiting.
        POOL.jobs.fetch_add(1, Ordering::Release);
        if state.sleeping > 0 {
            POOL.work.notify_all();
        }
        Self
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        lock().job = None;
        look_until(|| POOL.running.load(Ordering::Acquire) == 0);
        let mut state = lock();
        while POOL.running.load(Ordering::Acquire) > 0 {
            state = POOL
                .done
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        drop(state);
        POOL.is_busy.store(false, Ordering::Release);
    }
}

impl Pool {
    fn count_threads(&self, state: &State) {
        let threads = (state.helpers + 1).min(state.limit);
        self.threads.store(threads, Ordering::Relaxed);
    }
}

/// Looks for a moment whether something has come about.
fn look_until(has_come: impl Fn() -> bool) {
    for _ in 0..LOOKS {
        if has_come() {
            return;
        }
        core::hint::spin_loop();
    }
}

/// The state is whole at all times, also when a share has panicked.
fn lock() -> MutexGuard<'static, State> {
    POOL.state.lock().unwrap_or_else(PoisonError::into_inner)
}
