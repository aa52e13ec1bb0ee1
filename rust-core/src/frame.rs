//! A frame is one call: a block of shared memory that carries arguments out and the outcome back.
//!
//! # Who owns a frame
//! Frames are never freed. An [`OwnedFrame`] is the only handle that may write the plain fields. Pushing it onto an
//! inbox gives it away; it comes back in one of two ways:
//! - *a call*: the caller keeps a [`PendingFrame`], which can only watch the state word, and gets the frame back when
//!   it sees DONE; or it leaves first, and then whoever comes second gives the frame back to its home thread;
//! - *a post*: the host gives it back to its home thread.
//!
//! # The state word: a set of bits, each set once by one party with a fetch-or
//! | bit | set by | when |
//! |---|---|---|
//! | TAKEN | host | it has the frame; seeing ABANDONED then, it drops the call unrun |
//! | DECODED | host | the arguments are copied; the caller's memory is no longer read |
//! | DONE | host | the outcome is written (release; the caller's acquire reads it) |
//! | ABANDONED | caller | it will not look at the outcome; after TAKEN it still waits for DECODED |
//! | WAITING | caller | it sleeps: bump and notify its parking word |
//!
//! DONE and ABANDONED race through the same word, so exactly one of the two parties sees the other's bit in what its
//! fetch-or returns: that one gives the frame back. Nobody can see both as missing, nobody can see both as present.

use crate::{
    protocol as p,
    status::{self, deputy_status},
    sync::{AtomicU32, Ordering},
    sys::memory::{Address, Held, Link, Plain},
    thread::Thread,
    value::deputy_value,
};

/// What a frame asks for. The numbers are the protocol's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Kind {
    /// A call with an outcome.
    Call = p::KIND_CALL,
    /// A call nobody waits for.
    Post = p::KIND_POST,
    /// Fetch of an outcome that did not fit.
    Fetch = p::KIND_FETCH,
}

/// The block itself; laid out as `protocol.rs` says.
#[repr(C, align(16))]
pub struct Frame {
    next: Link<Frame>,
    state: AtomicU32,
    kind: Plain<u32>,
    target: Plain<u32>,
    name: Plain<Address<u8>>,
    name_len: Plain<u32>,
    args: Plain<Address<deputy_value>>,
    argc: Plain<u32>,
    home: Plain<Option<&'static Thread>>,
    status: Plain<i32>,
    overflow: Plain<Overflow>,
    result: Plain<deputy_value>,
    data: Plain<[u8; p::FRAME_DATA_SIZE as usize]>,
}

/// Memory of a post whose arguments do not fit the frame; freed when the frame is next used.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Overflow {
    at: Address<u8>,
    len: u32,
}

#[cfg(all(target_arch = "wasm32", not(loom)))]
const _: () = {
    use core::mem::offset_of;
    assert!(offset_of!(Frame, next) == p::FRAME_NEXT as usize);
    assert!(offset_of!(Frame, state) == p::FRAME_STATE as usize);
    assert!(offset_of!(Frame, kind) == p::FRAME_KIND as usize);
    assert!(offset_of!(Frame, target) == p::FRAME_TARGET as usize);
    assert!(offset_of!(Frame, name) == p::FRAME_NAME as usize);
    assert!(offset_of!(Frame, name_len) == p::FRAME_NAME_LEN as usize);
    assert!(offset_of!(Frame, args) == p::FRAME_ARGS as usize);
    assert!(offset_of!(Frame, argc) == p::FRAME_ARGC as usize);
    assert!(offset_of!(Frame, home) == p::FRAME_HOME as usize);
    assert!(offset_of!(Frame, status) == p::FRAME_STATUS as usize);
    assert!(offset_of!(Frame, result) == p::FRAME_RESULT as usize);
    assert!(offset_of!(Frame, data) == p::FRAME_DATA as usize);
    assert!(size_of::<Frame>() == p::FRAME_SIZE as usize);
};

impl Frame {
    fn new(home: Option<&'static Thread>) -> Self {
        Self {
            next: Link::new(),
            state: AtomicU32::new(0),
            kind: Plain::new(0),
            target: Plain::new(0),
            name: Plain::new(Address::NULL),
            name_len: Plain::new(0),
            args: Plain::new(Address::NULL),
            argc: Plain::new(0),
            home: Plain::new(home),
            status: Plain::new(0),
            overflow: Plain::new(Overflow { at: Address::NULL, len: 0 }),
            result: Plain::new(deputy_value::NULL),
            data: Plain::new([0; p::FRAME_DATA_SIZE as usize]),
        }
    }

    /// The link to the frame below. Belongs to whoever holds the frame, or to the inbox it lies in.
    pub(crate) fn next(&self) -> &Link<Frame> {
        &self.next
    }
}

