// With the guard, locks of Rust's std and of parking_lot that make the page's thread wait are reported with the stacks of both sides.
// FEATURE: F51
// FLAGS: ${GUARD}
// TIMEOUT: 120
use std::{
    ffi::c_void,
    sync::{
        Condvar, Mutex, RwLock,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
    thread,
    time::{Duration, Instant},
};

use deputy::ffi::context::deputy_context_post;

static WAITS: AtomicU32 = AtomicU32::new(0);
static DONE: AtomicU32 = AtomicU32::new(0);
static STD: Mutex<()> = Mutex::new(());
static STD_RW: RwLock<()> = RwLock::new(());
static FLAG: Mutex<bool> = Mutex::new(false);
static NEWS: Condvar = Condvar::new();
static PARKING: parking_lot::Mutex<()> = parking_lot::Mutex::new(());
static PARKING_RW: parking_lot::RwLock<()> = parking_lot::RwLock::new(());

// From c-shim/guard.c.
unsafe extern "C" {
    fn deputy_guard_waits_for() -> *const c_void;
}

fn until(condition: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(10);
    while !condition() {
        assert!(Instant::now() < end, "it did not come true");
        thread::sleep(Duration::from_millis(1));
    }
}

/// The page has waited for a while.
fn late() {
    until(|| WAITS.load(SeqCst) > DONE.load(SeqCst));
    // SAFETY: it reads a word, on any thread.
    until(|| !unsafe { deputy_guard_waits_for() }.is_null());
    let end = Instant::now() + Duration::from_millis(30);
    while Instant::now() < end {
        thread::yield_now();
    }
}

/// A function for the page's thread.
macro_rules! on_the_page {
    ($($name:ident $body:expr),*) => {
        $(extern "C" fn $name(_: *mut c_void) {
            WAITS.fetch_add(1, SeqCst);
            $body;
            DONE.fetch_add(1, SeqCst);
        })*
    };
}
on_the_page!(
    page_waits_for_std_mutex drop(STD.lock().unwrap()),
    page_waits_for_std_rwlock drop(STD_RW.write().unwrap()),
    page_waits_for_std_condvar {
        let mut flag = FLAG.lock().unwrap();
        while !*flag {
            flag = NEWS.wait(flag).unwrap();
        }
    },
    page_waits_for_parking_lot_mutex drop(PARKING.lock()),
    page_waits_for_parking_lot_rwlock drop(PARKING_RW.write())
);

fn scene(page: extern "C" fn(*mut c_void), thread_goes_on: impl FnOnce(&dyn Fn()) + Send) {
    let before = DONE.load(SeqCst);
    thread::scope(|scope| {
        scope.spawn(|| {
            thread_goes_on(&|| {
                // SAFETY: the function uses no data.
                let status = unsafe { deputy_context_post(1, Some(page), std::ptr::null_mut(), None) };
                assert_eq!(status as i32, 0);
                late();
            });
        });
        until(|| DONE.load(SeqCst) > before);
    });
}

#[inline(never)]
fn lets_go<T>(guard: T) {
    drop(std::hint::black_box(guard));
}

fn main() {
    use rust_tests as _;
    scene(page_waits_for_std_mutex, |page| {
        let guard = STD.lock().unwrap();
        page();
        lets_go(guard);
    });
    scene(page_waits_for_std_rwlock, |page| {
        let guard = STD_RW.read().unwrap();
        page();
        lets_go(guard);
    });
    scene(page_waits_for_std_condvar, |page| {
        page();
        *FLAG.lock().unwrap() = true;
        NEWS.notify_one();
    });
    scene(page_waits_for_parking_lot_mutex, |page| {
        let guard = PARKING.lock();
        page();
        lets_go(guard);
    });
    scene(page_waits_for_parking_lot_rwlock, |page| {
        let guard = PARKING_RW.read();
        page();
        lets_go(guard);
    });
}
