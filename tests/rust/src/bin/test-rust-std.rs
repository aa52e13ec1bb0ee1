// An unmodified Rust program: threads, scopes, channels, locks, time and panics' absence, with main() on the deputy.
// FEATURE: F60
// ARGS: one two
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::thread;

use deputy as _;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    assert_eq!(args, ["one", "two"]);
    let (sender, receiver) = mpsc::channel();
    let threads: Vec<_> = (0..4)
        .map(|i| {
            let sender = sender.clone();
            thread::spawn(move || sender.send(i).unwrap())
        })
        .collect();
    drop(sender);
    let mut got: Vec<i32> = receiver.iter().collect();
    got.sort();
    assert_eq!(got, [0, 1, 2, 3]);
    for thread in threads {
        thread.join().unwrap();
    }
    let pair = Arc::new((Mutex::new(false), Condvar::new()));
    thread::scope(|scope| {
        scope.spawn(|| {
            *pair.0.lock().unwrap() = true;
            pair.1.notify_one();
        });
        let mut there = pair.0.lock().unwrap();
        while !*there {
            there = pair.1.wait(there).unwrap();
        }
    });
    println!("done");
}
