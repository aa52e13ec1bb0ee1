//! Callbacks: native functions that JavaScript holds as function objects.
//!
//! # Who holds one
//! A record counts its holders (`refs`): native code (which counts its own beside, so that a handle that is freed twice takes
//! nothing away from others), JavaScript's function, once however often it got it, and values in frames. JavaScript counts in the
//! same word, with atomics: whoever holds a callback can make another hold it without asking anybody. Whoever takes the
//! last one away ends it (`end`): then `drop` runs, once. A host cannot do that itself; it sends KIND_DROP to the I/O thread.
//!
//! A host that has sent calls of a callback keeps its hold until they are answered, whatever the page does: a callback that is
//! queued or runs is never ended.
//!
//! # Handles
//! Lower bits: a serial, index and generation; upper bits: the index of the context. A record is used again with
//! the next generation, and when it has had them all never again. Records are never freed, and every block of them has twice the
//! records of the one before, so that a host finds one by its index. Relaxed where nothing but the number itself is read;
//! the last holder's decrement is acquire and release: it sees all that the others did.

use std::sync::{Arc, OnceLock, atomic::AtomicUsize};

use parking_lot::Mutex;

use crate::{
    context::{self, DEPUTY_MAIN, INDEX_BITS, Target, deputy_context, root},
    export::{self, Run},
    frame::OwnedFrame,
    protocol as p,
    running::Given,
    signature::Signature,
    status::deputy_status::{self, *},
    sync::{self, AtomicU32, Ordering},
};

/// What runs, and where.
pub struct Body {
    /// Whose calls it takes.
    pub context: deputy_context,
    /// What it takes and gives.
    pub signature: Signature,
    /// The program's function.
    pub run: Run,
}

/// What the record keeps besides the numbers.
#[derive(Default)]
struct Held {
    body: Option<Arc<Body>>,
    /// What the program gave with the function.
    given: Option<Given>,
    /// Calls that run now.
    running: u32,
    /// Its context has closed: nothing runs it any more.
    closed: bool,
}

/// A callback; laid out as `protocol.rs` says.
#[repr(C, align(32))]
pub struct Record {
    refs: AtomicU32,
    native: AtomicU32,
    generation: AtomicU32,
    flags: AtomicU32,
    held: sync::Mutex<Option<Box<Held>>>,
}

#[cfg(all(target_arch = "wasm32", not(loom)))]
const _: () = {
    use core::mem::offset_of;
    assert!(offset_of!(Record, refs) == p::CALLBACK_REFS as usize);
    assert!(offset_of!(Record, native) == p::CALLBACK_NATIVE as usize);
    assert!(offset_of!(Record, generation) == p::CALLBACK_GENERATION as usize);
    assert!(offset_of!(Record, flags) == p::CALLBACK_FLAGS as usize);
    assert!(size_of::<Record>() == p::CALLBACK_SIZE as usize);
};

impl Default for Record {
    fn default() -> Self {
        Self {
            refs: AtomicU32::new(0),
            native: AtomicU32::new(0),
            generation: AtomicU32::new(1),
            flags: AtomicU32::new(0),
            held: sync::Mutex::new(None),
        }
    }
}

impl Record {
    /// It is a callback's from now on, which native code holds.
    fn begin(&self, held: Held, flags: u32) {
        *self.held.lock() = Some(Box::new(held));
        self.flags.store(flags, Ordering::Relaxed);
        self.native.store(1, Ordering::Relaxed);
        // Release pairs with the acquire in `hold`: all of the above is there.
        self.refs.store(1, Ordering::Release);
    }

    /// Holds the callback of this generation. An error: nobody holds it, or another one has the record by now; and with true whoever
    /// held that meanwhile has let go of it, so that the caller is to end it.
    fn hold(&self, generation: u32) -> Result<(), bool> {
        let more = |refs: u32| if refs == 0 { None } else { refs.checked_add(1) };
        self.refs.fetch_update(Ordering::Acquire, Ordering::Relaxed, more).map_err(|_| false)?;
        if self.generation.load(Ordering::Acquire) == generation { Ok(()) } else { Err(self.let_go()) }
    }

    /// True: nobody holds it any more, and the caller is to end it.
    fn let_go(&self) -> bool {
        self.refs.fetch_sub(1, Ordering::AcqRel) == 1
    }

    /// Gives what it kept. True: the record may be another callback's from now on; it has not had every generation.
    fn end(&self) -> (Option<Box<Held>>, bool) {
        let held = self.held.lock().take();
        (held, self.generation.fetch_add(1, Ordering::AcqRel) != u32::MAX)
    }
}

