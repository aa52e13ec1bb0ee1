//! The compute pool: as many threads at work as there are cores.
//!
//! One channel feeds them. A job needs a permit to run, of which there are as many as cores. A job that blocks, in whatever lock or
//! wait, gives its permit back meanwhile (`waits`, which the shim calls around every futex wait of a thread of the
//! pool): so another job runs in its place, on another thread if need be, up to [`MOST`]. When it goes on there may be more at
//! work than cores for a while; nobody begins another job until that is over. A thread that has been idle for [`IDLE`] ends,
//! but for the last.
//!
//! # Who wakes whom
//! Whoever queues a job, and whoever gives a permit back, looks whether a job could run now ([`Pool::ring`]): if somebody is idle
//! it rings the bell, else it asks the starter for a thread, who does nothing else, for a new thread waits for the page. Who takes a
//! job looks again, so one ring is enough for many jobs. Idle threads read the bell's number before they look, and sleep only on that.
//! Nothing here takes a lock: the hook runs inside of waits for locks.

use std::{
    cell::Cell,
    sync::OnceLock,
    time::{Duration, Instant},
};

use crossbeam_channel::{Receiver, Sender, unbounded};
use parking_lot::Mutex;

use crate::{
    context, protocol as p, shared, spawn,
    status::deputy_status,
    sync::{AtomicU32, Ordering},
    sys,
    thread::Thread,
    work::Work,
};

/// Threads at most. Beyond it jobs wait until one ends.
const MOST: u32 = 64;
/// How long a thread waits for a job before it ends.
const IDLE: Duration = Duration::from_secs(5);

struct Pool {
    sender: Sender<Work>,
    receiver: Receiver<Work>,
    /// Permits.
    cores: u32,
    /// Jobs in the channel, or about to be.
    queued: AtomicU32,
    /// Permits that are out.
    running: AtomicU32,
    threads: AtomicU32,
    /// Threads that wait for a job, or have been started and soon will.
    idle: AtomicU32,
    /// What idle threads sleep on.
    bell: AtomicU32,
    /// What the starter sleeps on.
    wanted: AtomicU32,
}

static POOL: OnceLock<Pool> = OnceLock::new();

fn pool() -> &'static Pool {
    POOL.get_or_init(|| Pool::new(sys::cores()))
}

/// So many jobs run at once that do not block.
pub fn cores() -> u32 {
    pool().cores
}

/// Makes sure there are threads. The first time it waits until one runs (not on the UI or the I/O thread).
pub fn start() -> Result<(), deputy_status> {
    static STARTED: Mutex<bool> = Mutex::new(false);
    let mut started = STARTED.lock();
    if !*started {
        // Its threads are counted off when they end.
        shared::enable();
        let pool = pool();
        pool.add()?;
        sys::spawn_internal("pool starter", || pool.start_threads())?;
        *started = true;
    }
    drop(started);
    FIRST.wait();
    Ok(())
}

/// The first thread runs.
static FIRST: sys::Hello = sys::Hello::new();

/// Queues a job. Never waits.
pub fn submit(work: Work) -> Result<(), deputy_status> {
    pool().submit(work)
}

thread_local! {
    /// The calling thread is one of the pool's, and runs a job.
    static WORKS: Cell<bool> = const { Cell::new(false) };
}

/// The calling thread, one of the pool's that runs a job, is about to wait, or goes on. Called in the midst of a wait: takes no lock.
extern "C" fn waits(begins: bool) {
    if let Some(pool) = POOL.get() {
        if begins {
            pool.give_permit();
        } else {
            // Without asking: the job has begun.
            pool.running.fetch_add(1, Ordering::SeqCst);
        }
    }
}

/// The calling thread ends. In the midst of a job it is one of ours that nobody counts off.
pub fn thread_ends() {
    if WORKS.take() {
        sys::watch_waits(None);
        pool().threads.fetch_sub(1, Ordering::SeqCst);
        pool().give_permit();
    }
}

impl Pool {
    fn new(cores: u32) -> Self {
        let (sender, receiver) = unbounded();
        let [queued, running, threads, idle, bell, wanted] = core::array::from_fn(|_| AtomicU32::new(0));
        Self { sender, receiver, cores: cores.max(1), queued, running, threads, idle, bell, wanted }
    }

