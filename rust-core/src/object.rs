//! Handles of JavaScript objects, and references to them.
//!
//! A handle is a number that is never used again, with the index of the context that has the object. The host counts the
//! references that native code has (emscripten-js/host/objects.js). Here a reference is nothing but the handle, so that
//! giving one back never takes a lock and never waits, on any thread.
//!
//! # The way of a release
//! A thread has one frame of releases open at a time ([`OpenReleases`]). It lies in the inbox of the context already, and
//! takes more while it lies there. Two parties write its state word:
//!
//! | from | to | by |
//! |---|---|---|
//! | n | n + 1 | the thread: it has written slot n (release; the host's fetch-or acquires it) |
//! | n | n with CLOSED | the host: nothing is added any more |
//!
//! Finding it closed or full, the thread opens another one. Only the thread takes frames off its stack of free ones, so it
//! knows at every append what the frame is now.
//!
//! # What a release does not overtake
//! The host closes the frames it has seen when it has run all of a batch. What was queued before a release was appended is
//! then in the inbox, or has run: the host takes the inbox and runs all of it, and only then applies the releases. A
//! reference that is added ([`retain`]) is a frame of its own, queued before whatever gives the reference back.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::{
    context::{Context, deputy_context, index_of},
    frame::OwnedFrame,
    protocol as p,
    status::deputy_status,
    thread::Thread,
};

/// One context in the upper bits of a handle.
const OWNER: u64 = 1 << p::HANDLE_BITS;

/// The index of the context that a handle belongs to.
#[allow(clippy::cast_possible_truncation, reason = "12 bits")]
pub const fn owner(handle: u64) -> u32 {
    (handle / OWNER) as u32
}

/// The context that a handle belongs to.
pub fn context_of(handle: u64) -> Result<&'static Context, deputy_status> {
    Context::with_objects(owner(handle))
}

/// One reference more, for a copy of a handle. Stale handles stay stale.
pub fn retain(handle: u64) {
    let Ok(context) = context_of(handle) else { return };
    let frame = Thread::current().spare_frame();
    frame.retain(handle);
    // Refused, the context has gone, and its objects with it.
    let _ = context.push(frame).map_err(OwnedFrame::go_home);
}

/// One reference less. Stale handles stay stale.
pub fn release(handle: u64) {
    let Ok(context) = context_of(handle) else { return };
    let (thread, index) = (Thread::current(), owner(handle));
    if thread.releases.get().is_some_and(|open| open.append(index, handle)) {
        return;
    }
    let (frame, open) = thread.spare_frame().releases(index, handle);
    thread.releases.set(Some(open));
    // Refused, the context has gone, and the frame is not open any more.
    let _ = context.push(frame).map_err(|frame| {
        thread.releases.set(None);
        frame.go_home();
    });
}

/// A handle that nothing is bound to yet.
pub fn reserve(context: deputy_context) -> Result<u64, deputy_status> {
    /// Odd: even ones are the host's.
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let context = if context == 0 { crate::context::DEPUTY_UI } else { context };
    Context::javascript(context)?;
    // Relaxed: a number orders nothing.
    Ok(NEXT.fetch_add(2, Ordering::Relaxed) | (u64::from(index_of(context)) * OWNER))
}

#[cfg(all(test, loom))]
mod loom_tests {
    use super::*;
    use crate::frame::Kind;

    /// A thread gives references back while the host closes what it has seen: each comes out once, in a frame that was pushed.
    #[test]
    fn loom_releases_are_neither_lost_nor_doubled() {
        loom::model(|| {
            let (context, home): (_, &'static Thread) = (Context::leak(9), Box::leak(Box::new(Thread::new())));
            // Without an owner it would be looked up whether it is the UI's, in a root that only the first execution makes.
            context.set_owner(home);
            let producer = loom::thread::spawn(move || {
                let mut open = None::<crate::frame::OpenReleases>;
                for handle in 1..=3 {
                    if open.is_some_and(|open| open.append(1, handle)) {
                        continue;
                    }
                    let frame = home.frame_at_once();
                    let (frame, opened) = frame.releases(1, handle);
                    open = Some(opened);
                    assert!(context.push(frame).is_ok());
                }
            });
            let mut got = Vec::new();
            let mut look = || {
                let seen: Vec<_> = context.take().collect();
                for frame in seen {
                    assert_eq!(frame.kind(), Kind::Unref as u32);
                    got.extend(frame.close_releases());
                    home.give_back(frame);
                }
            };
            look();
            producer.join().expect("no panic");
            look();
            assert_eq!(got, [1, 2, 3]);
        });
    }
}
