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
//! | NESTED | host | JavaScript that runs for the call calls back; the caller clears it and takes the frame (`nested`) |
//!
//! DONE and ABANDONED race through the same word, so exactly one of the two parties sees the other's bit in what its
//! fetch-or returns: that one gives the frame back. Nobody can see both as missing, nobody can see both as present.

use crate::{
    protocol as p,
    status::{self, deputy_status},
    sync::{AtomicU32, Ordering},
    sys::{
        self,
        memory::{Address, Held, Link, Plain},
    },
    thread::Thread,
    value::deputy_value,
    work::Work,
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
    /// A call that settles a task.
    Async = p::KIND_ASYNC,
    /// The outcome of an async call is not wanted.
    Cancel = p::KIND_CANCEL,
    /// Copy of an outcome that did not fit.
    Read = p::KIND_READ,
    /// End of an outcome that did not fit.
    Discard = p::KIND_DISCARD,
    /// A stashed error that nobody looked at.
    Report = p::KIND_REPORT,
    /// A native function.
    Native = p::KIND_NATIVE,
    /// A call of an export, and its frame on the way back.
    Export = p::KIND_EXPORT,
    /// The outcome of an export.
    Answer = p::KIND_ANSWER,
    /// How a task ended that was given to JavaScript.
    Settle = p::KIND_SETTLE,
    /// A line for the console.
    Log = p::KIND_LOG,
    /// Objects that native code has let go of.
    Unref = p::KIND_UNREF,
    /// Callbacks that JavaScript has let go of.
    Drop = p::KIND_DROP,
    /// A call of a callback.
    Callback = p::KIND_CALLBACK,
    /// A file-system call.
    Syscall = p::KIND_SYSCALL,
}

impl Kind {
    /// Whether the frame goes home as soon as the host has read it.
    const fn is_post(kind: u32) -> bool {
        matches!(
            kind,
            p::KIND_POST
                | p::KIND_CANCEL
                | p::KIND_DISCARD
                | p::KIND_REPORT
                | p::KIND_SETTLE
                | p::KIND_LOG
                | p::KIND_UNREF
        )
    }
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
    home: Link<Thread>,
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
            home: Link::with(home),
            status: Plain::new(0),
            overflow: Plain::new(Overflow { at: Address::NULL, len: 0 }),
            result: Plain::new(deputy_value::NULL),
            data: Plain::new([0; p::FRAME_DATA_SIZE as usize]),
        }
    }

    /// Whether its outcome is there, for threads that have nothing to do with it.
    pub(crate) fn is_done(&self) -> bool {
        self.state.load(Ordering::Relaxed) & p::STATE_DONE != 0
    }

    /// The link to the frame below. Belongs to whoever holds the frame, or to the inbox it lies in.
    pub(crate) fn next(&self) -> &Link<Frame> {
        &self.next
    }
}

/// Frames so far. Not one of loom's: it orders nothing.
static MADE: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);

/// The number of frames there are.
pub fn made() -> u32 {
    MADE.load(std::sync::atomic::Ordering::Relaxed)
}