/// The right to write a frame, and to push it somewhere.
pub struct OwnedFrame(&'static Frame);

impl OwnedFrame {
    /// A new frame that lives for ever and comes back to `home`.
    pub fn allocate(home: Option<&'static Thread>) -> Self {
        Self(Box::leak(Box::new(Frame::new(home))))
    }

    /// Owns a frame that was taken off an inbox or a stack of returned frames.
    ///
    /// Only `inbox.rs` and `thread.rs` call this, with what they alone just took.
    pub(crate) fn adopt(frame: &'static Frame) -> Self {
        Self(frame)
    }

    /// Gives the frame away, to something that owns it from now on.
    pub(crate) fn release(self) -> &'static Frame {
        self.0
    }

    /// Makes the frame a call of `kind` to `target`.
    pub fn prepare(&self, kind: Kind, target: u32, name: &'static [u8], args: *const deputy_value, argc: u32) {
        let f = self.0;
        f.drop_overflow();
        f.kind.set(kind as u32);
        f.target.set(target);
        f.name.set(Address(name.as_ptr()));
        #[allow(clippy::cast_possible_truncation, reason = "names are short, checked in name.rs")]
        f.name_len.set(name.len() as u32);
        f.args.set(Address(args));
        f.argc.set(argc);
        // Relaxed: the push that follows publishes it.
        f.state.store(0, Ordering::Relaxed);
    }

    /// Says where the arguments are.
    pub fn arguments(&self, args: *const deputy_value) {
        self.0.args.set(Address(args));
    }

    /// Room in the frame for copies, and its size.
    pub fn room(&self) -> (*mut u8, usize) {
        (self.0.data.address().cast(), p::FRAME_DATA_SIZE as usize)
    }

    /// Hands memory to the frame, which frees it when it is next used. Returns where it now is.
    pub fn attach(&self, memory: Box<[u64]>) -> *mut u8 {
        #[allow(clippy::cast_possible_truncation, reason = "sizes are 32 bits on wasm32")]
        let len = memory.len() as u32;
        let at = Box::into_raw(memory).cast::<u8>();
        self.0.overflow.set(Overflow { at: Address(at), len });
        at
    }

    /// The number of the name, for tests.
    #[cfg(test)]
    pub(crate) fn target(&self) -> u32 {
        self.0.target.get()
    }

    /// What it asks for, for tests that play the host.
    #[cfg(all(test, not(loom)))]
    pub(crate) fn kind(&self) -> u32 {
        self.0.kind.get()
    }

    /// The number of arguments, for tests that play the host.
    #[cfg(all(test, not(loom)))]
    pub(crate) fn argc(&self) -> u32 {
        self.0.argc.get()
    }

    /// The called name, for tests that play the host.
    #[cfg(all(test, not(loom)))]
    pub(crate) fn name(&self) -> Vec<u8> {
        let (at, len) = (self.0.name.get().0, self.0.name_len.get() as usize);
        // SAFETY: names live for ever.
        #[allow(unsafe_code, reason = "test only")]
        unsafe { core::slice::from_raw_parts(at, len) }.to_vec()
    }

    /// Splits a call into the half that is pushed and the half that watches.
    pub fn split(self) -> (Self, PendingFrame) {
        (Self(self.0), PendingFrame(self.0))
    }

    /// The outcome; meaningful once the frame came back with DONE.
    pub fn outcome(&self) -> Outcome<'_> {
        Outcome { status: status::from_code(self.0.status.get()), value: self.0.result.get(), data: self.0.data.look() }
    }

    /// For a native host: takes the frame; false if its caller has left already.
    pub fn take(&self) -> bool {
        // Acquire pairs with the caller's fetch-or of ABANDONED.
        self.0.state.fetch_or(p::STATE_TAKEN | p::STATE_DECODED, Ordering::AcqRel) & p::STATE_ABANDONED == 0
    }

    /// For a native host: writes the outcome and gives the frame to whoever has to have it.
    pub fn finish(self, status: deputy_status, value: deputy_value) {
        let f = self.0;
        f.status.set(status as i32);
        f.result.set(value);
        if f.kind.get() == Kind::Post as u32 {
            return self.go_home();
        }
        let home = f.home.get();
        // Release: the outcome above is read after an acquire of DONE in `PendingFrame::poll`.
        let before = f.state.fetch_or(p::STATE_DONE, Ordering::AcqRel);
        // From here on the frame is the caller's unless it has left.
        if before & p::STATE_ABANDONED != 0 {
            Self(f).go_home();
        } else if before & p::STATE_WAITING != 0
            && let Some(home) = home
        {
            home.unpark();
        }
    }

    pub(crate) fn go_home(self) {
        if let Some(home) = self.0.home.get() {
            home.give_back(self);
        }
    }
}

impl Frame {
    fn drop_overflow(&self) {
        let overflow = self.overflow.get();
        if !overflow.at.0.is_null() {
            self.overflow.set(Overflow { at: Address::NULL, len: 0 });
            crate::sys::free_words(overflow.at.0.cast_mut().cast(), overflow.len as usize);
        }
    }
}

