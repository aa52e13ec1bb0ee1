//! Every primitive of std that blocks, and its timed form.
use std::{
    sync::{Arc, Barrier, Condvar, LazyLock, Mutex, Once, OnceLock, RwLock, mpsc},
    thread,
    time::Duration,
};

use crate::{
    executors::BOUND,
    partner::{BRIEF, Hold, runs_out, while_held},
};

pub fn all() {
    locks();
    conditions();
    onces();
    channels();
    threads();
}

fn locks() {
    let mutex = Arc::new(Mutex::new(0));
    let theirs = mutex.clone();
    let takes = move |hold: &Hold| {
        let mut guard = theirs.lock().unwrap();
        hold.a_while();
        *guard = 1;
    };
    assert_eq!(while_held(takes, || *mutex.lock().unwrap()), 1);
    let guard = mutex.lock().unwrap();
    assert!(mutex.try_lock().is_err());
    drop(guard);

    let lock = Arc::new(RwLock::new(0));
    let theirs = lock.clone();
    let writes = move |hold: &Hold| {
        let mut guard = theirs.write().unwrap();
        hold.a_while();
        *guard = 1;
    };
    assert_eq!(while_held(writes, || *lock.read().unwrap()), 1);
    let theirs = lock.clone();
    let reads = move |hold: &Hold| {
        let _guard = theirs.read().unwrap();
        hold.a_while();
    };
    while_held(reads, || *lock.write().unwrap() = 2);
    let (one, two) = (lock.read().unwrap(), lock.read().unwrap());
    assert!(lock.try_write().is_err() && *one == *two);
}

fn conditions() {
    let pair = Arc::new((Mutex::new(false), Condvar::new()));
    let change = |all: bool| {
        let pair = pair.clone();
        move |hold: &Hold| {
            hold.a_while();
            *pair.0.lock().unwrap() = true;
            if all { pair.1.notify_all() } else { pair.1.notify_one() }
        }
    };
    let guard = while_held(change(false), || pair.1.wait_while(pair.0.lock().unwrap(), |is| !*is).unwrap());
    drop(guard);
    *pair.0.lock().unwrap() = false;
    while_held(change(true), || {
        let (guard, timed_out) = pair.1.wait_timeout_while(pair.0.lock().unwrap(), BOUND, |is| !*is).unwrap();
        assert!(*guard && !timed_out.timed_out());
    });
    runs_out(|| !pair.1.wait_timeout_while(pair.0.lock().unwrap(), BRIEF, |_| true).unwrap().1.timed_out());

    let barrier = Arc::new(Barrier::new(2));
    for _ in 0..2 {
        let theirs = barrier.clone();
        let arrives = move |hold: &Hold| {
            hold.a_while();
            theirs.wait();
        };
        while_held(arrives, || barrier.wait());
    }
}

fn onces() {
    // One of each for this call, to be used by the partner as well.
    struct Onces {
        once: Once,
        cell: OnceLock<u32>,
        lazy: LazyLock<u32>,
    }
    let onces = Arc::new(Onces {
        once: Once::new(),
        cell: OnceLock::new(),
        lazy: LazyLock::new(|| {
            thread::sleep(Duration::from_millis(5));
            7
        }),
    });
    let theirs = onces.clone();
    while_held(move |hold| theirs.once.call_once(|| hold.a_while()), || onces.once.call_once(|| panic!("it has run")));
    let theirs = onces.clone();
    let initializes = move |hold: &Hold| {
        theirs.cell.get_or_init(|| {
            hold.a_while();
            5
        });
    };
    assert_eq!(while_held(initializes, || *onces.cell.get_or_init(|| 6)), 5);
    assert_eq!(*onces.lazy, 7);
}

fn channels() {
    let (sender, receiver) = mpsc::channel();
    let send = |value: u32| {
        let sender = sender.clone();
        move |hold: &Hold| {
            hold.a_while();
            sender.send(value).unwrap();
        }
    };
    assert_eq!(while_held(send(3), || receiver.recv().unwrap()), 3);
    assert_eq!(while_held(send(4), || receiver.recv_timeout(BOUND).unwrap()), 4);
    runs_out(|| receiver.recv_timeout(BRIEF).is_ok());
    // A rendezvous: sending waits for the receiver.
    let (sender, receiver) = mpsc::sync_channel(0);
    let receives = move |hold: &Hold| {
        hold.a_while();
        assert_eq!(receiver.recv(), Ok(5));
    };
    while_held(receives, || sender.send(5).unwrap());
    // The last sender goes.
    let (sender, receiver) = mpsc::channel::<()>();
    let drops = move |hold: &Hold| {
        hold.a_while();
        drop(sender);
    };
    assert!(while_held(drops, || receiver.recv()).is_err());
}

fn threads() {
    let this = thread::current();
    let unparks = move |hold: &Hold| {
        hold.a_while();
        this.unpark();
    };
    while_held(unparks, thread::park);
    runs_out(|| {
        thread::park_timeout(BRIEF);
        false
    });
    runs_out(|| {
        thread::sleep(BRIEF);
        false
    });
    assert_eq!(thread::spawn(|| 5).join().unwrap(), 5);
    let mut numbers = [1, 2, 3];
    thread::scope(|scope| {
        for number in &mut numbers {
            scope.spawn(move || *number *= 2);
        }
    });
    assert_eq!(numbers, [2, 4, 6]);
}