/// The right to write a frame, and to push it somewhere.
pub struct OwnedFrame(&'static Frame);

impl OwnedFrame {
    /// A new frame that lives for ever and comes back to `home`.
    pub fn allocate(home: Option<&'static Thread>) -> Self {
        MADE.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
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
        f.status.set(0);
        // Relaxed: the push that follows publishes it.
        f.state.store(0, Ordering::Relaxed);
    }

    /// Whether it is for that context, as far as it says so: a call for JavaScript names the generation of its context.
    pub(crate) fn is_for(&self, context: u32) -> bool {
        let call = matches!(self.kind(), p::KIND_CALL | p::KIND_POST | p::KIND_ASYNC);
        let generation = |bits: u32| bits >> p::CONTEXT_INDEX_BITS;
        #[allow(clippy::cast_possible_truncation, reason = "the upper half")]
        let flags = (self.0.result.get().bits() >> 32) as u32;
        !call || generation(flags) == 0 || generation(flags) == generation(context)
    }

    /// The context whose host sends it, 0 for the UI's.
    pub(crate) fn home_context(&self) -> u32 {
        self.0.home.load(Ordering::Relaxed).node().map_or(0, Thread::context)
    }

    /// Makes the frame one of a chain, until it has an outcome.
    pub fn of_chain(&self, chain: u32) {
        self.0.status.set(chain.cast_signed());
    }

    /// The chain it belongs to; 0 if to none.
    pub(crate) fn chain(&self) -> u32 {
        self.0.status.get().cast_unsigned()
    }

    /// Of an export call: the thread that runs it or soon will. The block must have been read.
    pub(crate) fn runs_on(&self, thread: Option<&'static Thread>) {
        #[allow(clippy::cast_possible_truncation, reason = "the low half of the payload")]
        let low = self.0.result.get().bits() as u32;
        let high = thread.map_or(0, |thread| core::ptr::from_ref(thread).addr() as u64);
        let payload = ((high << 32) | u64::from(low)).cast_signed();
        self.0
            .result
            .set(deputy_value { data: crate::value::deputy_value_data { i64: payload }, ..deputy_value::NULL });
    }

    /// Says where the arguments are.
    pub fn arguments(&self, args: *const deputy_value) {
        self.0.args.set(Address(args));
    }

    /// The frame once more, for a call that runs: should its thread end meanwhile, this is what is left of it.
    pub(crate) fn twin(&self) -> Self {
        Self(self.0)
    }

    /// The room in the frame.
    pub(crate) fn data(&mut self) -> &mut [u8] {
        self.0.data.look_mut()
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

    /// Loads native work, which `unload` takes out again.
    pub fn load(&self, work: Work) {
        self.0.args.set(Address(sys::memory::stow(work).cast()));
    }

    /// What a file-system call runs.
    pub fn work(&self) -> *mut u8 {
        self.0.args.get().0.cast_mut().cast()
    }

    /// For owners of native contexts, once: the work.
    pub fn unload(&self) -> Work {
        sys::memory::unstow(self.0.args.get().0.cast())
    }

    /// Of a call of a callback: its serial.
    pub(crate) fn callback(&self) -> u64 {
        (u64::from(self.0.name_len.get()) << 32) | self.0.name.get().0.addr() as u64
    }

    /// Of a call of a callback: where it runs.
    pub(crate) fn set_target(&self, context: u32) {
        self.0.target.set(context);
    }

    /// Of callbacks that JavaScript has let go of: their serials.
    pub(crate) fn serials(&self) -> impl Iterator<Item = u64> {
        let (words, _) = self.0.data.look().as_chunks::<8>();
        words.iter().take(self.0.argc.get() as usize).map(|word| u64::from_ne_bytes(*word))
    }

    /// The number of the name, or for native work and exports the id of the context it was sent to.
    pub(crate) fn target(&self) -> u32 {
        self.0.target.get()
    }

    /// What it asks for: one of `KIND_*`, or whatever number a host wrote.
    pub(crate) fn kind(&self) -> u32 {
        self.0.kind.get()
    }

    /// The number of arguments.
    pub(crate) fn argc(&self) -> u32 {
        self.0.argc.get()
    }

    /// Of an export call: the export, if the host knows it.
    pub(crate) fn export(&self) -> Address<u8> {
        self.0.name.get()
    }

    /// Of a message: the frame that it is about.
    pub(crate) fn about(&self) -> usize {
        self.0.args.get().0.addr()
    }

    /// Of an export call: bytes of the name at the end of the block.
    pub(crate) fn name_len(&self) -> u32 {
        self.0.name_len.get()
    }

    /// Of an export call: bytes of the argument block, and the stash it lies in, 0 if it lies in the frame.
    pub(crate) fn block(&self) -> (u32, u32) {
        #[allow(clippy::cast_possible_truncation, reason = "a stash number is 32 bits")]
        let stash = self.0.args.get().0.addr() as u32;
        #[allow(clippy::cast_possible_truncation, reason = "the low half of the payload")]
        let block = self.0.result.get().bits() as u32;
        (block, stash)
    }

    /// Whether the JavaScript caller of an export has gone.
    pub(crate) fn is_left(&self) -> bool {
        // Relaxed: nothing is read that depends on it.
        self.0.state.load(Ordering::Relaxed) & p::STATE_ABANDONED != 0
    }

    /// Makes an export call its own answer. The value is at `value`, in the frame or attached to it.
    pub(crate) fn answer(&self, export: *const u8, status: deputy_status, value: *const deputy_value) {
        let f = self.0;
        f.kind.set(Kind::Answer as u32);
        f.name.set(Address(export));
        f.status.set(status as i32);
        f.args.set(Address(value));
    }

    /// How the thing that a post tells of ended.
    pub(crate) fn tell(&self, status: deputy_status) {
        self.0.status.set(status as i32);
    }

    /// Frees the memory attached to the frame, which nobody reads any more.
    pub(crate) fn release_memory(&self) {
        self.0.drop_overflow();
    }

    /// The called name, for tests that play the host.
    #[cfg(all(test, not(loom)))]
    pub(crate) fn name(&self) -> Vec<u8> {
        let (at, len) = (self.0.name.get().0, self.0.name_len.get() as usize);
        // SAFETY: names live for ever.
        #[allow(unsafe_code, reason = "test only")]
        unsafe { core::slice::from_raw_parts(at, len) }.to_vec()
    }

    /// For tests that play the page: makes a frame of the stock a call of an export, as `Exports.send` in
    /// emscripten-js/host/exports.js does. The name is the last bytes of the block.
    #[cfg(all(test, not(loom)))]
    pub(crate) fn export_call(&mut self, context: u32, name_len: u32, argc: u32, block: &[u8], stash: u32) {
        let f = self.0;
        f.kind.set(p::KIND_EXPORT);
        f.target.set(context);
        f.name.set(Address::NULL);
        f.name_len.set(name_len);
        f.argc.set(argc);
        f.args.set(Address(core::ptr::without_provenance(stash as usize)));
        f.result.set(deputy_value {
            data: crate::value::deputy_value_data { i64: block.len() as i64 },
            ..deputy_value::NULL
        });
        if stash == 0 {
            self.data().iter_mut().zip(block).for_each(|(to, from)| *to = *from);
        }
        f.state.store(0, Ordering::Relaxed);
    }

    /// For tests that play the page: how an export ended, and its value, if there is one.
    #[cfg(all(test, not(loom)))]
    pub(crate) fn answered(&self) -> (deputy_status, Address<deputy_value>) {
        (status::from_code(self.0.status.get()), self.0.args.get())
    }

    /// For tests that play the page: whether what lies at the address lies in the frame, or nowhere.
    #[cfg(all(test, not(loom)))]
    pub(crate) fn holds(&self, at: usize) -> bool {
        at == 0 || (self.address()..self.address() + size_of::<Frame>()).contains(&at)
    }

    /// For tests that play the page: has the I/O thread free what is attached to the frame.
    #[cfg(all(test, not(loom)))]
    pub(crate) fn into_release(self) -> Self {
        self.0.kind.set(p::KIND_RELEASE);
        self
    }

    /// For tests that play the page: its caller does not want the outcome any more.
    #[cfg(all(test, not(loom)))]
    pub(crate) fn leave_export(at: usize) {
        // SAFETY: the address of a frame, and frames live for ever.
        #[allow(unsafe_code, reason = "test only")]
        let frame = unsafe { &*core::ptr::with_exposed_provenance::<Frame>(at) };
        frame.state.fetch_or(p::STATE_ABANDONED, Ordering::AcqRel);
    }

    /// For tests that play the page: the call that a cancellation names is `frame`, and its serial number.
    #[cfg(all(test, not(loom)))]
    pub(crate) fn cancels(&self) -> (usize, u32) {
        (self.0.args.get().0.addr(), self.0.target.get())
    }

    /// For tests that play the host: the serial number of an async call.
    #[cfg(all(test, not(loom)))]
    pub(crate) fn serial(&self) -> u32 {
        #[allow(clippy::cast_possible_truncation, reason = "the low half")]
        let serial = self.0.result.get().bits() as u32;
        serial
    }

    /// For tests that play the host: closes a frame of releases and tells what is in it.
    #[cfg(all(test, loom))]
    pub(crate) fn close_releases(&self) -> Vec<u64> {
        let count = self.0.state.fetch_or(p::UNREF_CLOSED, Ordering::AcqRel) & !p::UNREF_CLOSED;
        (0..count as usize).map(|i| self.0.data.read_word(i)).collect()
    }

    /// For tests that play the host: where a fetch wants its bytes.
    #[cfg(all(test, not(loom)))]
    pub(crate) fn destination(&self) -> Address<u8> {
        Address(self.0.args.get().0.cast())
    }

    /// What the host is to know of a call besides: bits of `CALL_*`, and the serial number of an async call.
    pub fn flags(&self, flags: u32, serial: u32) {
        let payload = (u64::from(flags) << 32) | u64::from(serial);
        self.0.result.set(deputy_value {
            data: crate::value::deputy_value_data { i64: payload.cast_signed() },
            ..deputy_value::NULL
        });
    }

    /// The handle that the result of a call is bound to. After `flags`.
    pub fn into(&self, handle: u64) {
        let [a, b, c, d, len @ ..] = handle.to_ne_bytes();
        let with = deputy_value {
            tag: a,
            flags: b,
            kind: u16::from_ne_bytes([c, d]),
            len: u32::from_ne_bytes(len),
            ..self.0.result.get()
        };
        self.0.result.set(with);
    }

    /// Makes the frame a list of references that are given back, with the first one in it. The frame stays open for
    /// [`OpenReleases::append`] until the host closes it.
    pub fn releases(self, context: u32, first: u64) -> (Self, OpenReleases) {
        let f = self.0;
        self.prepare(Kind::Unref, context << 1, b"", core::ptr::null(), 0);
        f.data.write_word(0, first);
        // Relaxed: the push that follows publishes it.
        f.state.store(1, Ordering::Relaxed);
        (Self(f), OpenReleases(f))
    }

    /// Makes the frame tell of one reference more.
    pub fn retain(&self, handle: u64) {
        self.prepare(Kind::Unref, p::UNREF_RETAIN, b"", core::ptr::null(), 0);
        self.0.data.write_word(0, handle);
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
        if Kind::is_post(f.kind.get()) {
            return self.go_home();
        }
        // Before DONE: afterwards the frame may be in use again.
        let home = f.home.load(Ordering::Relaxed).node();
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

    /// For a native host of tests: ends an async call as `markAsyncDone` in emscripten-js/host/tasks.js does. Some: the
    /// I/O thread is to have the frame.
    #[cfg(test)]
    pub(crate) fn finish_async(self, status: deputy_status, value: deputy_value) -> Option<Self> {
        let f = self.0;
        f.status.set(status as i32);
        f.result.set(value);
        let before = f.state.fetch_or(p::STATE_DONE, Ordering::AcqRel);
        if before & p::STATE_WAITING != 0
            && let Some(waiter) = f.home.load(Ordering::Acquire).node()
        {
            waiter.unpark();
        }
        (before & p::STATE_FORWARD != 0).then_some(Self(f))
    }

    pub(crate) fn go_home(self) {
        if let Some(home) = self.0.home.load(Ordering::Relaxed).node() {
            home.give_back(self);
        }
    }
}

impl Frame {
    fn drop_overflow(&self) {
        let overflow = self.overflow.get();
        if !overflow.at.0.is_null() {
            self.overflow.set(Overflow { at: Address::NULL, len: 0 });
            sys::free_words(overflow.at.0.cast_mut().cast(), overflow.len as usize);
        }
    }
}

/// A frame of releases that is out. Its thread, and no other, adds to it: the slot first, then the count, which is the state
/// word. The host sets `UNREF_CLOSED` there and reads so many slots as the count was.
///
/// The thread may find the frame in use for something else: it has come back then, and the thread itself has taken it.
#[derive(Clone, Copy)]
pub struct OpenReleases(&'static Frame);

impl OpenReleases {
    /// Adds one; false if the frame is closed or full, or another context's.
    pub fn append(&self, context: u32, handle: u64) -> bool {
        let f = self.0;
        if f.kind.get() != Kind::Unref as u32 || f.target.get() != context << 1 {
            return false;
        }
        // Relaxed: only this thread counts.
        let count = f.state.load(Ordering::Relaxed);
        if count & p::UNREF_CLOSED != 0 || count >= RELEASES {
            return false;
        }
        // Nobody reads the slot before it is counted.
        f.data.write_word(count as usize, handle);
        // Release pairs with the host's fetch-or: it sees the slot.
        f.state.compare_exchange(count, count + 1, Ordering::Release, Ordering::Relaxed).is_ok()
    }
}

/// Handles that a frame of releases has room for.
const RELEASES: u32 = p::FRAME_DATA_SIZE / 8;

/// A call that is out; its caller can watch it or leave it, nothing else.
pub struct PendingFrame(&'static Frame);

/// What a look at a pending frame shows.
pub enum Seen {
    /// Not answered yet.
    Pending(PendingFrame),
    /// Answered: the frame is the caller's again.
    Done(OwnedFrame),
    /// Not answered yet; JavaScript that runs for the call calls the caller back with that frame.
    Nested(PendingFrame, OwnedFrame),
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

    /// Whether a look would find something.
    pub fn has_news(&self) -> bool {
        // Relaxed: whoever is told so looks again.
        self.0.state.load(Ordering::Relaxed) & (p::STATE_DONE | p::STATE_NESTED) != 0
    }

    fn after(self, state: u32) -> Seen {
        if state & p::STATE_DONE != 0 {
            return Seen::Done(OwnedFrame(self.0));
        }
        if state & p::STATE_NESTED != 0
            && let Some(inner) = self.nested()
        {
            return Seen::Nested(self, inner);
        }
        Seen::Pending(self)
    }

    /// Takes the call that JavaScript makes while it runs for this one. None: the host has taken it back.
    ///
    /// The word alone decides who has the frame, the bit only says that there was one: the host writes the word, then sets the
    /// bit; here the bit goes first, then the word.
    fn nested(&self) -> Option<OwnedFrame> {
        // Acquire pairs with the host's release of the bit: the word is the host's, not the link of an inbox.
        self.0.state.fetch_and(!p::STATE_NESTED, Ordering::AcqRel);
        // Acquire: the frame's fields are ours.
        self.0.next.swap(EMPTY, Ordering::AcqRel).node().map(OwnedFrame)
    }

    /// The frame, for whoever wants to know what a thread waits for.
    pub fn address(&self) -> usize {
        core::ptr::from_ref(self.0).addr()
    }

    /// Leaves the call if the host has not taken it: then it is never run, and the host gives the frame back. Else it goes on.
    pub fn withdraw(self) -> Result<(), Self> {
        let mut state = self.0.state.load(Ordering::Relaxed);
        while state & p::STATE_TAKEN == 0 {
            // One word decides: after this the host's fetch-or of TAKEN sees ABANDONED.
            match self.0.state.compare_exchange(state, state | p::STATE_ABANDONED, Ordering::AcqRel, Ordering::Relaxed)
            {
                Ok(_) => return Ok(()),
                Err(now) => state = now,
            }
        }
        Err(self)
    }

    /// Leaves the call. `Err` gives the frame back because the outcome was there first.
    pub fn abandon(self) -> Result<Abandoned, OwnedFrame> {
        let before = self.0.state.fetch_or(p::STATE_ABANDONED | p::STATE_WAITING, Ordering::AcqRel);
        if before & p::STATE_DONE != 0 {
            return Err(OwnedFrame(self.0));
        }
        // What the host gives later it takes back itself: it sees ABANDONED.
        let nested = if before & p::STATE_NESTED == 0 { None } else { self.nested() };
        Ok(Abandoned { frame: self.0, taken: before & p::STATE_TAKEN != 0, nested })
    }
}

/// A call whose caller has left, but whose arguments the host may still be copying.
pub struct Abandoned {
    frame: &'static Frame,
    taken: bool,
    /// A call of JavaScript's for the caller, which nobody runs any more.
    pub nested: Option<OwnedFrame>,
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

/// An async call that is out, held by its task. Unlike a pending call it may be looked at by any thread, one at a time
/// (the task's lock sees to that), and the frame stays until one of them takes it back.
pub struct AsyncFrame {
    frame: &'static Frame,
    /// Where the frame belongs; its own `home` is whom the host wakes.
    home: &'static Thread,
    serial: u32,
    chain: u32,
}

impl AsyncFrame {
    /// Makes a prepared frame an async call. The other half is pushed.
    pub fn split(frame: OwnedFrame, home: &'static Thread, serial: u32) -> (OwnedFrame, Self) {
        let f = frame.0;
        let chain = frame.chain();
        (frame, Self { frame: f, home, serial, chain })
    }

    /// Takes the frame back if the outcome is in it.
    pub fn finished(self) -> Result<FinishedAsync, Self> {
        // Acquire pairs with the host's release of DONE.
        let state = self.frame.state.load(Ordering::Acquire);
        self.after(state)
    }

    /// Has the host wake `waiter` when it is done.
    pub fn wake(self, waiter: &'static Thread) -> Result<FinishedAsync, Self> {
        self.frame.home.store(Held::Node(waiter), Ordering::Release);
        let before = self.frame.state.fetch_or(p::STATE_WAITING, Ordering::AcqRel);
        self.after(before)
    }

    /// Has the host push the frame to the I/O thread when it is done.
    pub fn forward(self) -> Result<FinishedAsync, Self> {
        let before = self.frame.state.fetch_or(p::STATE_FORWARD, Ordering::AcqRel);
        self.after(before)
    }

    fn after(self, state: u32) -> Result<FinishedAsync, Self> {
        if state & p::STATE_DONE == 0 {
            return Err(self);
        }
        // The I/O thread gets it if FORWARD was set before DONE; it alone gives it back then.
        Ok(FinishedAsync { frame: self.frame, home: self.home, forwarded: state & p::STATE_FORWARD != 0 })
    }

    /// Whether it cannot end while the UI spins for `chain`: its function has returned a promise (DECODED), or it waits until the
    /// UI is free. Not if it has ended already.
    pub fn needs_free_ui(&self, chain: u32) -> bool {
        let state = self.frame.state.load(Ordering::Acquire);
        state & p::STATE_DONE == 0 && (self.chain != chain || state & p::STATE_DECODED != 0)
    }

    /// Nobody wants the outcome: a host that has not run the call yet does not. Returns what a cancellation names.
    pub fn give_up(&self) -> (*const deputy_value, u32) {
        // Release pairs with the host's fetch-or of TAKEN; nothing else depends on the order.
        self.frame.state.fetch_or(p::STATE_ABANDONED, Ordering::AcqRel);
        self.identity()
    }

    /// What a cancellation names: the frame's address and serial number.
    pub fn identity(&self) -> (*const deputy_value, u32) {
        (core::ptr::from_ref(self.frame).cast(), self.serial)
    }

    /// Whether this is that frame, which the I/O thread got.
    pub fn is(&self, frame: &OwnedFrame) -> bool {
        core::ptr::eq(self.frame, frame.0)
    }
}

impl OwnedFrame {
    /// Where it lies.
    pub fn address(&self) -> usize {
        core::ptr::from_ref(self.0).addr()
    }
}

/// An async call whose outcome is there.
pub struct FinishedAsync {
    frame: &'static Frame,
    home: &'static Thread,
    forwarded: bool,
}

impl FinishedAsync {
    /// The outcome.
    pub fn outcome(&self) -> Outcome<'_> {
        Outcome {
            status: status::from_code(self.frame.status.get()),
            value: self.frame.result.get(),
            data: self.frame.data.look(),
        }
    }

    /// Whether the host hands the frame to the I/O thread.
    pub const fn will_come(&self) -> bool {
        self.forwarded
    }

    /// Where the frame lies.
    pub fn address(&self) -> usize {
        core::ptr::from_ref(self.frame).addr()
    }

    /// Gives the frame back, unless the I/O thread will.
    pub fn recycle(self) {
        self.frame.home.store(Held::Node(self.home), Ordering::Relaxed);
        if !self.forwarded {
            self.home.give_back(OwnedFrame(self.frame));
        }
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

    /// A caller that gives up before the host has taken the call, against the host that takes it: run and answered, or never run.
    #[test]
    fn loom_withdraw_against_take() {
        loom::model(|| {
            let (home, pushed, pending) = call();
            let host = loom::thread::spawn(move || serve(pushed));
            let mine = match pending.withdraw() {
                Ok(()) => false,
                Err(mut pending) => loop {
                    let ticket = home.ticket();
                    match pending.poll_or_wait() {
                        Seen::Done(frame) => {
                            assert_eq!(frame.outcome().value.len, 7);
                            break true;
                        }
                        Seen::Pending(still) => pending = still,
                        Seen::Nested(..) => unreachable!("nobody calls back"),
                    }
                    home.park(ticket, None);
                },
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
                    Seen::Nested(..) => unreachable!("nobody calls back"),
                }
                // Blocks until the word changes: a lost wake-up is a loop that never ends, which loom reports.
                home.park(ticket, None);
            }
            host.join().expect("no panic");
        });
    }

    fn async_call() -> (&'static Thread, OwnedFrame, AsyncFrame) {
        let home: &'static Thread = Box::leak(Box::new(Thread::new()));
        let frame = OwnedFrame::allocate(Some(home));
        frame.prepare(Kind::Async, 1, b"f", core::ptr::null(), 0);
        let (pushed, call) = AsyncFrame::split(frame, home, 1);
        (home, pushed, call)
    }

    fn answer(frame: OwnedFrame) -> Option<OwnedFrame> {
        frame.finish_async(deputy_status::DEPUTY_OK, deputy_value { len: 7, ..deputy_value::NULL })
    }

    /// The one waiter of a task is woken by the host, whenever it answers, and takes the whole outcome.
    #[test]
    fn loom_async_waiter_is_woken() {
        loom::model(|| {
            let (home, pushed, call) = async_call();
            let waiter: &'static Thread = Box::leak(Box::new(Thread::new()));
            let host = loom::thread::spawn(move || answer(pushed).is_some());
            let ticket = waiter.ticket();
            let mut look = call.wake(waiter);
            let finished = loop {
                match look {
                    Ok(finished) => break finished,
                    Err(call) => {
                        // Blocks until the word changes: a lost wake-up is a loop that never ends.
                        waiter.park(ticket, None);
                        look = call.finished();
                    }
                }
            };
            assert_eq!(finished.outcome().value.len, 7);
            assert!(!finished.will_come());
            finished.recycle();
            assert!(!host.join().expect("no panic"), "nobody asked for the I/O thread");
            assert_eq!(home.returned_for_test(), 1);
        });
    }

    /// Asking for the I/O thread against completion: either the asker has the outcome, or the I/O thread gets the frame.
    #[test]
    fn loom_async_forward_against_done() {
        loom::model(|| {
            let (home, pushed, call) = async_call();
            let host = loom::thread::spawn(move || answer(pushed));
            let mine = match call.forward() {
                Ok(finished) => {
                    assert_eq!(finished.outcome().value.len, 7);
                    assert!(!finished.will_come());
                    finished.recycle();
                    true
                }
                Err(_) => false,
            };
            let forwarded = host.join().expect("no panic");
            assert_eq!(forwarded.is_some(), !mine, "exactly one of the two");
            if let Some(frame) = forwarded {
                assert_eq!(frame.outcome().value.len, 7);
                frame.go_home();
            }
            assert_eq!(home.returned_for_test(), 1);
        });
    }

    /// JavaScript that runs for a call calls back (`Spin.give` in emscripten-js/host/spin.js), while the caller looks, and at last
    /// leaves: the inner call is run, or refused by the caller, or taken back by the host: one of the three. A caller that sleeps
    /// is woken for it.
    #[test]
    fn loom_nested_against_leaving() {
        loom::model(|| {
            let waiter: &'static Thread = Box::leak(Box::new(Thread::new()));
            let frame = OwnedFrame::allocate(Some(waiter));
            frame.prepare(Kind::Call, 1, b"f", core::ptr::null(), 0);
            let (pushed, mut pending) = frame.split();
            let host = loom::thread::spawn(move || {
                let outer = pushed.0;
                if !pushed.take() {
                    // The caller has left before anything ran: nobody calls back.
                    return true;
                }
                let inner = OwnedFrame::allocate(None);
                inner.prepare(Kind::Export, 3, b"", core::ptr::null(), 0);
                let node = inner.release();
                outer.next.store(Held::Node(node), Ordering::SeqCst);
                let before = outer.state.fetch_or(p::STATE_NESTED, Ordering::SeqCst);
                let take_back =
                    || outer.next.compare_exchange(Held::Node(node), EMPTY, Ordering::SeqCst, Ordering::SeqCst).is_ok();
                if before & p::STATE_ABANDONED != 0 {
                    return take_back();
                }
                if before & p::STATE_WAITING != 0 {
                    waiter.unpark();
                }
                // Its time is up at once.
                take_back()
            });
            let mut got = 0;
            for _ in 0..2 {
                match pending.poll_or_wait() {
                    Seen::Done(_) => unreachable!("nobody answers"),
                    Seen::Pending(still) => pending = still,
                    Seen::Nested(still, inner) => {
                        assert_eq!(inner.target(), 3);
                        got += 1;
                        pending = still;
                    }
                }
            }
            let abandoned = pending.abandon().map_err(|_| ()).expect("nobody answers");
            got += usize::from(abandoned.nested.is_some());
            let back = host.join().expect("no panic");
            assert_eq!(got + usize::from(back), 1);
        });
    }

    /// A caller that sleeps is woken for an inner call.
    #[test]
    fn loom_nested_wakes() {
        loom::model(|| {
            let waiter: &'static Thread = Box::leak(Box::new(Thread::new()));
            let frame = OwnedFrame::allocate(Some(waiter));
            frame.prepare(Kind::Call, 1, b"f", core::ptr::null(), 0);
            let (pushed, mut pending) = frame.split();
            let host = loom::thread::spawn(move || {
                let outer = pushed.0;
                let node = OwnedFrame::allocate(None).release();
                outer.next.store(Held::Node(node), Ordering::SeqCst);
                if outer.state.fetch_or(p::STATE_NESTED, Ordering::SeqCst) & p::STATE_WAITING != 0 {
                    waiter.unpark();
                }
            });
            loop {
                let ticket = waiter.ticket();
                match pending.poll_or_wait() {
                    Seen::Nested(..) => break,
                    Seen::Pending(still) => pending = still,
                    Seen::Done(_) => unreachable!("nobody answers"),
                }
                // Blocks until the word changes: a lost wake-up is a loop that never ends.
                waiter.park(ticket, None);
            }
            host.join().expect("no panic");
        });
    }
}