    fn submit(&self, work: Work) -> Result<(), deputy_status> {
        // First: who finds it in the channel finds it counted.
        self.queued.fetch_add(1, Ordering::SeqCst);
        self.sender.send(work).map_err(|_| deputy_status::DEPUTY_CLOSED)?;
        self.ring();
        Ok(())
    }

    /// Whether a job could run now.
    fn could_run(&self) -> bool {
        self.queued.load(Ordering::SeqCst) > 0 && self.running.load(Ordering::SeqCst) < self.cores
    }

    fn ring(&self) {
        if !self.could_run() {
            return;
        }
        let word = if self.idle.load(Ordering::SeqCst) > 0 { &self.bell } else { &self.wanted };
        word.fetch_add(1, Ordering::SeqCst);
        sys::wake(word);
    }

    fn give_permit(&self) {
        self.running.fetch_sub(1, Ordering::SeqCst);
        self.ring();
    }

    fn take_permit(&self) -> bool {
        let mut running = self.running.load(Ordering::SeqCst);
        while running < self.cores {
            match self.running.compare_exchange(running, running + 1, Ordering::SeqCst, Ordering::SeqCst) {
                Ok(_) => return true,
                Err(now) => running = now,
            }
        }
        false
    }

    /// A job, and the permit to run it.
    fn take(&self) -> Option<Work> {
        if !self.could_run() || !self.take_permit() {
            return None;
        }
        if let Ok(work) = self.receiver.try_recv() {
            self.queued.fetch_sub(1, Ordering::SeqCst);
            return Some(work);
        }
        // Somebody else has it, or it is only about to be there. Who looked meanwhile found one permit less.
        self.give_permit();
        None
    }

    /// Runs a job, if there is one and a permit. The caller is idle before and after.
    fn run_one(&self) -> bool {
        let Some(work) = self.take() else { return false };
        self.idle.fetch_sub(1, Ordering::SeqCst);
        self.ring();
        WORKS.set(true);
        sys::watch_waits(Some(waits));
        work();
        sys::watch_waits(None);
        WORKS.set(false);
        self.idle.fetch_add(1, Ordering::SeqCst);
        self.give_permit();
        true
    }

    fn serve(&self) {
        FIRST.say();
        context::enter_shared(context::DEPUTY_POOL);
        Thread::current().set_name("pool");
        Thread::current().set_kind(p::THREAD_POOL);
        let mut since = Instant::now();
        loop {
            let ticket = self.bell.load(Ordering::SeqCst);
            if self.run_one() {
                since = Instant::now();
                continue;
            }
            let left = IDLE.saturating_sub(since.elapsed());
            if !left.is_zero() {
                sys::wait(&self.bell, ticket, Some(left));
            } else if self.leave() {
                return;
            } else {
                since = Instant::now();
            }
        }
    }

    /// Has an idle thread end, if another one is idle.
    fn leave(&self) -> bool {
        let others = |idle| (idle > 1).then(|| idle - 1);
        if self.idle.fetch_update(Ordering::SeqCst, Ordering::SeqCst, others).is_err() {
            return false;
        }
        self.threads.fetch_sub(1, Ordering::SeqCst);
        // A ring that was for this one reaches another.
        self.ring();
        true
    }

    fn add(&'static self) -> Result<(), deputy_status> {
        self.threads.fetch_add(1, Ordering::SeqCst);
        self.idle.fetch_add(1, Ordering::SeqCst);
        let not = || {
            self.idle.fetch_sub(1, Ordering::SeqCst);
            self.threads.fetch_sub(1, Ordering::SeqCst);
        };
        if !FIRST.is_said() {
            // It is waited for: without a Worker for it the program ends.
            return sys::spawn_internal("pool", || self.serve()).inspect_err(|_| not());
        }
        spawn::start_internal("pool", || self.serve(), not, || self.ring()).inspect_err(|_| not())
    }

    fn start_threads(&'static self) {
        loop {
            let ticket = self.wanted.load(Ordering::SeqCst);
            let wanted = self.could_run() && self.idle.load(Ordering::SeqCst) == 0;
            // No thread to be had: jobs wait for those there are, and the next ring tries again.
            if !wanted || self.threads.load(Ordering::SeqCst) >= MOST || self.add().is_err() {
                sys::wait(&self.wanted, ticket, None);
            }
        }
    }
}

#[cfg(all(test, loom))]
mod loom_tests {
    use std::sync::Arc;

    use super::*;

