//! Calls from native threads into a context: prepare a frame, push it, ring, wait, take the outcome.
//!
//! # Waiting
//! The host answers a call of a burst in less time than a sleep and a wake-up take, so the caller first looks for the answer
//! (`spin.rs`), never shorter than an answer of an awake host takes. A call that had to ring sleeps at once: the UI has to wake
//! up, and where two processors are one core, a thread that spins meanwhile makes that take twice as long. The host lingers for a caller that it had to wake, so that the burst begins with the next call.

use std::{
    cell::Cell,
    sync::Arc,
    time::{Duration, Instant},
};

use crate::{
    context::{self, Context},
    export,
    frame::{AsyncFrame, Kind, OwnedFrame, PendingFrame, Seen},
    io,
    name::Name,
    protocol as p,
    spin::{self, Spin},
    status::deputy_status,
    sync::{Ordering, spin_loop},
    sys,
    task::Task,
    thread::{Cycle, Thread},
    value::deputy_value,
};

/// So long a thread sleeps at first without having looked at the clock.
const NAP: Duration = Duration::from_millis(5);

/// How long something may take. A look at the clock is JavaScript, which takes two microseconds after a silence, and until a thread that has rung sleeps, whoever it
/// has rung may have no processor. So the time begins when somebody asks for its end, and who sleeps for the first time does not ask, but naps: woken
/// for something else it begins then, too late by a nap at most.
#[derive(Default)]
pub struct Limit {
    /// Zero: for ever.
    time: Duration,
    end: Cell<Option<Instant>>,
}

impl Limit {
    /// So long.
    pub const fn after(time: Duration) -> Self {
        Self { time, end: Cell::new(None) }
    }

    /// How long to nap, if there is a limit and nobody knows its end.
    fn nap(&self) -> Option<Duration> {
        (!self.time.is_zero() && self.end.get().is_none()).then(|| self.time.min(NAP))
    }

    /// So much of it has passed: whether that is all.
    fn is_over_after(&self, nap: Duration) -> bool {
        if nap < self.time {
            self.end.set(Instant::now().checked_add(self.time - nap));
        }
        nap >= self.time
    }

    /// When the time is up, the same for whoever asks.
    pub fn end(&self) -> Option<Instant> {
        if self.end.get().is_none() && !self.time.is_zero() {
            self.end.set(Instant::now().checked_add(self.time));
        }
        self.end.get()
    }
}

/// How a call is waited for.
#[derive(Default)]
pub struct How {
    /// How long.
    pub limit: Limit,
    /// Runs what is sent to the calling thread's context meanwhile.
    pub pump: bool,
    /// Ends the call when it is cancelled.
    pub token: Option<Arc<Task>>,
    /// Bits of `CALL_*` for the host.
    pub flags: u32,
    /// The handle that the result is bound to, 0 if none.
    pub into: u64,
}

impl How {
    /// Tells the host what is special about a call.
    pub fn mark(&self, frame: &OwnedFrame, serial: u32) {
        frame.flags(self.flags, serial);
        if self.into != 0 {
            frame.into(self.into);
        }
    }

    /// Whether there is nobody to wait any more.
    pub fn is_cancelled(&self) -> bool {
        self.token.as_ref().is_some_and(|token| token.is_cancelled())
    }
}

/// Calls `name` in `context` and waits for the outcome: the frame that holds it, or why there is none.
/// The caller gives the frame to [`Thread::recycle`] when it has read it. `sent` runs once the call is queued.
pub fn call(
    thread: &'static Thread,
    context: &'static Context,
    name: Name,
    (args, argc): (*const deputy_value, u32),
    how: &How,
    sent: impl FnOnce(),
) -> Result<OwnedFrame, deputy_status> {
    if sys::is_ui() {
        return Err(deputy_status::DEPUTY_WOULD_BLOCK);
    }
    if how.is_cancelled() {
        return Err(deputy_status::DEPUTY_CANCELLED);
    }
    let frame = thread.frame(|| how.limit.end())?;
    frame.prepare(Kind::Call, name.id, name.text, args, argc);
    frame.of_chain(thread.chain.get().id);
    how.mark(&frame, 0);
    run(thread, context, frame, how, sent)
}

