//! What native threads write to standard output and error, on its way to the page's console.
//!
//! # Algorithm
//! A ring of bytes in shared memory with one consumer, the UI's host (`emscripten-js/host/console.js`), and one producer at a time,
//! which holds the lock; the UI itself never writes here. A record is a header word (which stream, how many bytes) and its bytes. Lines
//! come in bursts, so the newest record may grow: the producer appends to its bytes and then exchanges the header for the longer one. The
//! host takes a record by exchanging its header for 0, and whoever is second at that word sees it.
//!
//! # Words, and who writes them
//! | word | by | means |
//! |---|---|---|
//! | `head` | host | before it everything was taken. Producers that wait for room sleep on it |
//! | `tail` | producer | before it everything can be taken. A record that has grown is taken whole, so for a moment `head` may be ahead |
//! | a header | producer | the record's length; from 0 it never changes |
//! | a header | host | 0: taken |
//! | `bell` | producer, up | who raises it from ASLEEP to AWAKE rings, and who raises it to HURRY, when half of the ring is full |
//! | `bell` | host | AWAKE while it will look again soon by itself; ASLEEP, after which it looks once more |
//! | `full` | producer 1, host 0 | somebody waits for room |
//!
//! # Orderings
//! Bytes are released by the header that counts them (the host's exchange acquires) or, in a new record, by `tail`. No ring is lost: the
//! producer raises `bell` after its news, the host lowers it before its last look, both by an exchange of that one word, so whoever is
//! second sees what the first has done. `full` and `head` are the same the other way round.

use std::time::Duration;

use crate::{
    protocol as p,
    sync::{AtomicU32, Mutex, Ordering},
    sys::{self, memory::Ring},
};

/// Bit of a header that says standard error.
const ERROR: u32 = 1 << 31;

/// So long a producer waits for room before it has the UI make some out of turn: it may be waiting for something itself, such as a
/// lock that this very thread holds.
const PATIENCE: Duration = Duration::from_millis(20);

/// Laid out as `protocol.rs` says.
#[repr(C, align(16))]
pub struct Console {
    head: AtomicU32,
    tail: AtomicU32,
    bell: AtomicU32,
    full: AtomicU32,
    ring: Ring,
    producer: Mutex<Producer>,
}

#[cfg(all(target_arch = "wasm32", not(loom)))]
const _: () = {
    use core::mem::offset_of;
    assert!(offset_of!(Console, head) == p::CONSOLE_HEAD as usize);
    assert!(offset_of!(Console, tail) == p::CONSOLE_TAIL as usize);
    assert!(offset_of!(Console, bell) == p::CONSOLE_BELL as usize);
    assert!(offset_of!(Console, full) == p::CONSOLE_FULL as usize);
    assert!(offset_of!(Console, ring) == p::CONSOLE_RING as usize);
};

/// Where the next record begins, and the newest one, if it may grow: its header and where that lies, and where its bytes end.
struct Producer {
    next: u32,
    header: u32,
    at: u32,
    end: u32,
}

/// An empty one; loom's atomics are not made in constants.
macro_rules! empty {
    () => {
        Console {
            head: AtomicU32::new(0),
            tail: AtomicU32::new(0),
            bell: AtomicU32::new(p::BELL_ASLEEP),
            full: AtomicU32::new(0),
            ring: Ring::new(),
            producer: Mutex::new(Producer { next: 0, header: 0, at: 0, end: 0 }),
        }
    };
}

/// The one console.
pub fn console() -> &'static Console {
    #[cfg(loom)]
    return Box::leak(Box::new(empty!()));
    #[cfg(not(loom))]
    {
        static CONSOLE: Console = empty!();
        &CONSOLE
    }
}

/// How a producer gets at the UI.
struct Ui<'a> {
    /// Has it look.
    ring: &'a dyn Fn(),
    /// Has it look even if it waits in native code.
    force: &'a dyn Fn(),
}