    /// Two jobs and one thread that is idle or about to be: both run, whatever the rings meet.
    #[test]
    fn loom_no_job_is_forgotten() {
        loom::model(|| {
            let pool = Arc::new(Pool::new(1));
            pool.idle.store(1, Ordering::SeqCst);
            let ran = Arc::new(AtomicU32::new(0));
            let submit = |pool: &Pool, ran: &Arc<AtomicU32>| {
                let ran = ran.clone();
                let job = Box::new(move || {
                    ran.fetch_add(1, Ordering::SeqCst);
                });
                assert!(pool.submit(job).is_ok());
            };
            let (theirs, count) = (pool.clone(), ran.clone());
            let other = loom::thread::spawn(move || submit(&theirs, &count));
            let (theirs, count) = (pool.clone(), ran.clone());
            let server = loom::thread::spawn(move || {
                while count.load(Ordering::SeqCst) < 2 {
                    let ticket = theirs.bell.load(Ordering::SeqCst);
                    if !theirs.run_one() && count.load(Ordering::SeqCst) < 2 {
                        sys::wait(&theirs.bell, ticket, None);
                    }
                }
            });
            submit(&pool, &ran);
            other.join().expect("no panic");
            server.join().expect("no panic");
            assert_eq!(pool.queued.load(Ordering::SeqCst), 0);
            assert_eq!(pool.running.load(Ordering::SeqCst), 0);
        });
    }

    /// Two idle threads whose time is up while a job comes: one may end, the other stays and runs it.
    #[test]
    fn loom_who_leaves_takes_no_job_along() {
        loom::model(|| {
            let pool = Arc::new(Pool::new(2));
            pool.idle.store(2, Ordering::SeqCst);
            pool.threads.store(2, Ordering::SeqCst);
            let ran = Arc::new(AtomicU32::new(0));
            let threads = [0, 1].map(|_| {
                let (pool, ran) = (pool.clone(), ran.clone());
                loom::thread::spawn(move || {
                    loop {
                        let ticket = pool.bell.load(Ordering::SeqCst);
                        if pool.run_one() || ran.load(Ordering::SeqCst) > 0 || pool.leave() {
                            return;
                        }
                        sys::wait(&pool.bell, ticket, None);
                    }
                })
            });
            let count = ran.clone();
            let job = Box::new(move || {
                count.fetch_add(1, Ordering::SeqCst);
            });
            assert!(pool.submit(job).is_ok());
            // For one that sleeps and has nothing to do: the model's end.
            for thread in threads {
                while ran.load(Ordering::SeqCst) == 0 {
                    loom::thread::yield_now();
                }
                pool.bell.fetch_add(1, Ordering::SeqCst);
                thread.join().expect("no panic");
            }
            assert_eq!(ran.load(Ordering::SeqCst), 1);
            assert_eq!(pool.running.load(Ordering::SeqCst), 0);
        });
    }

    /// A job that waits for one behind it, on a single core: its permit goes to the other thread meanwhile.
    #[test]
    fn loom_a_job_that_waits_makes_room() {
        loom::model(|| {
            let pool = Arc::new(Pool::new(1));
            pool.idle.store(2, Ordering::SeqCst);
            let second = Arc::new(AtomicU32::new(0));
            let serve = |pool: &Pool, second: &AtomicU32| {
                while second.load(Ordering::SeqCst) == 0 {
                    let ticket = pool.bell.load(Ordering::SeqCst);
                    if !pool.run_one() && second.load(Ordering::SeqCst) == 0 {
                        sys::wait(&pool.bell, ticket, None);
                    }
                }
            };
            let (theirs, waited) = (pool.clone(), second.clone());
            let first = Box::new(move || {
                // As `waits`.
                theirs.give_permit();
                sys::wait(&waited, 0, None);
                theirs.running.fetch_add(1, Ordering::SeqCst);
            });
            assert!(pool.submit(first).is_ok());
            let (done, theirs) = (second.clone(), pool.clone());
            let last = Box::new(move || {
                done.fetch_add(1, Ordering::SeqCst);
                // Whoever sleeps has nothing to wait for: the model's end.
                theirs.bell.fetch_add(1, Ordering::SeqCst);
            });
            assert!(pool.submit(last).is_ok());
            let (theirs, count) = (pool.clone(), second.clone());
            let other = loom::thread::spawn(move || serve(&theirs, &count));
            serve(&pool, &second);
            other.join().expect("no panic");
            assert_eq!(pool.running.load(Ordering::SeqCst), 0);
        });
    }
}
