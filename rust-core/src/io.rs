//! The I/O thread: always ready, runs no user code. It takes frames of async calls that the host hands over, and ends
//! tasks whose time is up.
//!
//! It starts with the first task that needs it.

use std::{
    cell::Cell,
    cmp::Reverse,
    collections::BinaryHeap,
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use parking_lot::Mutex;

use crate::{
    callback, context, export,
    frame::FinishedAsync,
    map::Map,
    protocol as p, spawn,
    status::deputy_status,
    sys,
    task::{Settled, Task},
    thread::Thread,
};

/// Frames that will come, and whose tasks they settle. The entry keeps the task alive until then.
static EXPECTED: Mutex<Option<Map<usize, Arc<Task>>>> = Mutex::new(None);

/// What is to be done when, earliest first.
static TIMERS: Mutex<Timers> = Mutex::new(Timers { heap: BinaryHeap::new(), useless: 0 });

struct Timers {
    heap: BinaryHeap<Reverse<Timer>>,
    /// About how many in the heap belong to tasks that are over.
    useless: usize,
}

struct Timer {
    at: Instant,
    task: Weak<Task>,
    /// The task itself, if it outlives its handle.
    _kept: Option<Arc<Task>>,
    then: deputy_status,
}

impl PartialEq for Timer {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}
impl Eq for Timer {}
impl PartialOrd for Timer {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Timer {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        self.at.cmp(&other.at)
    }
}

/// Makes sure the thread runs. The first time it waits until it does (not on the UI): a new thread starts only when the
/// UI is free, and from then on nothing of this thread's must depend on that.
pub fn start() -> Result<(), deputy_status> {
    spawn()?;
    RUNS.wait();
    Ok(())
}

static RUNS: sys::Hello = sys::Hello::new();

/// Makes sure the thread runs or soon will.
pub fn spawn() -> Result<(), deputy_status> {
    static STARTED: AtomicBool = AtomicBool::new(false);
    static STARTING: Mutex<()> = Mutex::new(());
    // Relaxed: nothing is read that the one who started it wrote.
    if STARTED.load(Ordering::Relaxed) {
        return Ok(());
    }
    // The UI waits for no lock: whoever has it starts the thread.
    let guard = if sys::is_ui() { STARTING.try_lock() } else { Some(STARTING.lock()) };
    if guard.is_some() && !STARTED.load(Ordering::Relaxed) {
        sys::spawn_internal("I/O", || {
            RUNS.say();
            run();
        })?;
        STARTED.store(true, Ordering::Relaxed);
    }
    Ok(())
}

thread_local! {
    static CURRENT: Cell<bool> = const { Cell::new(false) };
}

/// Whether the caller is the I/O thread.
pub fn is_current() -> bool {
    CURRENT.get()
}

/// The frame at this address will come and settles `task`.
pub fn expect(frame: usize, task: Arc<Task>) {
    let _old = EXPECTED.lock().get_or_insert_with(Map::default).insert(frame, task);
}

/// The frame turned out to be finished: if it was not handed over before, it will not come.
pub fn forget_if_not_forwarded(finished: &FinishedAsync, task: &Arc<Task>) {
    if finished.will_come() {
        return;
    }
    if let Some(expected) = EXPECTED.lock().as_mut()
        && expected.get(&finished.address()).is_some_and(|expected| Arc::ptr_eq(expected, task))
    {
        expected.remove(&finished.address());
    }
}

/// Ends `task` with `status` at that time, unless it has settled by then.
pub fn at(at: Instant, task: &Arc<Task>, status: deputy_status) -> Result<(), deputy_status> {
    start()?;
    add(Timer { at, task: Arc::downgrade(task), _kept: None, then: status });
    Ok(())
}

/// Settles `task` with OK at that time, and keeps it until then.
pub fn delay(at: Instant, task: Arc<Task>) {
    add(Timer { at, task: Arc::downgrade(&task), _kept: Some(task), then: deputy_status::DEPUTY_OK });
}

fn add(timer: Timer) {
    let mut timers = TIMERS.lock();
    let first = timers.heap.peek().is_none_or(|Reverse(next)| timer.at < next.at);
    timers.heap.push(Reverse(timer));
    drop(timers);
    // It sleeps until the first.
    if first && let Some(owner) = context::root().io.owner() {
        owner.unpark();
    }
}

/// A task with a timer has settled before its time. When half of the timers are of that kind they are thrown out, so
/// that many short calls with long timeouts do not pile up.
pub fn forget_timer() {
    let mut timers = TIMERS.lock();
    timers.useless += 1;
    if timers.useless > 64 && timers.useless * 2 > timers.heap.len() {
        let all = core::mem::take(&mut timers.heap);
        timers.useless = 0;
        drop(timers);
        // Outside the lock: the look takes each task's own, and the last reference to a task may go.
        let kept: Vec<_> =
            all.into_iter().filter(|Reverse(timer)| timer.task.upgrade().is_some_and(|task| !task.is_over())).collect();
        TIMERS.lock().heap.extend(kept);
        // What was due meanwhile was not in the heap for a moment: look again.
        if let Some(owner) = context::root().io.owner() {
            owner.unpark();
        }
    }
}

/// Has the I/O thread do a piece of the runtime's own work.
pub fn submit(work: crate::work::Work) -> Result<(), deputy_status> {
    start()?;
    context::Target::Inbox(context::root().io, 0).submit(work)
}

fn run() {
    let io = context::root().io;
    let thread = Thread::current();
    CURRENT.set(true);
    thread.set_name("I/O");
    thread.set_kind(p::THREAD_IO);
    io.set_owner(thread);
    loop {
        let ticket = thread.ticket();
        for frame in io.take() {
            match frame.kind() {
                p::KIND_NATIVE => {
                    let work = frame.unload();
                    frame.go_home();
                    work();
                    continue;
                }
                p::KIND_EXPORT => {
                    export::route(frame);
                    continue;
                }
                p::KIND_CALLBACK => {
                    callback::route(frame);
                    continue;
                }
                p::KIND_DROP => {
                    callback::dropped(&frame);
                    frame.go_home();
                    continue;
                }
                p::KIND_LEFT => {
                    export::left(&frame);
                    frame.go_home();
                    continue;
                }
                p::KIND_RELEASE => {
                    frame.release_memory();
                    frame.go_home();
                    continue;
                }
                _ => {}
            }
            let task = EXPECTED.lock().as_mut().and_then(|expected| expected.remove(&frame.address()));
            if let Some(task) = task {
                task.arrived(&frame);
            }
            frame.go_home();
        }
        context::restock();
        spawn::refuse();
        let next = fire(Instant::now());
        if io.sleep() {
            thread.park(ticket, next);
        }
    }
}

/// Ends the tasks whose time is up; tells when to look again.
fn fire(now: Instant) -> Option<Instant> {
    loop {
        let mut timers = TIMERS.lock();
        let next = timers.heap.peek().map(|Reverse(timer)| timer.at)?;
        if next > now {
            return Some(next);
        }
        let due = timers.heap.pop();
        timers.useless = timers.useless.min(timers.heap.len());
        drop(timers);
        if let Some(Reverse(timer)) = due
            && let Some(task) = timer.task.upgrade()
        {
            if timer.then == deputy_status::DEPUTY_OK {
                task.settle(Settled::without_value(timer.then));
            } else {
                task.cancel(timer.then);
            }
        }
    }
}
