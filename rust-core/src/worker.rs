//! JavaScript on native threads. A thread whose context has a host (emscripten-js/host/worker.js) takes its own inbox, as every
//! native owner does, and hands what is for JavaScript to the host; so calls reach it in its event loop, and in waits that serve.
//!
//! A JS worker is such a thread that stays in its event loop when its function has returned.

use core::ptr::from_ref;
use std::{cell::RefCell, sync::Arc};

use crate::{
    context::{Context, HOOKS, Hooks, Scripted, Target, deputy_context},
    protocol as p, shared,
    status::deputy_status::{self, *},
    sys,
    task::{Settled, Task},
    thread::Thread,
};

/// How far a JS worker has come.
enum Life {
    /// Its function runs. True: and it is to end after that.
    Runs(bool),
    /// It lives on its event loop. What its task will be told.
    Lives(Arc<Task>, Settled),
    /// It is about to end.
    Ends(Arc<Task>, Settled),
}

thread_local! {
    static LIFE: RefCell<Option<Life>> = const { RefCell::new(None) };
}

/// The calling thread's context, with JavaScript from now on.
pub fn open(calls: &sys::ScriptCalls) -> Result<deputy_context, deputy_status> {
    open_as(Scripted::Opened, calls)
}

fn open_as(how: Scripted, calls: &sys::ScriptCalls) -> Result<deputy_context, deputy_status> {
    // Values that go to another host may have to be fetched there (`Settled::for_host`).
    shared::enable();
    let _ = HOOKS.get_or_init(|| Hooks {
        run: |frame, how| sys::script_run(from_ref(frame).cast(), how as u32),
        between: sys::script_between,
        close: sys::script_close,
        closed,
    });
    Context::open_script(how, |context, id, stock: &Thread| {
        sys::script_open(from_ref(context).cast(), id, from_ref(stock).cast(), calls);
    })
}

/// The calling thread is a JS worker, and its function comes next.
pub fn begin(calls: &sys::ScriptCalls) -> Result<deputy_context, deputy_status> {
    let id = open_as(Scripted::Worker, calls)?;
    Thread::current().set_kind(p::THREAD_WORKER);
    LIFE.set(Some(Life::Runs(false)));
    Ok(id)
}

/// Its function has returned: the thread lives on, unless that failed or it is to end.
pub fn live_on(task: Arc<Task>, settled: Settled) {
    LIFE.with_borrow_mut(|life| {
        let ends = settled.status != DEPUTY_OK || matches!(life, Some(Life::Runs(true)));
        if !ends {
            sys::stay(true);
        }
        *life = Some(if ends { Life::Ends(task, settled) } else { Life::Lives(task, settled) });
    });
}

/// Has a JS worker end, as soon as it is in its event loop.
pub fn end(id: deputy_context) -> Result<(), deputy_status> {
    let target = Target::find(id)?;
    match target {
        Target::Inbox(context, _) if context.is_worker() => {}
        Target::Inbox(context, _) => return Err(context.why_without_script()),
        _ => return Err(DEPUTY_UNSUPPORTED),
    }
    if id == Context::current() {
        end_here();
        return Ok(());
    }
    target.submit(Box::new(end_here))
}

fn end_here() {
    LIFE.with_borrow_mut(|life| {
        *life = match life.take() {
            Some(Life::Runs(_)) => Some(Life::Runs(true)),
            Some(Life::Lives(task, settled)) => {
                sys::stay(false);
                Some(Life::Ends(task, settled))
            }
            other => other,
        };
    });
}

/// The calling thread's context has closed. If it was a JS worker's, which does that when it ends, whoever waits for it is told.
fn closed() {
    if let Some(Life::Lives(task, settled) | Life::Ends(task, settled)) = LIFE.take() {
        task.settle(settled);
    }
}
