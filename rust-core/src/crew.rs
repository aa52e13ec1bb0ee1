//! Work that its caller shares with the compute pool and waits for: a loop in chunks, or the jobs of a scope. The caller does
//! whatever nobody else has begun, so it never waits for a thread to come free, and loops inside of jobs cannot deadlock.

//!
//! # Who wakes the caller
//! Whoever takes part is counted before it looks for work, and counted off, under the lock of `waits`, when it has done what it found. The
//! caller puts itself there before it looks at the count: so it either sees that nobody is left, or is there to be woken.

use std::{collections::VecDeque, sync::Arc};

use crate::{
    pool, protocol as p,
    running::{self, Caller, Running},
    status::deputy_status::{self, *},
    sync::{AtomicBool, AtomicI32, AtomicUsize, Mutex, Ordering},
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
    /// For whom that thread does it, while it waits.
    caller: Mutex<Option<Caller>>,
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
pub struct Member {
    crew: Arc<Crew>,
    /// It has come to its end.
    done: Arc<AtomicBool>,
}

impl Member {
    /// What it takes part in.
    pub fn crew(&self) -> Arc<Crew> {
        self.crew.clone()
    }
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
        Arc::new(Self {
            active: AtomicUsize::new(0),
            failure: AtomicI32::new(0),
            waits: Mutex::new(None),
            caller: Mutex::new(None),
            share,
        })
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
        let member = self.begin();
        let done = member.done.clone();
        running::enter(Running::Part(member));
        self.work(all);
        done.store(true, Ordering::SeqCst);
        running::leave();
    }

    /// Somebody takes part from now on.
    fn begin(self: &Arc<Self>) -> Member {
        // Counted before it looks: who waits sees either that there is something left, or somebody at it.
        self.active.fetch_add(1, Ordering::SeqCst);
        Member { crew: self.clone(), done: Arc::new(AtomicBool::new(false)) }
    }

    fn work(&self, all: bool) {
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
    }

    /// Keeps the first failure.
    fn fail(&self, status: i32) {
        // Whoever comes second, or has none, changes nothing.
        let _ = self.failure.compare_exchange(0, status, Ordering::SeqCst, Ordering::SeqCst);
    }

    /// Whether whoever waits for the function that waits for this has gone.
    pub fn is_left(&self) -> bool {
        // Under the lock: the caller's frame serves nobody else before it is let go of.
        self.caller.lock().as_ref().is_some_and(Caller::is_gone)
    }

    /// Takes part, and waits until it is done.
    pub fn finish(self: &Arc<Self>) -> i32 {
        *self.caller.lock() = running::caller();
        self.wait(Thread::current(), || self.take_part(true));
        *self.caller.lock() = None;
        self.failure.load(Ordering::SeqCst)
    }

    fn wait(&self, thread: &'static Thread, take_part: impl Fn()) {
        take_part();
        *self.waits.lock() = Some(thread);
        let _waiting = thread.waits(p::WAIT_POOL, 0, None);
        loop {
            let ticket = thread.ticket();
            if self.active.load(Ordering::SeqCst) == 0 {
                // A job may have added some.
                let Share::Jobs(jobs) = &self.share else { break };
                if jobs.lock().is_empty() {
                    break;
                }
                take_part();
                continue;
            }
            thread.park(ticket, None);
        }
        *self.waits.lock() = None;
    }
}

#[cfg(all(test, loom))]
mod loom_tests {
    use loom::sync::atomic::AtomicU32;

    use super::*;

    /// As `take_part`, without the list of what a thread runs, which the model's threads would share.
    fn take_part(crew: &Arc<Crew>, all: bool) {
        let member = crew.begin();
        crew.work(all);
        member.done.store(true, Ordering::SeqCst);
    }

    fn thread() -> &'static Thread {
        Box::leak(Box::new(Thread::new()))
    }

    /// A loop of three chunks, two threads at it, a third that comes when it likes: each chunk runs once, and the caller goes on only
    /// when all have returned.
    #[test]
    fn loom_a_loop_is_done_when_its_caller_goes_on() {
        loom::model(|| {
            let ran = Arc::new([0, 1, 2].map(|_| AtomicU32::new(0)));
            let counts = ran.clone();
            let chunk: Chunk = Box::new(move |from, to| {
                assert_eq!(to, from + 1);
                // The caller must see both: a chunk that has begun has ended.
                counts[from].fetch_add(1, Ordering::Relaxed);
                counts[from].fetch_add(1, Ordering::Relaxed);
                0
            });
            let crew = Crew::of_loop(0, 3, 1, chunk);
            let helpers = [0, 1].map(|_| {
                let crew = crew.clone();
                loom::thread::spawn(move || take_part(&crew, false))
            });
            crew.wait(thread(), || take_part(&crew, true));
            for count in &*ran {
                assert_eq!(count.load(Ordering::Relaxed), 2);
            }
            for helper in helpers {
                helper.join().expect("no panic");
            }
            assert_eq!(crew.failure.load(Ordering::SeqCst), 0);
        });
    }

    /// A job that adds another one while the caller is about to find that all is done: both run before it goes on.
    #[test]
    fn loom_a_job_that_adds_one_is_waited_for() {
        loom::model(|| {
            let crew = Crew::of_jobs();
            let ran = Arc::new(AtomicU32::new(0));
            let Share::Jobs(jobs) = &crew.share else { return };
            let (inside, first, second) = (crew.clone(), ran.clone(), ran.clone());
            jobs.lock().push_back(Box::new(move || {
                let Share::Jobs(jobs) = &inside.share else { return 0 };
                jobs.lock().push_back(Box::new(move || {
                    second.fetch_add(1, Ordering::Relaxed);
                    0
                }));
                first.fetch_add(1, Ordering::Relaxed);
                0
            }));
            let theirs = crew.clone();
            let helper = loom::thread::spawn(move || take_part(&theirs, false));
            crew.wait(thread(), || take_part(&crew, true));
            assert_eq!(ran.load(Ordering::Relaxed), 2);
            helper.join().expect("no panic");
        });
    }

    /// The thread of a part ends in it: the caller is woken, and told.
    #[test]
    fn loom_a_part_whose_thread_ends_is_told() {
        loom::model(|| {
            let crew = Crew::of_loop(0, 2, 1, Box::new(|_, _| 0));
            let theirs = crew.clone();
            let helper = loom::thread::spawn(move || {
                let member = theirs.begin();
                let Share::Loop(next, ..) = &theirs.share else { return };
                let _ = next.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |at| (at < 2).then_some(at + 1));
                drop(member);
            });
            crew.wait(thread(), || take_part(&crew, true));
            helper.join().expect("no panic");
            assert_eq!(crew.failure.load(Ordering::SeqCst), DEPUTY_CLOSED as i32);
        });
    }
}
