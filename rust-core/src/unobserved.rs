//! Failures that nobody will ever look at: the UI's host tells the page of each, once (`Host.report`).

use crate::{context::root, frame::Kind, sys, task::Settled, thread::Thread};

/// A task failed, and the calling thread has found that nobody will look.
pub fn report(settled: &Settled) {
    let frame = Thread::current().spare_frame();
    frame.prepare(Kind::Report, 0, b"", core::ptr::null(), 1);
    frame.tell(settled.status);
    frame.arguments(sys::memory::put_kept(&frame, &settled.value));
    // The UI's inbox is never closed.
    let _ = root().ui.push(frame);
}
