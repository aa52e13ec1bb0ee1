//! What several threads do at once, through the C interface, against a played host: contexts that close under their senders,
//! exports, tasks that end in several ways at once, threads that end. Under ThreadSanitizer (`make tsan`) this is the race
//! check of the native side; wasm has none of its own.

use core::ffi::c_void;
use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering},
        mpsc::channel,
    },
    time::{Duration, Instant},
};

use crate::{
    context::{Context, DEPUTY_BACKGROUND, DEPUTY_MAIN, DEPUTY_UI},
    export::{self, Reply},
    ffi::{
        call::{deputy_call_options, deputy_js_call_with, deputy_js_fn},
        context::{
            deputy_context_close, deputy_context_open, deputy_context_post, deputy_context_send,
            deputy_context_send_async, deputy_context_serve,
        },
        core::deputy_core_thread_exit,
        task::{
            deputy_js_call_async, deputy_task_cancel, deputy_task_free, deputy_task_is_settled, deputy_task_new,
            deputy_task_resolve, deputy_task_then, deputy_task_wait, deputy_task_wait_any,
        },
        value::deputy_value_free,
    },
    frame::OwnedFrame,
    played::host,
    status::deputy_status::*,
    sys::{self, memory},
    value::deputy_value,
};

/// Nothing takes longer.
const BOUND: u32 = 20_000;

fn until(what: &str, mut condition: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_millis(BOUND.into());
    while !condition() {
        assert!(Instant::now() < end, "not in time: {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// A thread that is the deputy, in its event loop.
fn deputy() {
    static DEPUTY: OnceLock<()> = OnceLock::new();
    DEPUTY.get_or_init(|| {
        let (sender, ready) = channel();
        std::thread::spawn(move || {
            Context::open_main();
            sender.send(()).expect("it waits");
            loop {
                Context::serve(None, false).expect("it stays open");
            }
        });
        ready.recv().expect("it runs");
    });
}

/// Counts runs and drops of what is sent.
#[derive(Default)]
struct Counts {
    sent: AtomicUsize,
    ran: AtomicUsize,
    dropped: AtomicUsize,
}

impl Counts {
    fn data(&'static self) -> *mut c_void {
        self.sent.fetch_add(1, Ordering::Relaxed);
        core::ptr::from_ref(self).cast_mut().cast()
    }

    fn leaked() -> &'static Self {
        Box::leak(Box::default())
    }

    unsafe fn of<'a>(data: *mut c_void) -> &'a Self {
        // SAFETY: what `data` gave.
        unsafe { &*data.cast() }
    }

    fn all_dropped(&self) -> bool {
        self.dropped.load(Ordering::SeqCst) == self.sent.load(Ordering::SeqCst)
    }
}

unsafe extern "C" fn ran(data: *mut c_void) {
    // SAFETY: the counts of the test.
    unsafe { Counts::of(data) }.ran.fetch_add(1, Ordering::SeqCst);
}
unsafe extern "C" fn ran_then(_task: u64, data: *mut c_void) {
    // SAFETY: as above.
    unsafe { ran(data) };
}
unsafe extern "C" fn ran_for_result(data: *mut c_void, out: *mut deputy_value) -> crate::status::deputy_status {
    // SAFETY: as above; `out` is writable by contract.
    unsafe {
        ran(data);
        *out = deputy_value::i32(5);
    }
    DEPUTY_OK
}
unsafe extern "C" fn dropped(data: *mut c_void) {
    // SAFETY: as above.
    unsafe { Counts::of(data) }.dropped.fetch_add(1, Ordering::SeqCst);
}

fn options() -> deputy_call_options {
    deputy_call_options { struct_size: size_of::<deputy_call_options>(), timeout_ms: 0, flags: 0, cancel: 0, into: 0 }
}

/// Threads that open a context, serve it for a moment and close it, again and again, while `body` runs with their ids.
fn with_servers(body: impl FnOnce(&[AtomicU32])) {
    let ids: [AtomicU32; 3] = Default::default();
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for id in &ids {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    let mut context = 0;
                    // SAFETY: the outputs are writable.
                    unsafe {
                        assert_eq!(deputy_context_open(&raw mut context), DEPUTY_OK);
                        id.store(context, Ordering::Relaxed);
                        assert_eq!(deputy_context_serve(2, core::ptr::null_mut()), DEPUTY_OK);
                    }
                    assert_eq!(deputy_context_close(), DEPUTY_OK);
                }
                deputy_core_thread_exit();
            });
        }
        body(&ids);
        stop.store(true, Ordering::Relaxed);
    });
}