/// A call that is out; its caller can watch it or leave it, nothing else.
pub struct PendingFrame(&'static Frame);

/// What a look at a pending frame shows.
pub enum Seen {
    /// Not answered yet.
    Pending(PendingFrame),
    /// Answered: the frame is the caller's again.
    Done(OwnedFrame),
}

impl PendingFrame {
    /// Looks once.
    pub fn poll(self) -> Seen {
        // Acquire pairs with the host's release of DONE: the outcome is visible.
        let state = self.0.state.load(Ordering::Acquire);
        self.after(state)
    }

    /// Looks once, and if there is nothing asks the host to wake the caller's parking word when there is.
    pub fn poll_or_wait(self) -> Seen {
        // Acquire as in `poll`; release so that the host that sees WAITING also sees what came before it.
        let before = self.0.state.fetch_or(p::STATE_WAITING, Ordering::AcqRel);
        self.after(before)
    }

    fn after(self, state: u32) -> Seen {
        if state & p::STATE_DONE != 0 { Seen::Done(OwnedFrame(self.0)) } else { Seen::Pending(self) }
    }

    /// Leaves the call. `Err` gives the frame back because the outcome was there first.
    pub fn abandon(self) -> Result<Abandoned, OwnedFrame> {
        let before = self.0.state.fetch_or(p::STATE_ABANDONED | p::STATE_WAITING, Ordering::AcqRel);
        if before & p::STATE_DONE != 0 {
            return Err(OwnedFrame(self.0));
        }
        Ok(Abandoned { frame: self.0, taken: before & p::STATE_TAKEN != 0 })
    }
}

/// A call whose caller has left, but whose arguments the host may still be copying.
pub struct Abandoned {
    frame: &'static Frame,
    taken: bool,
}

impl Abandoned {
    /// Whether the caller's memory is no longer read. Host code between TAKEN and DECODED is short and runs no user
    /// JavaScript.
    pub fn released(&self) -> bool {
        // Acquire pairs with the host's fetch-or of DECODED or DONE. If the host had not taken the frame when it was
        // abandoned, it never reads the arguments. The frame itself can be reused meanwhile, but only by this thread.
        !self.taken || self.frame.state.load(Ordering::Acquire) & (p::STATE_DECODED | p::STATE_DONE) != 0
    }
}

/// The outcome of a call, as the host wrote it.
pub struct Outcome<'a> {
    /// How it ended.
    pub status: deputy_status,
    /// Its value: a result if it worked, an error value if JavaScript failed.
    pub value: deputy_value,
    /// The bytes of a value that has bytes and is not stashed.
    pub data: &'a [u8; p::FRAME_DATA_SIZE as usize],
}

/// The marks of an inbox word, and of the word of a stack.
pub const EMPTY: Held<Frame> = Held::Mark(0);

#[cfg(all(test, loom))]
mod loom_tests {
    use super::*;

    fn call() -> (&'static Thread, OwnedFrame, PendingFrame) {
        let home: &'static Thread = Box::leak(Box::new(Thread::new()));
        let frame = OwnedFrame::allocate(Some(home));
        frame.prepare(Kind::Call, 1, b"f", core::ptr::null(), 0);
        let (pushed, pending) = frame.split();
        (home, pushed, pending)
    }

    fn serve(frame: OwnedFrame) {
        if frame.take() {
            frame.finish(deputy_status::DEPUTY_OK, deputy_value { len: 7, ..deputy_value::NULL });
        } else {
            frame.go_home();
        }
    }

    /// Completion against abandonment: the frame ends with exactly one of the two, and the outcome is whole.
    #[test]
    fn loom_done_against_abandoned() {
        loom::model(|| {
            let (home, pushed, pending) = call();
            let host = loom::thread::spawn(move || serve(pushed));
            let mine = match pending.abandon() {
                Err(frame) => {
                    assert_eq!(frame.outcome().value.len, 7);
                    true
                }
                Ok(left) => {
                    while !left.released() {
                        loom::thread::yield_now();
                    }
                    false
                }
            };
            host.join().expect("no panic");
            assert_eq!(home.returned_for_test(), usize::from(!mine), "given back once, by the host, or kept");
        });
    }

    /// A caller that sleeps is woken, whenever the host answers.
    #[test]
    fn loom_no_lost_answer() {
        loom::model(|| {
            let (home, pushed, mut pending) = call();
            let host = loom::thread::spawn(move || serve(pushed));
            loop {
                let ticket = home.ticket();
                match pending.poll_or_wait() {
                    Seen::Done(frame) => {
                        assert_eq!(frame.outcome().value.len, 7);
                        break;
                    }
                    Seen::Pending(still) => pending = still,
                }
                // Blocks until the word changes: a lost wake-up is a loop that never ends, which loom reports.
                home.park(ticket, None);
            }
            host.join().expect("no panic");
        });
    }
}
