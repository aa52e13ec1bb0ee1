//! Calls from native threads into a context: prepare a frame, push it, ring, wait, take the outcome.
//!
//! # Waiting
//! The host answers a call of a burst in less time than a sleep and a wake-up take, so the caller first spins on the
//! frame. How long adapts per thread: doubled when spinning paid off, halved when the thread had to sleep anyway,
//! never below what an answer of an awake host takes (else it could not grow again). Calls that had to ring adapt
//! apart: their answers are farther away, but one that is caught awake starts a burst without a sleep on either side.

use std::time::Instant;

use crate::{
    context::Context,
    frame::{Kind, OwnedFrame, PendingFrame, Seen},
    name::Name,
    status::deputy_status,
    sync::spin_loop,
    sys,
    thread::Thread,
    value::deputy_value,
};

/// Turns of the spin loop: where a new thread starts, and the limits of adaptation. One turn is about 3 ns.
pub(crate) const SPIN_START: u32 = 4096;
const SPIN_MIN: u32 = 1024;
const SPIN_MAX: u32 = 16384;

/// Calls `name` in `context` and waits for the outcome: the frame that holds it, or why there is none.
/// The caller gives the frame to [`Thread::recycle`] when it has read it.
pub fn call(
    thread: &'static Thread,
    context: &'static Context,
    name: Name,
    args: *const deputy_value,
    argc: u32,
    deadline: Option<Instant>,
) -> Result<OwnedFrame, deputy_status> {
    if sys::is_ui() {
        return Err(deputy_status::DEPUTY_WOULD_BLOCK);
    }
    let frame = thread.frame(deadline)?;
    frame.prepare(Kind::Call, name.id, name.text, args, argc);
    run(thread, context, frame, deadline)
}

/// Moves a stashed outcome to `to`, which has room for `len` bytes; with null, throws it away.
pub fn fetch(
    thread: &'static Thread,
    context: &'static Context,
    frame: OwnedFrame,
    stash: u32,
    to: *mut u8,
    len: u32,
    deadline: Option<Instant>,
) -> Result<OwnedFrame, deputy_status> {
    frame.prepare(Kind::Fetch, stash, b"", to.cast_const().cast(), len);
    run(thread, context, frame, deadline)
}

fn run(
    thread: &'static Thread,
    context: &'static Context,
    frame: OwnedFrame,
    deadline: Option<Instant>,
) -> Result<OwnedFrame, deputy_status> {
    let (push, pending) = frame.split();
    let rang = context.push(push);
    match wait(thread, pending, rang, deadline) {
        Ok(frame) => Ok(frame),
        Err(pending) => leave(thread, pending),
    }
}

/// Waits for DONE; an error is a frame that is still pending at the deadline.
fn wait(
    thread: &'static Thread,
    mut pending: PendingFrame,
    rang: bool,
    deadline: Option<Instant>,
) -> Result<OwnedFrame, PendingFrame> {
    let budget = if rang { &thread.spin_rung } else { &thread.spin };
    let turns = budget.get();
    for _ in 0..turns {
        match pending.poll() {
            Seen::Done(frame) => {
                budget.set((turns * 2).min(SPIN_MAX));
                return Ok(frame);
            }
            Seen::Pending(still) => pending = still,
        }
        spin_loop();
    }
    budget.set((turns / 2).max(SPIN_MIN));
    loop {
        let ticket = thread.ticket();
        match pending.poll_or_wait() {
            Seen::Done(frame) => return Ok(frame),
            Seen::Pending(still) => pending = still,
        }
        if !thread.park(ticket, deadline) {
            return Err(pending);
        }
    }
}

/// The time is up. The outcome may still win; if not, the caller's memory must be released before it returns.
fn leave(thread: &'static Thread, pending: PendingFrame) -> Result<OwnedFrame, deputy_status> {
    let abandoned = match pending.abandon() {
        Err(frame) => return Ok(frame),
        Ok(abandoned) => abandoned,
    };
    loop {
        let ticket = thread.ticket();
        if abandoned.released() {
            return Err(deputy_status::DEPUTY_TIMED_OUT);
        }
        thread.park(ticket, None);
    }
}

/// Sends a call that nobody waits for. `copy` moves the arguments into the frame and says where they are.
pub fn post(
    thread: &'static Thread,
    context: &'static Context,
    name: Name,
    argc: u32,
    copy: impl FnOnce(&OwnedFrame) -> Result<*const deputy_value, deputy_status>,
) -> Result<(), deputy_status> {
    let frame = thread.frame(None)?;
    frame.prepare(Kind::Post, name.id, name.text, core::ptr::null(), argc);
    match copy(&frame) {
        Ok(args) => {
            frame.arguments(args);
            context.push(frame);
            Ok(())
        }
        Err(status) => {
            thread.recycle(frame);
            Err(status)
        }
    }
}
