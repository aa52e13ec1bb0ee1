//! Failures that nobody will ever look at: the UI's host tells the page of each, once (`Host.report`).

use crate::{call, context::root, frame::Kind, sys, task::Settled};

/// A task failed, and the calling thread has found that nobody will look.
pub fn report(settled: &Settled) {
    call::tell(root().ui, Kind::Report, 0, |frame| {
        frame.tell(settled.status);
        frame.arguments(sys::memory::put_kept(frame, &settled.value));
    });
}