/// Moves a stashed outcome to `to`, which has room for `len` bytes.
pub fn fetch(
    thread: &'static Thread,
    context: &'static Context,
    stash: u32,
    to: *mut u8,
    len: u32,
    how: &How,
) -> Result<(), deputy_status> {
    let frame = thread.frame_at_once();
    frame.prepare(Kind::Fetch, stash, b"", to.cast_const().cast(), len);
    let frame = run(thread, context, frame, how, || ())?;
    done(thread, frame)
}

/// Gives a frame back that holds nothing but a status.
fn done(thread: &'static Thread, frame: OwnedFrame) -> Result<(), deputy_status> {
    let status = frame.outcome().status;
    thread.recycle(frame);
    if status == deputy_status::DEPUTY_OK { Ok(()) } else { Err(status) }
}

fn run(
    thread: &'static Thread,
    context: &'static Context,
    frame: OwnedFrame,
    how: &How,
    sent: impl FnOnce(),
) -> Result<OwnedFrame, deputy_status> {
    let (push, pending) = frame.split();
    if context.is_own_script(thread) {
        sent();
        Context::run_here(push);
        // It has an outcome: what would wait for this thread is refused.
        return match pending.poll() {
            Seen::Done(frame) => Ok(frame),
            Seen::Pending(_) | Seen::Nested(..) => Err(deputy_status::DEPUTY_INTERNAL),
        };
    }
    let rang = push_to(context, push)?;
    sent();
    match wait(thread, context, pending, rang, how) {
        Ok(frame) => Ok(frame),
        Err((pending, why)) => leave(thread, context, pending, why),
    }
}

/// So long a file-system call waits for the host to take it, before it goes emscripten's way.
const TAKE: Duration = Duration::from_millis(20);

/// Has the UI run what `work` is (`deputy_sys_work`), which stays the caller's. False: the host has not taken it, and never will.
pub fn syscall(thread: &'static Thread, work: *mut u8) -> bool {
    let context = context::root().ui;
    let frame = thread.frame_at_once();
    frame.prepare(Kind::Syscall, 0, b"", work.cast_const().cast(), 0);
    let (push, pending) = frame.split();
    let Ok(rang) = push_to(context, push) else { return false };
    let mut pending = match poll(thread, pending, rang, &Limit::default()) {
        Ok(frame) => {
            thread.recycle(frame);
            return true;
        }
        Err(pending) => pending,
    };
    let mut how = How { limit: Limit::after(TAKE), ..How::default() };
    loop {
        pending = match sleep(thread, context, pending, &how) {
            Ok(frame) => {
                thread.recycle(frame);
                return true;
            }
            // It comes back like every other, and was counted like every other or, if it is an extra one, not at all.
            Err((pending, _)) => match pending.withdraw() {
                Ok(()) => return false,
                Err(pending) => pending,
            },
        };
        how.limit = Limit::default();
    }
}

/// Makes a call whose answer is looked for in another way than usual.
pub fn looking<T>(spin: &mut Spin, call: impl FnOnce() -> T) -> T {
    let usual = &Thread::current().answers;
    let before = usual.get();
    usual.set(*spin);
    let result = call();
    *spin = usual.get();
    usual.set(before);
    result
}

fn push_to(context: &'static Context, frame: OwnedFrame) -> Result<bool, deputy_status> {
    context.push(frame).map_err(|frame| {
        frame.go_home();
        deputy_status::DEPUTY_CLOSED
    })
}

/// Starts a call that settles a task.
pub fn start(
    thread: &'static Thread,
    context: &'static Context,
    name: Name,
    argc: u32,
    how: &How,
    copy: impl FnOnce(&OwnedFrame) -> Result<*const deputy_value, deputy_status>,
) -> Result<Arc<Task>, deputy_status> {
    // Not one of loom's: it orders nothing.
    static SERIAL: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(1);
    io::start()?;
    let frame = thread.frame(|| how.limit.end())?;
    frame.prepare(Kind::Async, name.id, name.text, core::ptr::null(), argc);
    frame.of_chain(thread.chain.get().id);
    match copy(&frame) {
        Ok(args) => frame.arguments(args),
        Err(status) => {
            thread.recycle(frame);
            return Err(status);
        }
    }
    let serial = SERIAL.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    how.mark(&frame, serial);
    let (push, call) = AsyncFrame::split(frame, thread, serial);
    // The task exists before the frame is out: a settle can never overtake it.
    let task = Task::of_call(call, context);
    push_to(context, push)?;
    Ok(task)
}

