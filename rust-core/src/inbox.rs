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
//!
//! No wake-up is lost: the owner sleeps only after its own exchange AWAKE → ASLEEP succeeded, and from then on the
//! next push finds ASLEEP and rings. JavaScript owners run the same algorithm in `emscripten-js/host/inbox.js`.
//!
//! # Orderings
//! A push releases the frame's fields; the take acquires them. The take's release is not needed (AWAKE carries no
//! data) but a swap has one ordering; AcqRel costs nothing on wasm, where every atomic is sequentially consistent.

use crate::{
    frame::{Frame, OwnedFrame},
    protocol as p,
    sync::Ordering,
    sys::memory::{Held, Link},
};

const ASLEEP: Held<Frame> = Held::Mark(p::INBOX_ASLEEP);
const AWAKE: Held<Frame> = Held::Mark(p::INBOX_AWAKE);

/// The word. Starts ASLEEP.
#[repr(transparent)]
pub struct Inbox(Link<Frame>);

impl Default for Inbox {
    fn default() -> Self {
        Self(Link::new())
    }
}

impl Inbox {
    /// Any thread: appends a frame. True means the owner slept: the caller must ring it.
    #[must_use = "a true result means the owner sleeps and must be rung"]
    pub fn push(&self, frame: OwnedFrame) -> bool {
        let node = frame.release();
        let mut head = self.0.load(Ordering::Relaxed);
        loop {
            node.next().store(head, Ordering::Relaxed);
            // Release pairs with the acquire in `take`: whoever takes the frame sees its fields.
            match self.0.compare_exchange(head, Held::Node(node), Ordering::Release, Ordering::Relaxed) {
                Ok(()) => return head.same(ASLEEP),
                Err(now) => head = now,
            }
        }
    }

    /// Owner only: takes everything, oldest first, and leaves the word AWAKE.
    pub fn take(&self) -> Batch {
        // Acquire pairs with the release in `push`.
        let mut newest = self.0.swap(AWAKE, Ordering::AcqRel).node();
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
        self.0.compare_exchange(AWAKE, ASLEEP, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }
}

/// Frames taken off an inbox, oldest first.
pub struct Batch(Option<&'static Frame>);

impl Iterator for Batch {
    type Item = OwnedFrame;

    fn next(&mut self) -> Option<OwnedFrame> {
        let frame = self.0?;
        // The link is read before the frame is handed out: once it is done it may be in use again.
        self.0 = frame.next().load(Ordering::Relaxed).node();
        Some(OwnedFrame::adopt(frame))
    }
}