/// As many as there are indices for.
const BLOCKS: usize = (p::CALLBACK_INDEX_BITS - p::CALLBACK_FIRST.trailing_zeros()) as usize;

/// Where each block lies, for hosts.
pub type Blocks = [AtomicUsize; BLOCKS];

static ADDRESSES: Blocks = [const { AtomicUsize::new(0) }; BLOCKS];
static RECORDS: [OnceLock<&'static [Record]>; BLOCKS] = [const { OnceLock::new() }; BLOCKS];
/// Indices that can be used again, and the first that never was.
static FREE: Mutex<(Vec<u32>, u32)> = Mutex::new((Vec::new(), 0));
/// Callbacks there are.
static LIVE: AtomicUsize = AtomicUsize::new(0);

/// For the root.
pub const fn blocks() -> &'static Blocks {
    &ADDRESSES
}

/// How many there are.
pub fn live() -> usize {
    LIVE.load(Ordering::Relaxed)
}

/// The block of an index, and its place in it.
const fn place(index: u32) -> (usize, usize) {
    let number = index + p::CALLBACK_FIRST;
    let block = number.ilog2() - p::CALLBACK_FIRST.ilog2();
    (block as usize, (number - (p::CALLBACK_FIRST << block)) as usize)
}

#[allow(clippy::cast_possible_truncation, reason = "masked")]
const fn index_of(handle: u64) -> u32 {
    handle as u32 & ((1 << p::CALLBACK_INDEX_BITS) - 1)
}

#[allow(clippy::cast_possible_truncation, reason = "masked: 32 bits are left")]
const fn generation_of(handle: u64) -> u32 {
    ((handle & ((1 << p::HANDLE_BITS) - 1)) >> p::CALLBACK_INDEX_BITS) as u32
}

fn record(index: u32) -> Option<&'static Record> {
    let (block, at) = place(index);
    RECORDS.get(block)?.get()?.get(at)
}

/// The record of a handle, if it may be the handle's. It may change at any time, unless the caller holds the callback.
fn find(handle: u64) -> Result<&'static Record, deputy_status> {
    let record = record(index_of(handle)).ok_or(DEPUTY_STALE)?;
    // Acquire pairs with the release in `make`.
    if record.generation.load(Ordering::Acquire) == generation_of(handle) { Ok(record) } else { Err(DEPUTY_STALE) }
}

/// Makes one, held by native code.
pub fn make(body: Body, flags: u32, given: Given) -> Result<u64, deputy_status> {
    let index = {
        let mut free = FREE.lock();
        match free.0.pop() {
            Some(index) => index,
            // The last block would have an index too many.
            None if free.1 + p::CALLBACK_FIRST < 1 << p::CALLBACK_INDEX_BITS => {
                free.1 += 1;
                free.1 - 1
            }
            None => return Err(DEPUTY_NO_MEMORY),
        }
    };
    let (block, _) = place(index);
    let (known, address) = (RECORDS.get(block), ADDRESSES.get(block));
    let (known, address) = known.zip(address).ok_or(DEPUTY_INTERNAL)?;
    let records = *known.get_or_init(|| {
        let records = core::iter::repeat_with(Record::default).take((p::CALLBACK_FIRST as usize) << block);
        Box::leak(records.collect::<Box<[Record]>>())
    });
    // A host reads it after it got a handle, which comes through an inbox.
    address.store(records.as_ptr().addr(), Ordering::Release);
    let record = record(index).ok_or(DEPUTY_INTERNAL)?;
    let owner = u64::from(body.context & ((1 << INDEX_BITS) - 1));
    record.begin(Held { body: Some(Arc::new(body)), given: Some(given), ..Held::default() }, flags);
    LIVE.fetch_add(1, Ordering::Relaxed);
    let generation = u64::from(record.generation.load(Ordering::Relaxed));
    Ok((owner << p::HANDLE_BITS) | (generation << p::CALLBACK_INDEX_BITS) | u64::from(index))
}

/// Holds it for the caller; `DEPUTY_STALE` if nobody does any more.
pub fn hold(handle: u64) -> Result<(), deputy_status> {
    let record = find(handle)?;
    record.hold(generation_of(handle)).map_err(|last| {
        if last {
            end(record, index_of(handle));
        }
        DEPUTY_STALE
    })
}