/// Tells the host that the outcome of an async call is not wanted.
pub fn cancel(context: &'static Context, frame: *const deputy_value, serial: u32) {
    // The models have no thread of their own to send it, and their host needs no telling.
    if cfg!(loom) {
        return;
    }
    tell(context, Kind::Cancel, serial, |message| message.arguments(frame));
}

/// Tells the host that a stash is not needed any more.
pub fn discard(context: &'static Context, stash: u32) {
    tell(context, Kind::Discard, stash, |_| ());
}

/// Sends a message of the runtime's own, which never waits for a frame. `fill` puts into it what the kind asks for.
pub fn tell(context: &'static Context, kind: Kind, target: u32, fill: impl FnOnce(&OwnedFrame)) {
    let thread = Thread::current();
    let message = thread.spare_frame();
    message.prepare(kind, target, b"", core::ptr::null(), 0);
    message.of_chain(thread.chain.get().id);
    fill(&message);
    // Refused, nobody is there to be told.
    let _ = push_to(context, message);
}

/// Copies a stashed outcome to `to`, which has room for its bytes.
pub fn read(thread: &'static Thread, stash: &crate::task::Stash, to: *mut u8) -> Result<(), deputy_status> {
    let frame = thread.frame_at_once();
    frame.prepare(Kind::Read, stash.id, b"", to.cast_const().cast(), stash.len);
    let frame = run(thread, stash.context(), frame, &How::default(), || ())?;
    done(thread, frame)
}

/// Waits for DONE; an error is a frame that is still pending, and why it is not waited for any more.
// Calls that are made inside one another have little stack in browsers.
#[inline(always)]
fn wait(
    thread: &'static Thread,
    context: &'static Context,
    pending: PendingFrame,
    rang: bool,
    how: &How,
) -> Result<OwnedFrame, (PendingFrame, deputy_status)> {
    match poll(thread, pending, rang, &how.limit) {
        Ok(frame) => Ok(frame),
        Err(pending) => sleep(thread, context, pending, how),
    }
}

/// Spins for DONE, as long as that pays for this thread.
fn poll(
    thread: &'static Thread,
    mut pending: PendingFrame,
    rang: bool,
    limit: &Limit,
) -> Result<OwnedFrame, PendingFrame> {
    if rang {
        return Err(pending);
    }
    let turns = thread.answers.get().turns();
    if turns > 0 && spin::is_out_of_breath() {
        thread.park(thread.ticket(), Some(Instant::now() + spin::BREATH));
    }
    for _ in 0..turns {
        match pending.poll() {
            Seen::Done(frame) => {
                thread.answers.look_mut().found(turns);
                return Ok(frame);
            }
            Seen::Pending(still) => pending = still,
            Seen::Nested(still, inner) => {
                // It may take long.
                limit.end();
                export::run_nested(thread, inner);
                pending = still;
            }
        }
        spin_loop();
    }
    thread.answers.look_mut().missed(turns);
    Err(pending)
}

/// Sleeps until DONE; an error is as of `wait`.
fn sleep(
    thread: &'static Thread,
    context: &'static Context,
    mut pending: PendingFrame,
    how: &How,
) -> Result<OwnedFrame, (PendingFrame, deputy_status)> {
    let _watch = how.token.as_ref().map(|token| token.watch(thread, false));
    let kind = p::WAIT_CALL | if how.pump { p::WAIT_PUMPS } else { 0 };
    // JavaScript of another thread's: that one may wait for this.
    let _waiting = thread.waits(kind, pending.address(), context.owner());
    let mut cycle = if how.pump { None } else { Cycle::look(thread) };
    let mut nap = if how.pump || cycle.is_some() { None } else { how.limit.nap() };
    loop {
        let ticket = thread.ticket();
        match pending.poll_or_wait() {
            Seen::Done(frame) => return Ok(frame),
            Seen::Pending(still) => pending = still,
            Seen::Nested(still, inner) => {
                // It may take long.
                how.limit.end();
                export::run_nested(thread, inner);
                pending = still;
                // There may be another one, or the outcome.
                continue;
            }
        }
        if how.is_cancelled() {
            return Err((pending, deputy_status::DEPUTY_CANCELLED));
        }
        if let Some(nap) = nap.take().filter(|_| how.limit.nap().is_some()) {
            if thread.nap(ticket, nap) && how.limit.is_over_after(nap) {
                return Err((pending, deputy_status::DEPUTY_TIMED_OUT));
            }
            continue;
        }
        if how.pump {
            Context::pump(&|| pending.has_news() || how.is_cancelled(), how.limit.end());
        }
        if let Err(why) = Cycle::park(&mut cycle, thread, ticket, how.limit.end()) {
            return Err((pending, why));
        }
    }
}

