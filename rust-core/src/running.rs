//! What the calling thread runs for somebody who waits. The program's function may never come back: its thread may end in
//! it (`pthread_exit`), and nothing unwinds then. Whoever waits is told all the same.

use std::{
    cell::{Cell, RefCell},
    sync::Arc,
};

use crate::{
    callback,
    crew::Member,
    export,
    frame::OwnedFrame,
    status::deputy_status::*,
    task::{Settled, Task},
};

/// What the program gave with a function: dropped when the function has returned, or its thread has ended.
pub type Given = Box<dyn Send>;

/// One function that runs.
pub enum Running {
    /// An export; the frame of its call, once more.
    Export(OwnedFrame),
    /// A callback: the frame of its call, once more, and its serial.
    Callback(OwnedFrame, u64),
    /// A function that was sent; the task of its result.
    Task(Arc<Task>, Given),
    /// A function that nobody waits for.
    Posted(Given),
    /// A part of a crew's work.
    Part(Member),
    /// A job that is such a part.
    Job(Given),
}

/// Whoever waits for a function, for others who ask whether it still does.
pub enum Caller {
    /// Of an export or a callback: the frame of the call, once more.
    Call(OwnedFrame),
    /// Of a function that was sent.
    Task(Arc<Task>),
    /// Of a part.
    Part(Arc<crate::crew::Crew>),
}

impl Caller {
    /// Whether it does not wait any more.
    pub fn is_gone(&self) -> bool {
        match self {
            Self::Call(frame) => frame.is_left(),
            Self::Task(task) => task.is_over(),
            Self::Part(crew) => crew.is_left(),
        }
    }
}

/// Whoever waits for the calling thread's innermost function.
pub fn caller() -> Option<Caller> {
    RUNNING.with_borrow(|running| match running.iter().rfind(|what| !matches!(what, Running::Job(_)))? {
        Running::Export(frame) | Running::Callback(frame, _) => Some(Caller::Call(frame.twin())),
        Running::Task(task, _) => Some(Caller::Task(task.clone())),
        Running::Part(member) => Some(Caller::Part(member.crew())),
        Running::Posted(_) | Running::Job(_) => None,
    })
}

thread_local! {
    /// The innermost is the last.
    static RUNNING: RefCell<Vec<Running>> = const { RefCell::new(Vec::new()) };
    /// There may be something in it. A thread that touched it first when it ends would leave the list of what std has to destroy
    /// behind: that is made with the first such variable, and was looked at for the last time.
    static USED: Cell<bool> = const { Cell::new(false) };
}

/// A function begins.
pub fn enter(what: Running) {
    USED.set(true);
    RUNNING.with_borrow_mut(|running| running.push(what));
}

/// The innermost function has returned.
pub fn leave() {
    let _ = RUNNING.with_borrow_mut(Vec::pop);
}

/// Whether nobody waits for the innermost function any more.
pub fn is_left() -> bool {
    caller().is_some_and(|caller| caller.is_gone())
}

/// The calling thread ends.
pub fn thread_ends() {
    if !USED.take() {
        return;
    }
    for what in RUNNING.take() {
        match what {
            Running::Export(frame) => export::fail(frame, DEPUTY_CLOSED, "the thread that ran it has ended"),
            Running::Callback(frame, serial) => {
                callback::leave(serial);
                export::fail(frame, DEPUTY_CLOSED, "the thread that ran it has ended");
            }
            Running::Task(task, given) => {
                drop(given);
                task.settle(Settled::without_value(DEPUTY_CLOSED));
            }
            Running::Posted(given) | Running::Job(given) => drop(given),
            Running::Part(member) => drop(member),
        }
    }
}
