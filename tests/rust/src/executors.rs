//! A scenario on every executor there is, beside an idle page, a busy one, or a hidden one; in C it is tests/c/executors.h and blocks.h.
use std::{
    ffi::{CStr, c_void},
    ptr::{null, null_mut},
    sync::mpsc,
    thread,
    time::Duration,
};

use deputy::{
    context::{DEPUTY_BACKGROUND, DEPUTY_POOL, DEPUTY_UI},
    ffi::{
        call::{deputy_js_call, deputy_js_fn},
        context::{deputy_context_current, deputy_context_post},
        task::deputy_task_free,
        worker::{deputy_worker_end, deputy_worker_spawn},
    },
    status::deputy_status::{self, DEPUTY_OK},
    value::deputy_value,
};

/// Longer than anything takes that does not hang.
pub const BOUND: Duration = Duration::from_secs(20);

type Body = fn();

struct Run {
    body: Body,
    done: mpsc::Sender<()>,
}

extern "C" fn run(data: *mut c_void) {
    // SAFETY: from `Box::into_raw`, once.
    let run = unsafe { Box::from_raw(data.cast::<Run>()) };
    (run.body)();
    run.done.send(()).expect("somebody waits");
}

extern "C" fn run_in_worker(data: *mut c_void, _: *mut deputy_value) -> deputy_status {
    run(data);
    deputy_worker_end(deputy_context_current())
}

/// Has `start` run the body somewhere, and waits for its end.
fn elsewhere(executor: &str, body: Body, start: impl FnOnce(*mut c_void)) {
    let (done, is_done) = mpsc::channel();
    start(Box::into_raw(Box::new(Run { body, done })).cast());
    is_done.recv_timeout(BOUND).unwrap_or_else(|_| panic!("no end on the executor {executor}"));
}

/// The deputy, a new thread, the background, the compute pool, a JS worker.
pub fn on_each_executor(body: Body) {
    body();
    thread::spawn(body).join().expect("it returns");
    for (name, context) in [("background", DEPUTY_BACKGROUND), ("pool", DEPUTY_POOL)] {
        elsewhere(name, body, |data| {
            // SAFETY: `run` takes the data.
            assert_eq!(unsafe { deputy_context_post(context, Some(run), data, None) }, DEPUTY_OK);
        });
    }
    elsewhere("JS worker", body, |data| {
        let (mut context, mut task) = (0, 0);
        // SAFETY: `run_in_worker` takes the data; the outs are writable.
        let status =
            unsafe { deputy_worker_spawn(Some(run_in_worker), data, None, null(), &raw mut context, &raw mut task) };
        assert_eq!(status, DEPUTY_OK);
        deputy_task_free(task);
    });
}

/// What a function of the page without arguments gives.
pub fn ask(name: &'static CStr) -> i32 {
    let len = name.to_bytes().len() as u32;
    let mut function = deputy_js_fn { name: name.as_ptr(), len, internal: null_mut() };
    let mut out = deputy_value::NULL;
    // SAFETY: the name is static, there are no arguments, and `out` is writable.
    let status = unsafe { deputy_js_call(DEPUTY_UI, &raw mut function, &raw mut out, null(), 0) };
    assert_eq!(status, DEPUTY_OK, "{name:?}");
    // SAFETY: the functions of the page give integers.
    unsafe { out.data.i32 }
}

/// Beside a page that is idle, and one that is busy 200 ms at a time.
pub fn idle_and_busy(body: Body) {
    on_each_executor(body);
    ask(c"beBusy");
    on_each_executor(body);
    assert!(ask(c"beIdle") >= 2, "turns of 200 ms");
}

/// With the page hidden behind another tab.
pub fn hidden(body: Body) {
    assert_eq!(ask(c"isHidden"), 1);
    on_each_executor(body);
    assert_eq!(ask(c"isHidden"), 1);
}
