//! Memory that several threads and JavaScript share without a lock.
//!
//! [`Link`] is a word that holds a marker or a pointer to something that lives for ever. [`Plain`] is an ordinary
//! field whose owner changes over time; who owns it when is said where it is used (`frame.rs`, `thread.rs`).

use core::{cell::UnsafeCell, marker::PhantomData};

use crate::{
    frame::OwnedFrame,
    status::deputy_status,
    sync::{AtomicPtr, AtomicU32, Ordering},
    sys::tree,
    task::Kept,
    value::{deputy_value, deputy_value_data},
    work::Work,
};

/// A field with one owner at a time. Reading and writing it is right only for its present owner.
#[repr(transparent)]
pub struct Plain<T>(UnsafeCell<T>);

// SAFETY: ownership passes between threads only through a release/acquire pair on the state word or the inbox word
// of the structure the field is in; `frame.rs` and `thread.rs` name these pairs.
unsafe impl<T: Send> Sync for Plain<T> {}

/// A raw address that another thread may hold.
#[repr(transparent)]
pub struct Address<T>(pub *const T);

impl<T> Clone for Address<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Address<T> {}

// SAFETY: an address is a number; whoever follows it states its own reasons.
unsafe impl<T> Send for Address<T> {}

impl<T> Address<T> {
    /// The address of nothing.
    pub const NULL: Self = Self(core::ptr::null());
}

impl<T: Copy> Plain<T> {
    /// A field that starts as `value`.
    pub const fn new(value: T) -> Self {
        Self(UnsafeCell::new(value))
    }

    /// For the owner: what is in it.
    pub fn get(&self) -> T {
        // SAFETY: only the present owner calls this (contract of the type), so nobody writes meanwhile.
        unsafe { *self.0.get() }
    }

    /// For the owner: replaces what is in it.
    pub fn set(&self, value: T) {
        // SAFETY: only the present owner calls this (contract of the type), so nobody reads or writes meanwhile.
        unsafe { *self.0.get() = value }
    }

    /// For the owner, who keeps everybody else out while the reference lives.
    pub fn look(&self) -> &T {
        // SAFETY: as in `get`; the owner does not call `set` while it holds the reference (frame.rs: outcomes only).
        unsafe { &*self.0.get() }
    }

    /// For the owner, who keeps everybody else out while the reference lives, and has no other.
    #[allow(clippy::mut_from_ref, reason = "the owner alone calls it, with the frame mutably borrowed (frame.rs)")]
    pub fn look_mut(&self) -> &mut T {
        // SAFETY: as in `set`; `OwnedFrame::data` borrows the frame mutably for as long.
        unsafe { &mut *self.0.get() }
    }

    /// Where it is; for JavaScript, and for copies into it by the owner.
    pub const fn address(&self) -> *mut T {
        self.0.get()
    }
}

impl<const N: usize> Plain<[u8; N]> {
    /// For the owner of the eight bytes at `8 * index`: writes them. Others may read what lies before.
    pub fn write_word(&self, index: usize, word: u64) {
        debug_assert!(8 * index + 8 <= N);
        // SAFETY: within the array (`OpenReleases::append` sees to it); nobody else looks at these bytes now.
        unsafe { self.0.get().cast::<u64>().add(index).write_unaligned(word) }
    }

    /// What `write_word` wrote.
    #[cfg(all(test, loom))]
    pub fn read_word(&self, index: usize) -> u64 {
        assert!(8 * index + 8 <= N);
        // SAFETY: within the array; the owner of the bytes does not write them meanwhile.
        unsafe { self.0.get().cast::<u64>().add(index).read_unaligned() }
    }
}

/// A ring of bytes, some of which are words that two parties exchange (`console.rs`). Places are counted on; they need not be below
/// its size.
#[repr(transparent)]
pub struct Ring([AtomicU32; Ring::SIZE as usize / 4]);

impl Ring {
    /// Bytes, a power of two.
    pub const SIZE: u32 = if cfg!(loom) { 8 } else { crate::protocol::CONSOLE_RING_SIZE };

    /// All 0.
    #[cfg(not(loom))]
    #[allow(clippy::new_without_default, reason = "const where it can be")]
    pub const fn new() -> Self {
        Self([const { AtomicU32::new(0) }; Self::SIZE as usize / 4])
    }

    /// All 0.
    #[cfg(loom)]
    pub fn new() -> Self {
        Self(core::array::from_fn(|_| AtomicU32::new(0)))
    }

