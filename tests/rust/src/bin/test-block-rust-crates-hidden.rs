// What test-block-rust-crates proves, with the page hidden behind another tab.
// FEATURE: F72
// ENV: chromium firefox
// HIDDEN: yes
// TIMEOUT: 90
fn main() {
    rust_tests::executors::hidden(rust_tests::crates::all);
}