/// Whether somebody holds it.
pub fn check(handle: u64) -> Result<(), deputy_status> {
    if find(handle)?.refs.load(Ordering::Relaxed) == 0 { Err(DEPUTY_STALE) } else { Ok(()) }
}

/// Gives up what the caller holds.
pub fn let_go(handle: u64) {
    if let Ok(record) = find(handle) {
        let_go_of(record, index_of(handle));
    }
}

fn let_go_of(record: &'static Record, index: u32) {
    if record.let_go() {
        end(record, index);
    }
}

/// Holds it for native code, once more.
pub fn hold_native(handle: u64) -> Result<(), deputy_status> {
    hold(handle)?;
    find(handle)?.native.fetch_add(1, Ordering::Relaxed);
    Ok(())
}

/// Native code lets go, if it holds it.
pub fn free(handle: u64) {
    // Held meanwhile: the record is no other callback's.
    if hold(handle).is_err() {
        return;
    }
    if let Ok(record) = find(handle) {
        let less = |native: u32| native.checked_sub(1);
        if record.native.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok() {
            let_go(handle);
        }
        let_go(handle);
    }
}

/// Nobody holds it any more.
fn end(record: &'static Record, index: u32) {
    if crate::sys::is_ui() {
        // The UI takes no lock, and runs no `drop`.
        let _ = crate::io::submit(Box::new(move || end(record, index)));
        return;
    }
    let (held, again) = record.end();
    LIVE.fetch_sub(1, Ordering::Relaxed);
    if again {
        FREE.lock().0.push(index);
    }
    // Last, and outside of all locks: it runs the program's code.
    drop(held);
}

/// The I/O thread: JavaScript was the last to hold these.
pub fn dropped(frame: &OwnedFrame) {
    for serial in frame.serials() {
        if let Ok(record) = find(serial) {
            end(record, index_of(serial));
        }
    }
}

/// A call of it begins on the calling thread.
pub fn enter(serial: u64) -> Result<Arc<Body>, deputy_status> {
    let record = find(serial)?;
    let mut held = record.held.lock();
    let held = held.as_mut().ok_or(DEPUTY_STALE)?;
    let body = held.body.clone().filter(|_| !held.closed).ok_or(DEPUTY_CLOSED)?;
    held.running += 1;
    Ok(body)
}

/// The call has ended.
pub fn leave(serial: u64) {
    let Ok(record) = find(serial) else { return };
    let mut held = record.held.lock();
    let given = held.as_mut().and_then(|held| {
        held.running -= 1;
        if held.closed && held.running == 0 { held.given.take() } else { None }
    });
    drop(held);
    drop(given);
}

/// The context has closed: what the program gave with its callbacks is dropped.
pub fn context_closed(id: deputy_context) {
    if live() == 0 {
        return;
    }
    for record in RECORDS.iter().filter_map(OnceLock::get).flat_map(|block| block.iter()) {
        let given = record.held.lock().as_mut().and_then(|held| {
            let its = held.body.as_ref().is_some_and(|body| body.context == id);
            held.closed |= its;
            if its && held.running == 0 { held.given.take() } else { None }
        });
        drop(given);
    }
}

/// The I/O thread: passes a call on to the callback's context.
pub fn route(frame: OwnedFrame) {
    let context = find(frame.callback()).and_then(|record| {
        let held = record.held.lock();
        let body = held.as_ref().and_then(|held| held.body.as_ref());
        let context = body.map(|body| body.context).ok_or(DEPUTY_STALE)?;
        // JavaScript never knew the context: to it the callback's end is what it sees.
        Target::find(context).map_err(|status| if status == DEPUTY_STALE { DEPUTY_CLOSED } else { status })?;
        Ok(context)
    });
    match context {
        Ok(context) => {
            frame.set_target(context);
            export::route(frame);
        }
        Err(status) => export::refuse(frame, status),
    }
}

/// Where a callback runs if its maker does not say: in the maker's context, or if it has none on the deputy.
pub fn default_context() -> deputy_context {
    match context::Context::current() {
        0 => DEPUTY_MAIN,
        id => id,
    }
}

/// Whether callbacks can run there.
pub fn check_context(id: deputy_context) -> Result<(), deputy_status> {
    match Target::find(id)? {
        Target::Inbox(context, _) if core::ptr::eq(context, root().ui) => Err(DEPUTY_UNSUPPORTED),
        _ => Ok(()),
    }
}

#[cfg(all(test, not(loom)))]
#[allow(clippy::expect_used, reason = "test only")]
mod tests {
    use super::*;
    use crate::export::Reply;