    /// The word at a place.
    #[allow(clippy::indexing_slicing, reason = "below the size")]
    pub fn word(&self, place: u32) -> &AtomicU32 {
        &self.0[(place % Self::SIZE) as usize / 4]
    }

    /// For the owner of these bytes, which end where the ring does or before: writes them.
    #[cfg(not(loom))]
    pub fn write(&self, place: u32, bytes: &[u8]) {
        let at = (place % Self::SIZE) as usize;
        debug_assert!(at + bytes.len() <= Self::SIZE as usize);
        // SAFETY: within the array; nobody reads or writes these bytes before the word that counts them says that they are there.
        unsafe {
            core::ptr::copy_nonoverlapping(
                bytes.as_ptr(),
                self.0.as_ptr().cast::<u8>().cast_mut().add(at),
                bytes.len(),
            );
        }
    }

    /// What `write` wrote.
    #[cfg(all(test, not(loom)))]
    pub fn read(&self, place: u32, length: usize) -> Vec<u8> {
        let at = (place % Self::SIZE) as usize;
        assert!(at + length <= Self::SIZE as usize);
        // SAFETY: within the array; the word that counts them was taken, so nobody writes them.
        unsafe { core::slice::from_raw_parts(self.0.as_ptr().cast::<u8>().add(at), length) }.to_vec()
    }

    /// For the owner of these bytes. A byte has an atomic that orders nothing.
    #[cfg(loom)]
    pub fn write(&self, place: u32, bytes: &[u8]) {
        for (place, byte) in (place..).zip(bytes) {
            let shift = 8 * (place % 4);
            let word = self.word(place);
            let others = word.load(Ordering::Relaxed) & !(0xff << shift);
            word.store(others | u32::from(*byte) << shift, Ordering::Relaxed);
        }
    }

    /// What `write` wrote.
    #[cfg(loom)]
    #[allow(clippy::cast_possible_truncation, reason = "a byte")]
    pub fn read(&self, place: u32, length: usize) -> Vec<u8> {
        (place..)
            .take(length)
            .map(|place| (self.word(place).load(Ordering::Relaxed) >> (8 * (place % 4))) as u8)
            .collect()
    }
}

/// A word that is a small number or points to a `T` that is never freed.
#[repr(transparent)]
pub struct Link<T: 'static>(AtomicPtr<T>, PhantomData<&'static T>);

/// What a [`Link`] holds.
pub enum Held<T: 'static> {
    /// One of the small numbers.
    Mark(u32),
    /// Something that lives for ever.
    Node(&'static T),
}

// By hand: a derive would ask for `T: Copy`.
impl<T> Clone for Held<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Held<T> {}

/// Numbers below this are marks; nothing lives at such an address.
const MARKS: usize = 16;

impl<T: Sync + 'static> Held<T> {
    fn pack(self) -> *mut T {
        match self {
            Self::Mark(mark) => core::ptr::without_provenance_mut(mark as usize),
            Self::Node(node) => core::ptr::from_ref(node).cast_mut(),
        }
    }

    fn unpack(raw: *mut T) -> Self {
        if raw.addr() < MARKS {
            #[allow(clippy::cast_possible_truncation, reason = "below MARKS")]
            return Self::Mark(raw.addr() as u32);
        }
        // SAFETY: the word only ever gets pointers from `pack`, made of `&'static T`, or from the JavaScript host,
        // which only passes on pointers it took from such a word. `T: Sync`, and only shared references exist.
        Self::Node(unsafe { &*raw })
    }

    /// Whether both hold the same mark or the same node.
    pub fn same(self, other: Self) -> bool {
        self.pack() == other.pack()
    }

    /// The node, if it is one.
    pub fn node(self) -> Option<&'static T> {
        match self {
            Self::Node(node) => Some(node),
            Self::Mark(_) => None,
        }
    }
}