/// The caller leaves. The outcome may still win; if not, the caller's memory must be released before it returns.
fn leave(
    thread: &'static Thread,
    context: &'static Context,
    pending: PendingFrame,
    why: deputy_status,
) -> Result<OwnedFrame, deputy_status> {
    let mut abandoned = match pending.abandon() {
        Err(frame) => return Ok(frame),
        Ok(abandoned) => abandoned,
    };
    if let Some(inner) = abandoned.nested.take() {
        export::fail(inner, deputy_status::DEPUTY_CLOSED, "the thread that it was for has left its own call");
    }
    // Relaxed: a counter orders nothing.
    context.left.fetch_add(1, Ordering::Relaxed);
    // The host may keep the frame for as long as its promise is pending: for ever.
    thread.count_out();
    loop {
        let ticket = thread.ticket();
        if abandoned.released() {
            return Err(why);
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
    how: &How,
    copy: impl FnOnce(&OwnedFrame) -> Result<*const deputy_value, deputy_status>,
) -> Result<(), deputy_status> {
    let frame = thread.frame(|| how.limit.end())?;
    frame.prepare(Kind::Post, name.id, name.text, core::ptr::null(), argc);
    frame.of_chain(thread.chain.get().id);
    how.mark(&frame, 0);
    match copy(&frame) {
        Ok(args) => {
            frame.arguments(args);
            push_to(context, frame).map(drop)
        }
        Err(status) => {
            thread.recycle(frame);
            Err(status)
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{context::root, name, played};

    /// Calls, posts and timeouts of several threads against one host; under ThreadSanitizer this is the race check of
    /// the whole native side.
    #[test]
    fn calls_posts_and_timeouts_of_many_threads() {
        played::host();
        std::thread::scope(|scope| {
            let callers: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| {
                        let thread = Thread::current();
                        let ui = root().ui;
                        let args = [deputy_value::NULL; 3];
                        for i in 0..300_u32 {
                            let argc = i % 4;
                            let echo = name::intern(b"echo").unwrap();
                            let frame = call(thread, ui, echo, (args.as_ptr(), argc), &How::default(), || ()).unwrap();
                            assert_eq!(frame.outcome().value.len, argc);
                            thread.recycle(frame);
                            post(thread, ui, echo, 0, &How::default(), |_| Ok(core::ptr::null())).unwrap();
                            if i % 100 == 0 {
                                for text in [&b"late"[..], b"never"] {
                                    let soon = How { limit: Limit::after(Duration::from_millis(2)), ..How::default() };
                                    let name = name::intern(text).unwrap();
                                    match call(thread, ui, name, (core::ptr::null(), 0), &soon, || ()) {
                                        Err(status) => assert_eq!(status, deputy_status::DEPUTY_TIMED_OUT),
                                        Ok(frame) => thread.recycle(frame),
                                    }
                                }
                            }
                        }
                    })
                })
                .collect();
            for caller in callers {
                caller.join().unwrap();
            }
        });
    }

    #[test]
    fn the_time_of_a_call_begins_once() {
        assert!(Limit::default().nap().is_none() && Limit::default().end().is_none());
        let long = Limit::after(4 * NAP);
        assert_eq!(long.nap(), Some(NAP));
        let before = Instant::now();
        assert!(!long.is_over_after(NAP));
        let end = long.end().unwrap();
        assert!(end >= before + 3 * NAP && end <= Instant::now() + 3 * NAP);
        assert!(long.nap().is_none(), "its end is known");
        assert_eq!(long.end(), Some(end));
        let short = Limit::after(NAP / 2);
        assert_eq!(short.nap(), Some(NAP / 2));
        assert!(short.is_over_after(NAP / 2));
    }

    #[test]
    fn names_are_one_entry_each() {
        let a = name::intern(b"a.b").unwrap();
        assert_eq!(a.id, name::intern(b"a.b").unwrap().id);
        assert_ne!(a.id, name::intern(b"a.c").unwrap().id);
        for bad in [&b""[..], b"\xff", &[b'x'; 1025]] {
            assert_eq!(name::intern(bad).err(), Some(deputy_status::DEPUTY_INVALID_ARGUMENT));
        }
    }
}
