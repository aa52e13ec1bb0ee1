//! The queue of calls to one context: one word.
//!
//! # Algorithm
//! The word is ASLEEP (0: the owner sleeps), AWAKE (1: the owner will look again by itself) or a pointer to the newest
//! frame; frames link backwards. It is the push-one, take-all stack that Treiber's algorithm becomes when nobody ever
//! pops a single node: without single pops a node cannot leave and return unnoticed between a read and a
//! compare-exchange, so there is no ABA; taking everything and reversing it gives first in, first out per sender.
//!
//! # States of the word and who changes them
//! | from | to | by | then |
//! |---|---|---|---|
//! | ASLEEP | frame | a sender | it rings the owner's doorbell; nobody else does |
//! | AWAKE or frame | frame | a sender | nothing: the owner will look again |
//! | frame or AWAKE | AWAKE | the owner (`take`) | it runs what it took |
//! | AWAKE | ASLEEP | the owner (`sleep`) | it sleeps; if the exchange fails there is news, and it goes on |
//! | any | CLOSED | the owner (`close`) | it answers what was queued; every later push gives its frame back |
//! | CLOSED | ASLEEP | the next owner (`open`) | it sleeps; it must be found, and its word been read, before that |
//!
//! No wake-up is lost: the owner sleeps only after its own exchange AWAKE → ASLEEP succeeded, and from then on the
//! next push finds ASLEEP and rings. JavaScript owners run the same algorithm in `emscripten-js/host/inbox.js`.
//!
//! # Orderings
//! A push releases the frame's fields; the take acquires them. An open releases the owner; the push that rings acquires it. The take's release is not needed (AWAKE carries no
//! data) but a swap has one ordering; AcqRel costs nothing on wasm, where every atomic is sequentially consistent.

use crate::{
    frame::{Frame, OwnedFrame},
    protocol as p,
    sync::Ordering,
    sys::memory::{Held, Link},
};

const ASLEEP: Held<Frame> = Held::Mark(p::INBOX_ASLEEP);
const AWAKE: Held<Frame> = Held::Mark(p::INBOX_AWAKE);
const CLOSED: Held<Frame> = Held::Mark(p::INBOX_CLOSED);

/// The word. Starts ASLEEP.
#[repr(transparent)]
pub struct Inbox(Link<Frame>);

impl Default for Inbox {
    fn default() -> Self {
        Self(Link::new())
    }
}

impl Inbox {
    /// Any thread: appends a frame. True means the owner slept: the caller must ring it. An error gives the frame back
    /// because the owner has gone.
    pub fn push(&self, frame: OwnedFrame) -> Result<bool, OwnedFrame> {
        let node = frame.release();
        let mut head = self.0.load(Ordering::Relaxed);
        loop {
            if head.same(CLOSED) {
                return Err(OwnedFrame::adopt(node));
            }
            node.next().store(head, Ordering::Relaxed);
            // Release pairs with the acquire in `take`: whoever takes the frame sees its fields. Acquire pairs with the release in `open`:
            // whoever has to ring finds the owner.
            match self.0.compare_exchange(head, Held::Node(node), Ordering::AcqRel, Ordering::Relaxed) {
                Ok(()) => return Ok(head.same(ASLEEP)),
                Err(now) => head = now,
            }
        }
    }

    /// Owner only: takes everything, oldest first, and leaves the word AWAKE.
    pub fn take(&self) -> Batch {
        self.replace(AWAKE)
    }

    /// Owner only: takes everything, and nothing comes after it.
    pub fn close(&self) -> Batch {
        self.replace(CLOSED)
    }

    /// Any thread: whether nothing can be pushed any more.
    pub fn is_closed(&self) -> bool {
        self.0.load(Ordering::Relaxed).same(CLOSED)
    }

    /// A new owner, who can be found already: the inbox takes frames, also if it was closed. False: there are some, and whoever pushed them may
    /// have found nobody to ring. Always an exchange, so that a push comes before it, and is seen, or after it, and sees the owner.
    pub fn open(&self) -> bool {
        let mut head = self.0.load(Ordering::Relaxed);
        loop {
            let next = if head.same(CLOSED) { ASLEEP } else { head };
            match self.0.compare_exchange(head, next, Ordering::AcqRel, Ordering::Relaxed) {
                Ok(()) => return next.same(ASLEEP),
                Err(now) => head = now,
            }
        }
    }

    fn replace(&self, mark: Held<Frame>) -> Batch {
        // Acquire pairs with the release in `push`.
        let mut newest = self.0.swap(mark, Ordering::AcqRel).node();
        let mut oldest: Option<&'static Frame> = None;
        while let Some(frame) = newest {
            newest = frame.next().load(Ordering::Relaxed).node();
            frame.next().store(oldest.map_or(ASLEEP, Held::Node), Ordering::Relaxed);
            oldest = Some(frame);
        }
        Batch(oldest)
    }