impl<T: Sync + 'static> Link<T> {
    /// A word that holds mark 0.
    #[cfg(not(loom))]
    #[allow(clippy::new_without_default, reason = "const where it can be")]
    pub const fn new() -> Self {
        Self(AtomicPtr::new(core::ptr::null_mut()), PhantomData)
    }

    /// A word that holds mark 0.
    #[cfg(loom)]
    pub fn new() -> Self {
        Self(AtomicPtr::new(core::ptr::null_mut()), PhantomData)
    }

    /// A word that holds `node`, or mark 0.
    pub fn with(node: Option<&'static T>) -> Self {
        Self(
            AtomicPtr::new(node.map_or(core::ptr::null_mut(), |node| core::ptr::from_ref(node).cast_mut())),
            PhantomData,
        )
    }

    /// What it holds.
    pub fn load(&self, order: Ordering) -> Held<T> {
        Held::unpack(self.0.load(order))
    }

    /// Replaces what it holds.
    pub fn store(&self, value: Held<T>, order: Ordering) {
        self.0.store(value.pack(), order);
    }

    /// Replaces what it holds and tells what it held.
    pub fn swap(&self, value: Held<T>, order: Ordering) -> Held<T> {
        Held::unpack(self.0.swap(value.pack(), order))
    }

    /// Replaces `current` by `new`; an error holds what was there instead.
    pub fn compare_exchange(
        &self,
        current: Held<T>,
        new: Held<T>,
        success: Ordering,
        failure: Ordering,
    ) -> Result<(), Held<T>> {
        self.0.compare_exchange(current.pack(), new.pack(), success, failure).map(|_| ()).map_err(Held::unpack)
    }
}

/// Puts work where an address names it.
pub fn stow(work: Work) -> *const u8 {
    Box::into_raw(Box::new(work)).cast_const().cast()
}

/// Takes stowed work back.
pub fn unstow(at: *const u8) -> Work {
    // SAFETY: `frame.rs` passes what `stow` gave, once: a native frame is unloaded by its one taker.
    *unsafe { Box::from_raw(at.cast_mut().cast::<Work>()) }
}

/// So many bytes of memory, all 0, aligned to 8.
pub fn words(size: usize) -> Result<Box<[u64]>, deputy_status> {
    let words = size.div_ceil(8);
    let mut memory = Vec::new();
    memory.try_reserve_exact(words).map_err(|_| deputy_status::DEPUTY_NO_MEMORY)?;
    memory.resize(words, 0u64);
    Ok(memory.into_boxed_slice())
}

/// Copies values, and what they refer to, into the frame or into memory attached to it, for JavaScript (`tree::copy`); tells where
/// the values lie.
///
/// # Safety
/// Values with content point to as much as they say. A single value without values in it may point into the frame itself.
pub unsafe fn put(frame: &OwnedFrame, values: &[deputy_value]) -> Result<*const deputy_value, deputy_status> {
    // SAFETY: contract.
    let size = unsafe { tree::measure(values) }?;
    let (room, capacity) = frame.room();
    let base = if size <= capacity { room } else { frame.attach(words(size)?) };
    // SAFETY: `base` has `size` bytes and is aligned to 8 (frame data to 16); the contract is the same.
    unsafe { tree::copy(values, base) };
    Ok(base.cast())
}

/// Copies the result of an export, which may be made of its arguments, which may lie in the frame.
///
/// # Safety
/// Values with content point to as much as they say.
pub unsafe fn put_result(frame: &OwnedFrame, value: &deputy_value) -> Result<*const deputy_value, deputy_status> {
    let value = core::slice::from_ref(value);
    if value.iter().all(|value| value.children().is_none()) {
        // SAFETY: contract.
        return unsafe { put(frame, value) };
    }
    // SAFETY: contract.
    let base = frame.attach(words(unsafe { tree::measure(value) }?)?);
    // SAFETY: as in `put`, and nothing lies in two places.
    unsafe { tree::copy(value, base) };
    Ok(base.cast())
}

/// A string that borrows.
fn borrowed(text: &str) -> deputy_value {
    #[allow(clippy::cast_possible_truncation, reason = "lengths are 32 bits on wasm32")]
    let len = text.len() as u32;
    deputy_value {
        tag: crate::protocol::TAG_STRING as u8,
        len,
        data: deputy_value_data { address: text.as_ptr().cast() },
        ..deputy_value::NULL
    }
}

/// Puts values that are known to be valid; without memory there are none.
fn put_valid(frame: &OwnedFrame, values: &[deputy_value]) -> *const deputy_value {
    // SAFETY: the callers below pass values that borrow from their own parameters.
    unsafe { put(frame, values) }.unwrap_or(core::ptr::null())
}

/// Puts a string value.
pub fn put_text(frame: &OwnedFrame, text: &str) -> *const deputy_value {
    put_valid(frame, &[borrowed(text)])
}

fn kept_value(kept: &Kept) -> deputy_value {
    match kept {
        Kept::Plain(value) | Kept::Stash(value, _) => *value,
        Kept::Tree(tree) => *tree.value(),
    }
}

