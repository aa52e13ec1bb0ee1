//! `deputy_waits_dump()`: who waits for whom. The work is done on the page: emscripten-js/host/watch.js.

use crate::{
    call::{self, How},
    context::root,
    name,
    status::deputy_status::{self, *},
    sys,
    thread::Thread,
};

/// Has the page print who waits for whom, since when: threads by name, what they wait for and who has that, calls of the page that are
/// queued. A line each, to `Module.deputy.onLog` or the console. A program that refers to this function has the watchdog: it tells by itself
/// of each wait that takes longer than deputy_options.watchdog_ms. In programs with the guard (docs/guard.md) locks are told of, too.
///
/// \returns DEPUTY_OK: the page will, as soon as it is free; DEPUTY_WOULD_BLOCK: on the UI, with too many posts outstanding
/// \threads any thread, blocks until fewer than 1024 posts are outstanding, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
#[unsafe(no_mangle)]
pub extern "C" fn deputy_waits_dump() -> deputy_status {
    sys::use_watch();
    let post = || {
        let name = name::intern(b"deputy:waits")?;
        call::post(Thread::current(), root().ui, name, 0, &How::default(), |_| Ok(core::ptr::null()))
    };
    post().err().unwrap_or(DEPUTY_OK)
}

/// The guard: the calling thread sleeps there from now on, or with 0 nowhere. Called in the midst of a wait: takes no lock, allocates
/// nothing. cbindgen:ignore
#[unsafe(no_mangle)]
pub extern "C" fn deputy_core_sleeps_at(futex: u32, since: u32) {
    if let Some(thread) = Thread::known() {
        thread.sleeps_at(futex, since);
    }
}

/// The guard: makes sure the calling thread has a record. cbindgen:ignore
#[unsafe(no_mangle)]
pub extern "C" fn deputy_core_known() {
    Thread::current();
}

/// The guard: the calling thread's record, or NULL. Allocates nothing. cbindgen:ignore
#[unsafe(no_mangle)]
pub extern "C" fn deputy_core_record() -> *const Thread {
    Thread::known().map_or(core::ptr::null(), core::ptr::from_ref)
}
