//! The background context: native threads that run continuations, so that user code never runs on the I/O thread and
//! runs while the deputy is blocked.
//!
//! One channel feeds all threads. Work must not wait behind work that blocks, so there is always a thread that is idle:
//! whoever takes the last idle place asks for another, up to [`MOST`]. Creating a thread waits for the UI, which may be
//! busy; so neither the I/O thread nor a thread that has work does it, but one that does nothing else. A thread that has
//! been idle for [`IDLE`] ends, but for the last.

use std::{
    cell::Cell,
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use parking_lot::Mutex;

use crate::{context, protocol as p, spawn, status::deputy_status, sys, thread::Thread, work::Work};

/// Threads at most. Beyond it work waits for a thread to come free.
const MOST: usize = 64;
/// How long a thread waits for work before it ends.
const IDLE: Duration = Duration::from_secs(5);

struct Background {
    sender: Sender<Work>,
    /// Asks for one more thread. The work is none: channels of another kind would be all of their code once more.
    more: (Sender<Work>, Receiver<Work>),
    receiver: Receiver<Work>,
    /// Threads that wait for work, or have been started and soon will.
    idle: AtomicUsize,
    threads: AtomicUsize,
}

fn background() -> &'static Background {
    static BACKGROUND: OnceLock<Background> = OnceLock::new();
    BACKGROUND.get_or_init(|| {
        let (sender, receiver) = unbounded();
        Background { sender, more: unbounded(), receiver, idle: AtomicUsize::new(0), threads: AtomicUsize::new(0) }
    })
}

/// Makes sure there are threads. The first time it waits until they run (not on the UI or the I/O thread).
pub fn start() -> Result<(), deputy_status> {
    static STARTED: Mutex<bool> = Mutex::new(false);
    static READY: sys::Hello = sys::Hello::new();
    let mut started = STARTED.lock();
    if !*started {
        // If it fails the next one tries again: while the page waits in a synchronous call there may be no Worker to be had.
        let background = background();
        add(background)?;
        sys::spawn_internal("background starter", || {
            READY.say();
            for _ in &background.more.1 {
                // Asked for more than once, or one has come free meanwhile. No thread to be had: work waits.
                if background.idle.load(Ordering::SeqCst) == 0 {
                    let _ = add(background);
                }
            }
        })?;
        *started = true;
    }
    drop(started);
    READY.wait();
    FIRST.wait();
    Ok(())
}

/// Queues work. Never waits.
pub fn submit(work: Work) -> Result<(), deputy_status> {
    background().sender.send(work).map_err(|_| deputy_status::DEPUTY_CLOSED)
}

fn ask_for_more(background: &Background) {
    let _ = background.more.0.send(Box::new(|| ()));
}

fn add(background: &'static Background) -> Result<(), deputy_status> {
    if background.threads.fetch_add(1, Ordering::SeqCst) >= MOST {
        background.threads.fetch_sub(1, Ordering::SeqCst);
        return Ok(());
    }
    background.idle.fetch_add(1, Ordering::SeqCst);
    let not = || {
        background.idle.fetch_sub(1, Ordering::SeqCst);
        background.threads.fetch_sub(1, Ordering::SeqCst);
    };
    let serve = move || serve(background);
    if !FIRST.is_said() {
        // It is waited for: without a Worker for it the program ends.
        return sys::spawn_internal("background", serve).inspect_err(|_| not());
    }
    let again = || ask_for_more(background);
    spawn::start_internal("background", serve, not, again).inspect_err(|_| not())
}

thread_local! {
    /// The calling thread is one of the background's, and runs what was sent.
    static WORKS: Cell<bool> = const { Cell::new(false) };
}

/// The calling thread ends. In the midst of work it is one of ours that nobody counts off.
pub fn thread_ends() {
    if WORKS.take() {
        background().threads.fetch_sub(1, Ordering::SeqCst);
    }
}

/// The first thread runs.
static FIRST: sys::Hello = sys::Hello::new();

fn serve(background: &'static Background) {
    FIRST.say();
    context::enter_shared(context::DEPUTY_BACKGROUND);
    Thread::current().set_name("background");
    Thread::current().set_kind(p::THREAD_BACKGROUND);
    loop {
        match background.receiver.recv_timeout(IDLE) {
            Ok(work) => {
                if background.idle.fetch_sub(1, Ordering::SeqCst) == 1 {
                    // The last idle one: somebody must be there for what comes next, should this work block.
                    ask_for_more(background);
                }
                WORKS.set(true);
                work();
                WORKS.set(false);
                background.idle.fetch_add(1, Ordering::SeqCst);
            }
            Err(RecvTimeoutError::Timeout) => {
                // Stay if nobody else is idle.
                if background.idle.fetch_sub(1, Ordering::SeqCst) == 1 {
                    background.idle.fetch_add(1, Ordering::SeqCst);
                    continue;
                }
                background.threads.fetch_sub(1, Ordering::SeqCst);
                return;
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}