/// What is sent to contexts that close is run, or refused, or dropped, once.
#[test]
fn contexts_close_under_their_senders() {
    host();
    deputy();
    let counts = Counts::leaked();
    with_servers(|ids| {
        std::thread::scope(|scope| {
            for sender in 0..3 {
                scope.spawn(move || {
                    for i in 0..400_usize {
                        let id = match i % 5 {
                            3 => DEPUTY_BACKGROUND,
                            4 => DEPUTY_MAIN,
                            _ => ids[(i + sender) % 3].load(Ordering::Relaxed),
                        };
                        let (mut task, mut out) = (0, deputy_value::NULL);
                        let soon = deputy_call_options { timeout_ms: 20, ..options() };
                        // SAFETY: counts live for ever; outputs are writable.
                        let status = unsafe {
                            match i % 7 {
                                0 => deputy_context_send(
                                    id,
                                    Some(ran_for_result),
                                    counts.data(),
                                    Some(dropped),
                                    &raw mut out,
                                    &raw const soon,
                                ),
                                1 | 2 => deputy_context_send_async(
                                    id,
                                    Some(ran_for_result),
                                    counts.data(),
                                    Some(dropped),
                                    &raw mut task,
                                    &raw const soon,
                                ),
                                _ => deputy_context_post(id, Some(ran), counts.data(), Some(dropped)),
                            }
                        };
                        assert!(
                            matches!(status, DEPUTY_OK | DEPUTY_STALE | DEPUTY_CLOSED | DEPUTY_TIMED_OUT),
                            "{status:?}"
                        );
                        if i % 2 == 0 {
                            deputy_task_cancel(task);
                        }
                        deputy_task_free(task);
                    }
                    deputy_core_thread_exit();
                });
            }
        });
    });
    until("every drop", || counts.all_dropped());
    assert!(counts.ran.load(Ordering::SeqCst) > 0);
}

/// Every call of an export is answered once, wherever it was sent and whoever left it.
#[test]
fn exports_are_answered_once() {
    host();
    deputy();
    let run = |frame: &OwnedFrame, _: &crate::signature::Signature, args: *const deputy_value, argc: usize| {
        // SAFETY: `argc` values, checked.
        let args = unsafe { core::slice::from_raw_parts(args, argc) };
        // SAFETY: checked values.
        Reply::Now(DEPUTY_OK, unsafe { memory::put(frame, args) }.expect("memory"), sys::tree::Owned::NOTHING)
    };
    export::add("races.mirror(text: string): string", Box::new(run)).expect("a good signature");
    with_servers(|ids| {
        std::thread::scope(|scope| {
            for caller in 0..3 {
                scope.spawn(move || {
                    let mut out = Vec::new();
                    for i in 0..300_usize {
                        let context = match (i + caller) % 4 {
                            0 => DEPUTY_MAIN,
                            1 => DEPUTY_BACKGROUND,
                            _ => ids[i % 3].load(Ordering::Relaxed),
                        };
                        let name = if i % 9 == 0 { "races.absent" } else { "races.mirror" };
                        let text = if i % 5 == 0 { "x".repeat(1000) } else { "short".into() };
                        let (at, answer) = host().call_export(context, name, &text, i % 5 != 0);
                        if i % 6 == 0 {
                            OwnedFrame::leave_export(at);
                        }
                        out.push(answer);
                        if out.len() == 50 {
                            for answer in out.drain(..) {
                                let (status, _) =
                                    answer.recv_timeout(Duration::from_millis(BOUND.into())).expect("an answer");
                                assert!(
                                    matches!(
                                        status,
                                        DEPUTY_OK | DEPUTY_NOT_FOUND | DEPUTY_STALE | DEPUTY_CLOSED | DEPUTY_CANCELLED
                                    ),
                                    "{status:?}"
                                );
                                assert!(answer.try_recv().is_err(), "one answer");
                            }
                        }
                    }
                });
            }
        });
    });
}

/// A function by its name, as DEPUTY_FN() makes it.
fn function(name: &'static str) -> deputy_js_fn {
    deputy_js_fn { name: name.as_ptr().cast(), len: name.len() as u32, internal: core::ptr::null_mut() }
}

