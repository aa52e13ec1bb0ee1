// Rust's standard input: lines on two threads, and the rest to the end; its output, whole.
// FEATURE: F75 F76
use std::io::{self, BufRead, Read, Write};

use deputy as _;

fn main() {
    print!("first? ");
    io::stdout().flush().unwrap();
    let mut line = String::new();
    io::stdin().read_line(&mut line).unwrap();
    assert_eq!(line, "one\n");
    let second = std::thread::spawn(|| io::stdin().lock().lines().next().unwrap().unwrap());
    assert_eq!(second.join().unwrap(), "two");
    let mut rest = String::new();
    io::stdin().read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "three\nfour");
    println!("done");
}
