//! Threads whose Worker may fail to come up: whoever waits for one is told.
//!
//! `pthread_create()` has returned 0 by then. So what the thread is to do lies in a slot, and whoever comes first takes it out: the
//! thread, which runs it, or the I/O thread, which refuses it with the reason that the page has written into the slot
//! (emscripten-js/libdeputy.js, `$DeputySpawn`). The page gives the thread that never was to a Worker that comes free later; it finds
//! its slot empty and ends, and with it its stack.

use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU8, AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use parking_lot::Mutex;

use crate::{
    context::{Target, root},
    io, log, protocol as p,
    status::deputy_status,
    sys,
    task::{Continuation, Task},
    work::Work,
};

/// What a thread does; or, with the reason, what is to be done instead.
pub type Begin = Box<dyn FnOnce(Option<&str>) + Send>;

/// Bytes of a reason, at most.
const TEXT: usize = p::SPAWN_TEXT_SIZE as usize;

/// What the page sees of a thread that has not begun; laid out as `protocol.rs` says.
#[repr(C)]
struct Slot {
    /// 1 once the page has given up. Written by the page, after the text.
    refused: AtomicU32,
    /// UTF-8, NUL-terminated. Written by the page.
    text: [AtomicU8; TEXT],
    begin: Mutex<Option<Begin>>,
}

#[cfg(target_arch = "wasm32")]
const _: () = {
    use core::mem::offset_of;
    assert!(offset_of!(Slot, refused) == p::SPAWN_REFUSED as usize);
    assert!(offset_of!(Slot, text) == p::SPAWN_TEXT as usize);
};

/// Those that have not begun.
static SLOTS: Mutex<Vec<Arc<Slot>>> = Mutex::new(Vec::new());

/// What only programs have that have once started such a thread.
struct Hooks {
    start_internal: fn(&'static str, Work, Work, Work) -> Result<(), deputy_status>,
    refuse: fn(),
}

static HOOKS: OnceLock<Hooks> = OnceLock::new();

/// Starts a thread of the program's. Without an error `begin` is called once, on the thread or, should that not come to be, soon on the
/// I/O thread.
pub fn start(name: &str, stack_size: usize, begin: Begin) -> Result<(), deputy_status> {
    sys::use_spawn();
    let _ = HOOKS.get_or_init(|| Hooks { start_internal: start_internal_watched, refuse: refuse_slots });
    start_as(name, stack_size, false, begin)
}

/// Starts one more thread of those that do the runtime's own work. If it gets no Worker, `refused` is called, and after a while
/// `again`: both on the I/O thread. In programs without [`start`] that ends the program, as for every other thread.
pub fn start_internal(
    name: &'static str,
    body: impl FnOnce() + Send + 'static,
    refused: impl FnOnce() + Send + 'static,
    again: impl FnOnce() + Send + 'static,
) -> Result<(), deputy_status> {
    match HOOKS.get() {
        Some(hooks) => (hooks.start_internal)(name, Box::new(body), Box::new(refused), Box::new(again)),
        None => sys::spawn_internal(name, body),
    }
}

fn start_internal_watched(name: &'static str, body: Work, refused: Work, again: Work) -> Result<(), deputy_status> {
    let begin = move |reason: Option<&str>| {
        let Some(why) = reason else { return body() };
        log::line(log::ERROR, &format!("a {name} thread could not be started: {why}"));
        refused();
        let later = Task::promised();
        later.also(Continuation { target: Target::Here, work: Box::new(move |_| again()) });
        io::delay(Instant::now() + PAUSE, later);
    };
    start_as(name, 0, true, Box::new(begin))
}

/// How long until the runtime asks for a thread again.
const PAUSE: Duration = Duration::from_secs(1);

fn start_as(name: &str, stack_size: usize, internal: bool, begin: Begin) -> Result<(), deputy_status> {
    io::start()?;
    sys::use_spawn();
    let slot = Arc::new(Slot {
        refused: AtomicU32::new(0),
        text: [const { AtomicU8::new(0) }; TEXT],
        begin: Mutex::new(Some(begin)),
    });
    SLOTS.lock().push(slot.clone());
    let theirs = slot.clone();
    let spawned = sys::spawn_slot(name, stack_size, Arc::as_ptr(&slot).cast(), internal, move || {
        forget(&theirs);
        let begin = theirs.begin.lock().take();
        drop(theirs);
        if let Some(begin) = begin {
            begin(None);
        }
    });
    if spawned.is_err() {
        forget(&slot);
    }
    spawned
}

fn forget(slot: &Arc<Slot>) {
    SLOTS.lock().retain(|other| !Arc::ptr_eq(other, slot));
}

/// The I/O thread: refuses what the page has given up.
pub fn refuse() {
    if let Some(hooks) = HOOKS.get() {
        (hooks.refuse)();
    }
}

fn refuse_slots() {
    // Acquire pairs with the page's store, which comes after those into the slots.
    if root().refused.swap(0, Ordering::Acquire) == 0 {
        return;
    }
    let refused: Vec<_> = SLOTS.lock().extract_if(.., |slot| slot.refused.load(Ordering::Acquire) != 0).collect();
    for slot in refused {
        let text: Vec<u8> =
            slot.text.iter().map(|byte| byte.load(Ordering::Relaxed)).take_while(|byte| *byte != 0).collect();
        let begin = slot.begin.lock().take();
        if let Some(begin) = begin {
            begin(Some(&String::from_utf8_lossy(&text)));
        }
    }
}
