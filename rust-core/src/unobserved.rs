//! Failures that nobody will ever look at: the UI's host tells the page of each, once (`Tasks.report`).

use crate::{
    call,
    context::root,
    frame::{Kind, OwnedFrame},
    status::deputy_status,
    sys,
    task::Settled,
    thread::Thread,
    value::deputy_value,
};

/// A task failed, and the calling thread has found that nobody will look.
pub fn report(settled: Settled) {
    // Another thread may have to tell it.
    let found = Thread::current().label();
    settled.for_host(root().ui, move |settled| {
        tell(settled.status, |frame| sys::memory::put_unseen(frame, &settled.value, &found));
    });
}

/// The same of anything else. `put` leaves three values: the error, what failed, and on which thread; null for whatever is not known.
pub fn tell(status: deputy_status, put: impl FnOnce(&OwnedFrame) -> *const deputy_value) {
    call::tell(root().ui, Kind::Report, 0, |frame| {
        frame.tell(status);
        frame.arguments(put(frame));
    });
}
