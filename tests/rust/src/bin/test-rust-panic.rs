// A panic on a thread ends the program with the thread's name, the place and the reason, as the core's own panics do.
// FEATURE: F39 F60
// REJECTS: aborted: thread miner panicked at .*test-rust-panic.rs:\d+: no gold
use deputy as _;

fn main() {
    let miner = std::thread::Builder::new().name("miner".into()).spawn(|| panic!("no gold")).unwrap();
    let _ = miner.join();
    unreachable!("the program has ended");
}
