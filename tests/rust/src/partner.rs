//! Somebody who holds something and lets go of it a while later, and timed forms that run out.
use std::{
    sync::{
        LazyLock, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use crate::executors::BOUND;

/// For so long it is held.
const WHILE: Duration = Duration::from_millis(20);
/// A timed form that runs out takes it.
pub const BRIEF: Duration = Duration::from_millis(25);

static LET_GO: AtomicBool = AtomicBool::new(false);

type Job = Box<dyn FnOnce() + Send>;

/// One for all: a new thread for each would wait for the page, which may be busy.
static PARTNER: LazyLock<Mutex<mpsc::Sender<Job>>> = LazyLock::new(|| {
    let (sender, jobs) = mpsc::channel::<Job>();
    thread::spawn(move || jobs.into_iter().for_each(|job| job()));
    Mutex::new(sender)
});

/// Says that it is taken, and returns when it is time to let go.
pub struct Hold(mpsc::Sender<()>);

impl Hold {
    pub fn a_while(&self) {
        self.0.send(()).expect("it is waited for");
        thread::sleep(WHILE);
        LET_GO.store(true, Ordering::SeqCst);
    }
}

/// The partner runs `takes_and_gives`, which calls [`Hold::a_while`] in between; `waits` begins when it has taken, and cannot end before
/// it gives.
pub fn while_held<T>(takes_and_gives: impl FnOnce(&Hold) + Send + 'static, waits: impl FnOnce() -> T) -> T {
    let (taken, is_taken) = mpsc::channel();
    let (over, is_over) = mpsc::channel();
    LET_GO.store(false, Ordering::SeqCst);
    let job = Box::new(move || {
        takes_and_gives(&Hold(taken));
        over.send(()).expect("it is waited for");
    });
    PARTNER.lock().expect("no panic").send(job).expect("the partner lives");
    is_taken.recv_timeout(BOUND).expect("the partner takes it");
    let result = waits();
    assert!(LET_GO.load(Ordering::SeqCst), "it came before the partner gave it");
    is_over.recv_timeout(BOUND).expect("the partner comes to its end");
    result
}

/// The call fails, after its BRIEF time and not much later.
pub fn runs_out(call: impl FnOnce() -> bool) {
    let before = Instant::now();
    assert!(!call(), "it came true");
    let took = before.elapsed();
    assert!(took >= BRIEF - Duration::from_millis(2) && took < BOUND, "it took {took:?}");
}
