//! The primitives that Rust programs take from elsewhere: parking_lot, crossbeam-channel.
use std::{sync::Arc, time::Instant};

use crossbeam_channel as channel;
use parking_lot::{Condvar, FairMutex, Mutex, Once, ReentrantMutex, RwLock};

use crate::{
    executors::BOUND,
    partner::{BRIEF, Hold, runs_out, while_held},
};

pub fn all() {
    locks();
    conditions();
    channels();
}

fn locks() {
    let mutex = Arc::new(Mutex::new(0));
    let takes = |mutex: &Arc<Mutex<i32>>| {
        let mutex = mutex.clone();
        move |hold: &Hold| {
            let mut guard = mutex.lock();
            hold.a_while();
            *guard += 1;
        }
    };
    assert_eq!(while_held(takes(&mutex), || *mutex.lock()), 1);
    assert_eq!(while_held(takes(&mutex), || *mutex.try_lock_for(BOUND).unwrap()), 2);
    let guard = mutex.lock();
    runs_out(|| mutex.try_lock_for(BRIEF).is_some());
    runs_out(|| mutex.try_lock_until(Instant::now() + BRIEF).is_some());
    drop(guard);

    let fair = Arc::new(FairMutex::new(0));
    let theirs = fair.clone();
    let takes = move |hold: &Hold| {
        let mut guard = theirs.lock();
        hold.a_while();
        *guard = 1;
    };
    assert_eq!(while_held(takes, || *fair.lock()), 1);

    let reentrant = Arc::new(ReentrantMutex::new(()));
    let theirs = reentrant.clone();
    let takes = move |hold: &Hold| {
        let _guards = (theirs.lock(), theirs.lock());
        hold.a_while();
    };
    while_held(takes, || drop((reentrant.lock(), reentrant.lock())));

    let lock = Arc::new(RwLock::new(0));
    let theirs = lock.clone();
    let writes = move |hold: &Hold| {
        let mut guard = theirs.write();
        hold.a_while();
        *guard = 1;
    };
    assert_eq!(while_held(writes, || *lock.read()), 1);
    let theirs = lock.clone();
    let reads = move |hold: &Hold| {
        let _guard = theirs.read();
        hold.a_while();
    };
    while_held(reads, || *lock.try_write_for(BOUND).unwrap() = 2);
    let guard = lock.upgradable_read();
    runs_out(|| lock.try_write_for(BRIEF).is_some());
    drop(guard);
    let guard = lock.write();
    runs_out(|| lock.try_read_for(BRIEF).is_some());
    drop(guard);
}

fn conditions() {
    let pair = Arc::new((Mutex::new(false), Condvar::new()));
    let change = || {
        let pair = pair.clone();
        move |hold: &Hold| {
            hold.a_while();
            *pair.0.lock() = true;
            pair.1.notify_all();
        }
    };
    while_held(change(), || pair.1.wait_while(&mut pair.0.lock(), |is| !*is));
    *pair.0.lock() = false;
    while_held(change(), || assert!(!pair.1.wait_while_for(&mut pair.0.lock(), |is| !*is, BOUND).timed_out()));
    runs_out(|| !pair.1.wait_while_for(&mut pair.0.lock(), |_| true, BRIEF).timed_out());
    let once = Arc::new(Once::new());
    let theirs = once.clone();
    while_held(move |hold| theirs.call_once(|| hold.a_while()), || once.call_once(|| panic!("it has run")));
}

fn channels() {
    let (sender, receiver) = channel::unbounded();
    let send = |value: u32| {
        let sender = sender.clone();
        move |hold: &Hold| {
            hold.a_while();
            sender.send(value).unwrap();
        }
    };
    assert_eq!(while_held(send(1), || receiver.recv().unwrap()), 1);
    assert_eq!(while_held(send(2), || receiver.recv_timeout(BOUND).unwrap()), 2);
    runs_out(|| receiver.recv_timeout(BRIEF).is_ok());
    let nobody = channel::never::<u32>();
    let got = while_held(send(3), || {
        channel::select! {
            recv(nobody) -> _ => unreachable!(),
            recv(receiver) -> value => value.unwrap(),
            recv(channel::after(BOUND)) -> _ => panic!("it took too long"),
        }
    });
    assert_eq!(got, 3);
    runs_out(|| channel::select! { recv(receiver) -> _ => true, default(BRIEF) => false });
    runs_out(|| channel::after(BRIEF).recv().is_err());
    let (sender, receiver) = channel::bounded(0);
    let receives = move |hold: &Hold| {
        hold.a_while();
        assert_eq!(receiver.recv(), Ok(4));
    };
    while_held(receives, || sender.send(4).unwrap());
    let (sender, receiver) = channel::bounded(1);
    sender.send(0).unwrap();
    runs_out(|| sender.send_timeout(1, BRIEF).is_ok());
    drop(receiver);
    assert!(sender.send(1).is_err());
}