    /// Owner only: true if the owner may sleep now; false if there is news.
    #[must_use = "a false result means there is news: take again"]
    pub fn sleep(&self) -> bool {
        // Failure needs no acquire: the owner takes next. Success needs no release: ASLEEP carries no data.
        match self.0.compare_exchange(AWAKE, ASLEEP, Ordering::Relaxed, Ordering::Relaxed) {
            Ok(()) => true,
            // A function that the owner ran has served the inbox, and left it so.
            Err(now) => now.same(ASLEEP),
        }
    }

    /// Owner only: whether there is something to take.
    pub fn has_news(&self) -> bool {
        self.0.load(Ordering::Relaxed).node().is_some()
    }
}

/// Frames taken off an inbox, oldest first.
#[derive(Default)]
pub struct Batch(Option<&'static Frame>);

impl Batch {
    /// Frames that are linked, oldest first.
    pub const fn of(frame: Option<&'static Frame>) -> Self {
        Self(frame)
    }

    /// Whether nothing is left.
    pub const fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Puts newer frames behind these.
    pub fn append(&mut self, newer: Self) {
        let Some(mut last) = self.0 else {
            *self = newer;
            return;
        };
        // Relaxed: taken, they are the calling thread's alone.
        while let Some(next) = last.next().load(Ordering::Relaxed).node() {
            last = next;
        }
        last.next().store(newer.0.map_or(ASLEEP, Held::Node), Ordering::Relaxed);
    }
}

impl Iterator for Batch {
    type Item = OwnedFrame;

    fn next(&mut self) -> Option<OwnedFrame> {
        let frame = self.0?;
        // The link is read before the frame is handed out: once it is done it may be in use again.
        self.0 = frame.next().load(Ordering::Relaxed).node();
        Some(OwnedFrame::adopt(frame))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Kind;

    fn numbered(number: u32) -> OwnedFrame {
        let frame = OwnedFrame::allocate(None);
        frame.prepare(Kind::Post, number, b"", core::ptr::null(), 0);
        frame
    }

    fn push(inbox: &Inbox, number: u32) -> bool {
        inbox.push(numbered(number)).unwrap_or_else(|_| panic!("the inbox is open"))
    }

    #[cfg(not(loom))]
    #[test]
    fn takes_in_the_order_of_pushes_and_sleeps_when_empty() {
        let inbox = Inbox::default();
        assert!(push(&inbox, 1), "the owner of a new inbox sleeps");
        assert!(!push(&inbox, 2));
        assert!(!inbox.sleep(), "there is news");
        let taken: Vec<u32> = inbox.take().map(|f| f.target()).collect();
        assert_eq!(taken, [1, 2]);
        assert!(!push(&inbox, 3), "the owner is awake");
        assert_eq!(inbox.take().count(), 1);
        assert!(inbox.sleep());
        assert!(push(&inbox, 4));
        assert_eq!(inbox.close().count(), 1);
        assert!(inbox.push(numbered(5)).is_err(), "the owner has gone");
    }

    /// The head comment's claim: no wake-up is lost, nothing is lost, each sender's order is kept.
    #[cfg(loom)]
    #[test]
    fn loom_no_lost_wakeup_and_order_per_sender() {
        use loom::sync::{Arc, atomic::AtomicUsize};
        loom::model(|| {
            let inbox = Arc::new(Inbox::default());
            let rings = Arc::new(AtomicUsize::new(0));
            let senders = [10, 20].map(|base| {
                let (inbox, rings) = (inbox.clone(), rings.clone());
                loom::thread::spawn(move || {
                    for i in 0..(if base == 10 { 2 } else { 1 }) {
                        if push(&inbox, base + i) {
                            rings.fetch_add(1, Ordering::SeqCst);
                        }
                    }
                })
            });
            let mut got = Vec::new();
            let mut heard = 0;
            while got.len() < 3 {
                // Asleep: goes on only when rung. A lost ring is a loop that never ends, which loom reports.
                while rings.load(Ordering::SeqCst) == heard {
                    loom::thread::yield_now();
                }
                heard += 1;
                loop {
                    got.extend(inbox.take().map(|f| f.target()));
                    if inbox.sleep() {
                        break;
                    }
                }
            }
            let _: [(); 2] = senders.map(|s| s.join().expect("no panic"));
            let of_first: Vec<u32> = got.iter().copied().filter(|n| *n < 20).collect();
            assert_eq!(of_first, [10, 11]);
            assert_eq!(rings.load(Ordering::SeqCst), heard, "one ring a sleep");
        });
    }
}
