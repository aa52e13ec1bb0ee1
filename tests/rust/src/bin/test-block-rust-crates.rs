// parking_lot's locks, conditions and Once and crossbeam's channels block until another thread lets go, and their timed forms run out;
// from each executor, with the page idle and busy 200 ms at a time.
// FEATURE: F72
// TIMEOUT: 90
fn main() {
    rust_tests::executors::idle_and_busy(rust_tests::crates::all);
}
