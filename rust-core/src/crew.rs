//! Work that its caller shares with the compute pool and waits for: a loop in chunks, or the jobs of a scope. The caller does
//! whatever nobody else has begun, so it never waits for a thread to come free, and loops inside of jobs cannot deadlock.

use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI32, AtomicUsize, Ordering},
    },
};

use parking_lot::Mutex;

use crate::{
    pool,
    running::{self, Running},
    status::deputy_status::{self, *},
    thread::Thread,
    work::Work,
};

/// What is shared.
pub struct Crew {
    /// Who takes part now, and runs the program's functions.
    active: AtomicUsize,
    /// The first failure, or 0.
    failure: AtomicI32,
    /// The thread that waits until nobody takes part any more.
    waits: Mutex<Option<&'static Thread>>,
    share: Share,
}

enum Share {
    /// The next chunk begins there; the end; how long a chunk is; and what runs one.
    Loop(AtomicUsize, usize, usize, Chunk),
    /// What nobody has begun.
    Jobs(Mutex<VecDeque<Job>>),
}

/// Runs from a number up to another.
pub type Chunk = Box<dyn Fn(usize, usize) -> i32 + Send + Sync>;
/// Runs once, and drops what it was given with.
pub type Job = Box<dyn FnOnce() -> i32 + Send>;

/// Whoever takes part, until it has done so, or its thread has ended.
struct Member {
    crew: Arc<Crew>,
    /// It has come to its end.
    done: Arc<AtomicBool>,
}

impl Drop for Member {
    fn drop(&mut self) {
        if !self.done.load(Ordering::SeqCst) {
            self.crew.fail(DEPUTY_CLOSED as i32);
        }
        // Under the lock: whoever is about to wait sees the number, or is woken.
        let waits = self.crew.waits.lock();
        self.crew.active.fetch_sub(1, Ordering::SeqCst);
        if let Some(thread) = *waits {
            thread.unpark();
        }
    }
}

impl Crew {
    /// A loop from `begin` to `end`.
    pub fn of_loop(begin: usize, end: usize, grain: usize, chunk: Chunk) -> Arc<Self> {
        Self::new(Share::Loop(AtomicUsize::new(begin), end, grain, chunk))
    }

    /// Jobs that are added later.
    pub fn of_jobs() -> Arc<Self> {
        Self::new(Share::Jobs(Mutex::new(VecDeque::new())))
    }

    fn new(share: Share) -> Arc<Self> {
        Arc::new(Self { active: AtomicUsize::new(0), failure: AtomicI32::new(0), waits: Mutex::new(None), share })
    }

    /// Adds a job.
    pub fn add(self: &Arc<Self>, job: Job) -> Result<(), deputy_status> {
        let Share::Jobs(jobs) = &self.share else { return Err(DEPUTY_INTERNAL) };
        jobs.lock().push_back(job);
        // Without the pool the one who waits does it.
        let _ = self.call(1);
        Ok(())
    }

    /// Has so many threads of the pool take part, as soon as they can.
    pub fn call(self: &Arc<Self>, helpers: usize) -> Result<(), deputy_status> {
        pool::start()?;
        for _ in 0..helpers {
            let crew = self.clone();
            let help: Work = Box::new(move || crew.take_part(false));
            pool::submit(help)?;
        }
        Ok(())
    }

    /// Does what nobody has begun: all of it, or of jobs the next one.
    fn take_part(self: &Arc<Self>, all: bool) {
        // Counted before it looks: who waits sees either that there is something left, or somebody at it.
        self.active.fetch_add(1, Ordering::SeqCst);
        let done = Arc::new(AtomicBool::new(false));
        running::enter(Running::Posted(Box::new(Member { crew: self.clone(), done: done.clone() })));
        match &self.share {
            Share::Loop(next, end, grain, chunk) => {
                while self.failure.load(Ordering::SeqCst) == 0 {
                    let take = |at: usize| (at < *end).then(|| at.saturating_add(*grain).min(*end));
                    let Ok(from) = next.fetch_update(Ordering::SeqCst, Ordering::SeqCst, take) else { break };
                    self.fail(chunk(from, from.saturating_add(*grain).min(*end)));
                }
            }
            Share::Jobs(jobs) => loop {
                let job = jobs.lock().pop_front();
                let Some(job) = job else { break };
                self.fail(job());
                if !all {
                    break;
                }
            },
        }
        done.store(true, Ordering::SeqCst);
        running::leave();
    }

    /// Keeps the first failure.
    fn fail(&self, status: i32) {
        // Whoever comes second, or has none, changes nothing.
        let _ = self.failure.compare_exchange(0, status, Ordering::SeqCst, Ordering::SeqCst);
    }

    /// Takes part, and waits until it is done.
    pub fn finish(self: &Arc<Self>) -> i32 {
        let thread = Thread::current();
        self.take_part(true);
        *self.waits.lock() = Some(thread);
        loop {
            let ticket = thread.ticket();
            if self.active.load(Ordering::SeqCst) == 0 {
                // A job may have added some.
                let Share::Jobs(jobs) = &self.share else { break };
                if jobs.lock().is_empty() {
                    break;
                }
                self.take_part(true);
                continue;
            }
            thread.park(ticket, None);
        }
        *self.waits.lock() = None;
        self.failure.load(Ordering::SeqCst)
    }
}
