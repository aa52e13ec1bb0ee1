//! An ordinary Rust program. The first line links the deputy, on which main() runs; nothing else here knows of browsers.
use deputy as _;
use std::{sync::mpsc, thread};

fn is_prime(n: u32) -> bool {
    n > 1 && (2..).take_while(|d| d * d <= n).all(|d| n % d != 0)
}

fn main() {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let (sender, receiver) = mpsc::channel();
    for part in 0..threads {
        let sender = sender.clone();
        thread::spawn(move || {
            let numbers = (part as u32..1_000_000).step_by(threads);
            sender.send(numbers.filter(|n| is_prime(*n)).count()).expect("main() waits");
        });
    }
    drop(sender);
    let primes: usize = receiver.iter().sum();
    println!("{primes} primes below a million, counted by {threads} threads");
}