/// Puts what a task keeps, and says how it ended: without memory for that, so.
pub fn put_kept(frame: &OwnedFrame, status: deputy_status, kept: &Kept) -> (deputy_status, *const deputy_value) {
    // SAFETY: a task keeps valid values.
    match unsafe { put(frame, &[kept_value(kept)]) } {
        Ok(at) => (status, at),
        Err(why) => (why, core::ptr::null()),
    }
}

/// Puts what one keeps that failed, as [`put_failure`] puts other failures.
pub fn put_unseen(frame: &OwnedFrame, kept: &Kept, thread: &str) -> *const deputy_value {
    // SAFETY: a task keeps valid values.
    unsafe { put_failure(frame, &kept_value(kept), ["", thread]) }
}

/// Puts what failed otherwise, what it is called and on which thread it did; empty texts are not known.
///
/// # Safety
/// The value points to as much as it says.
pub unsafe fn put_failure(frame: &OwnedFrame, error: &deputy_value, texts: [&str; 2]) -> *const deputy_value {
    let [what, thread] = texts.map(|text| if text.is_empty() { deputy_value::NULL } else { borrowed(text) });
    // SAFETY: contract. What cannot be copied is left out.
    unsafe { put(frame, &[*error, what, thread]) }
        .unwrap_or_else(|_| put_valid(frame, &[deputy_value::NULL, what, thread]))
}

/// Puts a task and what it keeps, and says how it ended, as [`put_kept`].
pub fn put_settled(
    frame: &OwnedFrame,
    task: u64,
    status: deputy_status,
    kept: &Kept,
) -> (deputy_status, *const deputy_value) {
    let task =
        deputy_value { tag: crate::protocol::TAG_TASK as u8, data: deputy_value_data { task }, ..deputy_value::NULL };
    // SAFETY: a task keeps valid values.
    match unsafe { put(frame, &[task, kept_value(kept)]) } {
        Ok(at) => (status, at),
        // These lie in the frame: whoever waits for the task is told.
        Err(why) => (why, put_valid(frame, &[task, deputy_value::NULL])),
    }
}

/// A name that lives for ever.
pub fn lasting_text(at: Address<u8>, len: u32) -> &'static str {
    // SAFETY: `thread.rs` makes both of one `&'static str`.
    unsafe { core::str::from_utf8_unchecked(core::slice::from_raw_parts(at.0, len as usize)) }
}

/// Whether the frame has its outcome that a thread has published as a number: of frames none is ever freed.
pub fn is_done(frame: u32) -> bool {
    // Elsewhere, where only tests run, a number of 32 bits is no address.
    if cfg!(not(target_arch = "wasm32")) {
        return false;
    }
    // SAFETY: `call.rs` gave `Thread::waits` the address of a frame, which lives for ever.
    unsafe { core::ptr::with_exposed_provenance::<crate::frame::Frame>(frame as usize).as_ref() }
        .is_none_or(crate::frame::Frame::is_done)
}

/// Words as bytes.
pub fn bytes_of(words: &mut [u64]) -> &mut [u8] {
    // SAFETY: the same memory, and any bytes make a word.
    unsafe { core::slice::from_raw_parts_mut(words.as_mut_ptr().cast(), size_of_val(words)) }
}

/// The first bytes as so many values; none if they are too few or badly aligned. `Block::check` has seen to it that booleans
/// are booleans.
pub fn values_of(bytes: &mut [u8], count: usize) -> &mut [deputy_value] {
    let at = bytes.as_mut_ptr().cast::<deputy_value>();
    if !at.is_aligned() || count.checked_mul(size_of::<deputy_value>()).is_none_or(|size| size > bytes.len()) {
        return &mut [];
    }
    // SAFETY: aligned and long enough; a value is plain bits.
    unsafe { core::slice::from_raw_parts_mut(at, count) }
}

/// For tests that play the host: writes where native code wants to have the bytes.
#[cfg(all(test, not(loom)))]
pub fn write_for_test(to: Address<u8>, bytes: &[u8]) {
    // SAFETY: a fetch names memory of so many bytes (`call.rs`), and waits until they are written.
    unsafe { core::ptr::copy_nonoverlapping(bytes.as_ptr(), to.0.cast_mut(), bytes.len()) };
}

/// For tests that play the page: the value of an answer, if there is one.
#[cfg(all(test, not(loom)))]
pub fn read_for_test(at: Address<deputy_value>) -> Option<deputy_value> {
    // SAFETY: null, or the address of a value in the frame, or attached to it.
    unsafe { at.0.as_ref() }.copied()
}