    struct Counts(Arc<AtomicU32>);

    impl Drop for Counts {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn new(dropped: &Arc<AtomicU32>) -> u64 {
        let signature = Signature::parse("f").expect("good");
        let run: Run =
            Box::new(|_, _, _, _| Reply::Now(DEPUTY_OK, core::ptr::null(), crate::sys::tree::Owned::NOTHING));
        super::make(Body { context: 5000, signature, run }, 0, Box::new(Counts(dropped.clone()))).expect("room")
    }

    #[test]
    fn places_are_one_after_the_other() {
        let mut next = (0, 0);
        for index in 0..1000 {
            assert_eq!(place(index), next);
            next = if next.1 + 1 == (p::CALLBACK_FIRST as usize) << next.0 {
                (next.0 + 1, 0)
            } else {
                (next.0, next.1 + 1)
            };
        }
    }

    #[test]
    fn many_threads_hold_and_free_and_one_ends_it() {
        for _ in 0..200 {
            let dropped = Arc::new(AtomicU32::new(0));
            let handle = new(&dropped);
            std::thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| {
                        for _ in 0..20 {
                            if hold(handle).is_ok() {
                                assert!(hold_native(handle).is_ok());
                                free(handle);
                                let_go(handle);
                            }
                        }
                        free(handle);
                        free(handle);
                    });
                }
            });
            assert_eq!(dropped.load(Ordering::Relaxed), 1);
            assert_eq!(hold(handle), Err(DEPUTY_STALE));
            assert_eq!(check(handle), Err(DEPUTY_STALE));
            assert!(matches!(enter(handle), Err(DEPUTY_STALE)));
            // The record is used again; the handle means nothing to it.
            let other = new(&dropped);
            free(handle);
            assert_eq!(check(other), Ok(()));
            free(other);
            assert_eq!(dropped.load(Ordering::Relaxed), 2);
        }
    }

    #[test]
    fn a_closed_context_drops_what_does_not_run() {
        let dropped = Arc::new(AtomicU32::new(0));
        let [quiet, busy] = [new(&dropped), new(&dropped)];
        assert!(enter(busy).is_ok());
        context_closed(5000);
        assert_eq!(dropped.load(Ordering::Relaxed), 1);
        assert!(matches!(enter(quiet), Err(DEPUTY_CLOSED)));
        leave(busy);
        assert_eq!(dropped.load(Ordering::Relaxed), 2);
        free(quiet);
        free(busy);
        assert_eq!(dropped.load(Ordering::Relaxed), 2);
    }
}

#[cfg(all(test, loom))]
mod loom_tests {
    use loom::sync::atomic::AtomicUsize;

    use super::*;

    /// One of two that have the record one after the other.
    fn numbered(running: u32) -> Held {
        Held { running, ..Held::default() }
    }

    /// Lets go; whoever is the last ends it, and the record is the second one's, which is let go of at once.
    fn let_go(record: &Record, ends: &[AtomicUsize; 2]) {
        if record.let_go() {
            end(record, ends);
        }
    }

    fn end(record: &Record, ends: &[AtomicUsize; 2]) {
        let which = record.end().0.map(|held| held.running);
        let which = which.expect("it is ended once") as usize;
        ends[which].fetch_add(1, Ordering::SeqCst);
        if which == 0 {
            record.begin(numbered(1), 0);
            let_go(record, ends);
        }
    }

    /// A host that has an old handle, and another one, hold it and let go while native code does so: each of the two callbacks is ended once,
    /// by whoever was last, and nobody gets hold of the second one by the handle of the first.
    #[test]
    fn loom_a_callback_ends_once() {
        loom::model(|| {
            let record: &'static Record = Box::leak(Box::default());
            let ends: &'static [AtomicUsize; 2] = Box::leak(Box::new([AtomicUsize::new(0), AtomicUsize::new(0)]));
            record.begin(numbered(0), 0);
            let hosts = [0, 1].map(|_| {
                loom::thread::spawn(move || match record.hold(1) {
                    Ok(()) => {
                        assert_eq!(record.held.lock().as_ref().map(|held| held.running), Some(0), "it is the first");
                        let_go(record, ends);
                    }
                    Err(true) => end(record, ends),
                    Err(false) => {}
                })
            });
            let_go(record, ends);
            for host in hosts {
                host.join().expect("no panic");
            }
            assert_eq!([0, 1].map(|which: usize| ends[which].load(Ordering::SeqCst)), [1, 1]);
        });
    }
}