/// Tasks of calls, and of the program, are waited for, continued, cancelled, timed out and freed from several threads at
/// once: each ends once, and nothing stays with the host.
#[test]
fn tasks_end_once_however_many_end_them() {
    host();
    let counts = Counts::leaked();
    for round in 0..150_u32 {
        let mut task = 0;
        let by_call = round % 3 != 0;
        if by_call {
            let mut called = function(["late", "never", "fails", "large", "give"][round as usize % 5]);
            let soon = deputy_call_options { timeout_ms: if round % 2 == 0 { 3 } else { 0 }, ..options() };
            // SAFETY: outputs are writable.
            let status = unsafe {
                deputy_js_call_async(DEPUTY_UI, &raw mut called, &raw mut task, core::ptr::null(), 0, &raw const soon)
            };
            assert_eq!(status, DEPUTY_OK);
        } else {
            // SAFETY: as above.
            assert_eq!(unsafe { deputy_task_new(&raw mut task) }, DEPUTY_OK);
        }
        std::thread::scope(|scope| {
            for racer in 0..4_u32 {
                scope.spawn(move || {
                    let (mut out, mut index) = (deputy_value::NULL, 0);
                    // SAFETY: counts live for ever; outputs are writable.
                    unsafe {
                        match (racer + round) % 4 {
                            0 => {
                                deputy_task_wait(task, BOUND, &raw mut out);
                                assert!(deputy_task_is_settled(task));
                                deputy_value_free(&raw mut out);
                            }
                            1 => {
                                deputy_task_wait_any(&raw const task, 1, BOUND, &raw mut index);
                                deputy_task_wait(task, 0, &raw mut out);
                                deputy_value_free(&raw mut out);
                            }
                            2 => {
                                let status = deputy_task_then(
                                    task,
                                    DEPUTY_BACKGROUND,
                                    Some(ran_then),
                                    counts.data(),
                                    Some(dropped),
                                );
                                assert_eq!(status, DEPUTY_OK);
                            }
                            _ => {
                                // Something has to end those that never do.
                                if round % 4 == 0 && !by_call {
                                    deputy_task_resolve(task, core::ptr::null());
                                }
                                deputy_task_cancel(task);
                            }
                        }
                    }
                    deputy_core_thread_exit();
                });
            }
        });
        deputy_task_free(task);
    }
    until("every continuation", || counts.all_dropped());
    assert_eq!(counts.ran.load(Ordering::SeqCst), counts.sent.load(Ordering::SeqCst), "each ran");
    let kept = || {
        let (calls, _, _) = host().kept();
        calls
    };
    until("no call is out", || kept() == 0);
}

/// A call that never ends is left when another thread cancels its token, and only then.
#[test]
fn tokens_end_calls_from_other_threads() {
    host();
    for round in 0..60_u64 {
        let mut token = 0;
        // SAFETY: outputs are writable.
        assert_eq!(unsafe { deputy_task_new(&raw mut token) }, DEPUTY_OK);
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(move || {
                    let mut called = function("late");
                    let mut out = deputy_value::NULL;
                    let how = deputy_call_options { cancel: token, ..options() };
                    // SAFETY: outputs are writable.
                    let status = unsafe {
                        deputy_js_call_with(
                            DEPUTY_UI,
                            &raw mut called,
                            &raw mut out,
                            core::ptr::null(),
                            0,
                            &raw const how,
                        )
                    };
                    assert!(matches!(status, DEPUTY_OK | DEPUTY_CANCELLED), "{status:?}");
                    deputy_core_thread_exit();
                });
            }
            scope.spawn(move || {
                std::thread::sleep(Duration::from_micros(round * 40));
                deputy_task_cancel(token);
            });
        });
        deputy_task_free(token);
    }
}

/// A thread ends in a function that was sent to it: the data of the function is dropped, and whoever waits is told. The
/// test's threads cannot leave a function without coming back: they stay.
#[test]
fn threads_end_in_what_they_run() {
    unsafe extern "C" fn ends(data: *mut c_void, _out: *mut deputy_value) -> crate::status::deputy_status {
        // SAFETY: the counts of the test.
        unsafe { ran(data) };
        deputy_core_thread_exit();
        loop {
            std::thread::park();
        }
    }
    host();
    let counts = Counts::leaked();
    for _ in 0..10 {
        let (sender, context) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        std::thread::spawn(move || {
            let mut id = 0;
            // SAFETY: the output is writable.
            unsafe { assert_eq!(deputy_context_open(&raw mut id), DEPUTY_OK) };
            sender.send(id).expect("it waits");
            while !stopped.load(Ordering::Relaxed) {
                // SAFETY: no output.
                unsafe { deputy_context_serve(1, core::ptr::null_mut()) };
            }
        });
        let id = context.recv().expect("an id");
        std::thread::scope(|scope| {
            for sender in 0..3 {
                scope.spawn(move || {
                    let mut task = 0;
                    // SAFETY: counts live for ever; outputs are writable.
                    unsafe {
                        let ending = if sender == 1 { ends } else { ran_for_result };
                        let status = deputy_context_send_async(
                            id,
                            Some(ending),
                            counts.data(),
                            Some(dropped),
                            &raw mut task,
                            core::ptr::null(),
                        );
                        if status == DEPUTY_OK {
                            let ended = deputy_task_wait(task, BOUND, core::ptr::null_mut());
                            assert!(matches!(ended, DEPUTY_OK | DEPUTY_CLOSED), "{ended:?}");
                            assert!(sender != 1 || ended == DEPUTY_CLOSED);
                        } else {
                            assert!(matches!(status, DEPUTY_STALE | DEPUTY_CLOSED), "{status:?}");
                        }
                        deputy_task_free(task);
                    }
                });
            }
        });
        stop.store(true, Ordering::Relaxed);
    }
    until("every drop", || counts.all_dropped());
}