impl Console {
    /// Any thread but the UI: appends bytes to a stream, all of them side by side. Waits while there is no room.
    pub fn write<'a>(&self, error: bool, parts: impl Iterator<Item = &'a [u8]>) {
        self.write_with(error, parts, &Ui { ring: &sys::ring_ui, force: &sys::drain_console });
    }

    fn write_with<'a>(&self, error: bool, parts: impl Iterator<Item = &'a [u8]>, ui: &Ui<'_>) {
        let mut producer = self.producer.lock();
        for mut bytes in parts {
            while !bytes.is_empty() {
                let room = Ring::SIZE - producer.next.wrapping_sub(self.head.load(Ordering::Acquire));
                let mut done = producer.grow(self, error, bytes, room);
                if done == 0 && room >= 8 {
                    done = producer.begin(self, error, bytes, room);
                } else if done == 0 {
                    self.wait_for_room(producer.next, ui);
                    continue;
                }
                bytes = bytes.get(done..).unwrap_or_default();
                let hurry = producer.next.wrapping_sub(self.head.load(Ordering::Relaxed)) > Ring::SIZE / 2;
                self.raise(if hurry { p::BELL_HURRY } else { p::BELL_AWAKE }, ui);
            }
        }
    }

    /// AcqRel pairs with the host's exchange for ASLEEP: whoever is second sees what the first has done before.
    fn raise(&self, bell: u32, ui: &Ui<'_>) {
        if self.bell.fetch_max(bell, Ordering::AcqRel) < bell {
            (ui.ring)();
        }
    }

    fn wait_for_room(&self, next: u32, ui: &Ui<'_>) {
        self.raise(p::BELL_HURRY, ui);
        // AcqRel pairs with the host's exchange for 0, after it has moved the head.
        self.full.swap(1, Ordering::AcqRel);
        let head = self.head.load(Ordering::Acquire);
        if Ring::SIZE - next.wrapping_sub(head) >= 8 {
            return;
        }
        sys::wait(&self.head, head, Some(PATIENCE));
        if self.head.load(Ordering::Relaxed) == head {
            (ui.force)();
        }
    }
}

impl Producer {
    /// Appends to the newest record. Gives how many bytes: none if it has been taken, belongs to the other stream or touches the
    /// end of the ring.
    fn grow(&mut self, console: &Console, error: bool, bytes: &[u8], room: u32) -> usize {
        if self.header == 0 || (self.header & ERROR != 0) != error || self.end.is_multiple_of(Ring::SIZE) {
            return 0;
        }
        let room = (room + (self.next - self.end)).min(Ring::SIZE - self.end % Ring::SIZE);
        let Some(bytes) = bytes.get(..bytes.len().min(room as usize)).filter(|bytes| !bytes.is_empty()) else {
            return 0;
        };
        console.ring.write(self.end, bytes);
        let longer = self.header + size(bytes);
        // Release: the host that takes the longer header sees the bytes.
        if console
            .ring
            .word(self.at)
            .compare_exchange(self.header, longer, Ordering::Release, Ordering::Relaxed)
            .is_err()
        {
            self.header = 0;
            return 0;
        }
        self.header = longer;
        self.publish(console, self.end.wrapping_add(size(bytes)));
        bytes.len()
    }

    /// Begins a record. Gives how many bytes fit: none if the end of the ring is too near, which is then passed.
    fn begin(&mut self, console: &Console, error: bool, bytes: &[u8], room: u32) -> usize {
        let room = (room - 4).min(Ring::SIZE - self.next % Ring::SIZE - 4);
        let bytes = bytes.get(..bytes.len().min(room as usize)).unwrap_or_default();
        self.at = self.next;
        self.header = size(bytes) | if error { ERROR } else { 0 };
        console.ring.write(self.next.wrapping_add(4), bytes);
        console.ring.word(self.at).store(self.header, Ordering::Relaxed);
        self.publish(console, self.next.wrapping_add(4 + size(bytes)));
        bytes.len()
    }

    fn publish(&mut self, console: &Console, end: u32) {
        self.end = end;
        self.next = end.wrapping_add(3) & !3;
        // Release pairs with the host's load: it sees the record, and its header.
        console.tail.store(self.next, Ordering::Release);
    }
}

#[allow(clippy::cast_possible_truncation, reason = "never more than the ring has")]
const fn size(bytes: &[u8]) -> u32 {
    bytes.len() as u32
}

#[cfg(test)]
#[allow(clippy::expect_used, clippy::indexing_slicing, reason = "test only")]
mod tests {
    use super::*;

