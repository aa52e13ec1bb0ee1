// A thread of Rust's std whose stack runs out ends the program with an error that says so; it has the 2 MiB that std asks for.
// FEATURE: F73
// REJECTS: ^the program was aborted: stack overflow: thread 0x[0-9a-f]+ has 2097152 bytes and wants
use deputy as _;
use std::hint::black_box;

#[inline(never)]
fn dig(levels: u32) -> u8 {
    let room = black_box([1u8; 1024]);
    if levels == 0 { 0 } else { dig(levels - 1).wrapping_add(room[levels as usize % room.len()]) }
}

fn main() {
    let digger = std::thread::Builder::new().name("digger".into()).spawn(|| dig(1 << 20)).unwrap();
    let _ = digger.join();
    unreachable!("the program has ended");
}