    /// The host's half, as `console.js` has it: one record.
    fn take(console: &Console) -> Option<(bool, Vec<u8>)> {
        let head = console.head.load(Ordering::Relaxed);
        #[allow(clippy::cast_possible_wrap, reason = "a distance")]
        if (console.tail.load(Ordering::Acquire).wrapping_sub(head) as i32) <= 0 {
            return None;
        }
        let header = console.ring.word(head).swap(0, Ordering::Acquire);
        let length = header & !ERROR;
        let bytes = console.ring.read(head.wrapping_add(4), length as usize);
        console.head.store(head.wrapping_add(4 + length + 3) & !3, Ordering::Release);
        console.full.swap(0, Ordering::AcqRel);
        Some((header & ERROR != 0, bytes))
    }

    #[cfg(not(loom))]
    fn write(console: &Console, error: bool, bytes: &[u8]) {
        console.write_with(error, core::iter::once(bytes), &Ui { ring: &|| {}, force: &|| {} });
    }

    #[cfg(not(loom))]
    #[test]
    fn records_grow_until_they_are_taken_and_streams_keep_their_order() {
        let console: &Console = Box::leak(Box::new(empty!()));
        write(console, false, b"a");
        write(console, false, b"bcd");
        write(console, true, b"E");
        write(console, false, b"e");
        assert_eq!(take(console), Some((false, b"abcd".to_vec())));
        assert_eq!(take(console), Some((true, b"E".to_vec())));
        assert_eq!(take(console), Some((false, b"e".to_vec())));
        write(console, false, b"f");
        assert_eq!(take(console), Some((false, b"f".to_vec())), "taken records do not grow");
        assert_eq!(take(console), None);
    }

    #[cfg(not(loom))]
    #[test]
    fn what_is_longer_than_the_ring_waits_for_room() {
        let console: &Console = Box::leak(Box::new(empty!()));
        #[allow(clippy::cast_possible_truncation, reason = "any bytes will do")]
        let long: Vec<u8> = (0..3 * Ring::SIZE + 1).map(|i| (i % 251) as u8).collect();
        let expected = long.clone();
        let writer = std::thread::spawn(move || {
            for piece in long.chunks(70_001) {
                write(console, false, piece);
            }
        });
        let mut got = Vec::new();
        while got.len() < expected.len() {
            match take(console) {
                Some((_, bytes)) => got.extend(bytes),
                None => std::thread::yield_now(),
            }
            sys::wake(&console.head);
        }
        writer.join().expect("no panic");
        assert!(got == expected);
    }

    /// Writes on one thread and reads on this one, which sleeps until it is rung. A lost ring or wake-up is a loop that never ends,
    /// which loom reports.
    #[cfg(loom)]
    fn check(pieces: &'static [&'static [u8]]) {
        use loom::sync::{Arc, atomic::AtomicUsize};
        loom::model(move || {
            let console: &'static Console = console();
            let rings = Arc::new(AtomicUsize::new(0));
            let writer = {
                let rings = rings.clone();
                loom::thread::spawn(move || {
                    let ring = || {
                        let _ = rings.fetch_add(1, Ordering::SeqCst);
                    };
                    for bytes in pieces {
                        console.write_with(false, core::iter::once(*bytes), &Ui { ring: &ring, force: &|| {} });
                    }
                })
            };
            let expected = pieces.concat();
            let (mut got, mut heard) = (Vec::new(), 0);
            while got.len() < expected.len() {
                while rings.load(Ordering::SeqCst) == heard {
                    loom::thread::yield_now();
                }
                heard = rings.load(Ordering::SeqCst);
                loop {
                    while let Some((_, bytes)) = take(console) {
                        got.extend(bytes);
                    }
                    console.bell.swap(p::BELL_ASLEEP, Ordering::AcqRel);
                    #[allow(clippy::cast_possible_wrap, reason = "a distance")]
                    let left =
                        console.tail.load(Ordering::Acquire).wrapping_sub(console.head.load(Ordering::Relaxed)) as i32;
                    if left <= 0 {
                        break;
                    }
                }
            }
            writer.join().expect("no panic");
            assert_eq!(got, expected);
        });
    }

    /// The head comment's claims: whoever is second at a header sees it, and no ring is lost.
    #[cfg(loom)]
    #[test]
    fn loom_a_record_grows_or_is_taken() {
        check(&[b"a", b"b"]);
        check(&[b"a", b"b", b"c"]);
    }

    /// A ring has 8 bytes here.
    #[cfg(loom)]
    #[test]
    fn loom_who_waits_for_room_gets_it() {
        check(&[b"ab", b"c"]);
        check(&[b"abcd", b"e"]);
    }
}
