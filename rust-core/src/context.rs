//! Contexts: what can be called. This version has one, the UI.

use std::sync::OnceLock;

use crate::{frame::OwnedFrame, inbox::Inbox, protocol as p, status::deputy_status, sync::AtomicU32, sys};

/// Names a context: an index and a generation, so that an id never comes to mean another context.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
pub type deputy_context = u32;

/// The UI thread: the page's main thread, or Node's. It lives as long as the program.
///
/// \since 0.1.0
pub const DEPUTY_UI: deputy_context = 1;

/// What senders and the owner of a context share; laid out as `protocol.rs` says.
#[repr(C, align(64))]
pub struct Context {
    inbox: Inbox,
    /// Written by the owner only, read by whoever wants to know.
    pub(crate) calls: AtomicU32,
    pub(crate) posts: AtomicU32,
    pub(crate) posts_failed: AtomicU32,
    pub(crate) abandoned: AtomicU32,
}

#[cfg(all(target_arch = "wasm32", not(loom)))]
const _: () = {
    use core::mem::offset_of;
    assert!(offset_of!(Context, inbox) == p::CONTEXT_HEAD as usize);
    assert!(offset_of!(Context, calls) == p::CONTEXT_CALLS as usize);
    assert!(offset_of!(Context, posts) == p::CONTEXT_POSTS as usize);
    assert!(offset_of!(Context, posts_failed) == p::CONTEXT_POSTS_FAILED as usize);
    assert!(offset_of!(Context, abandoned) == p::CONTEXT_ABANDONED as usize);
    assert!(size_of::<Context>() == p::CONTEXT_SIZE as usize);
};

/// What the UI is handed at start; laid out as `protocol.rs` says.
#[repr(C)]
pub struct Root {
    /// The version of this library's protocol.
    pub protocol: u32,
    /// The UI's context.
    pub ui: &'static Context,
}

#[cfg(all(target_arch = "wasm32", not(loom)))]
const _: () = {
    use core::mem::offset_of;
    assert!(offset_of!(Root, protocol) == p::ROOT_PROTOCOL as usize);
    assert!(offset_of!(Root, ui) == p::ROOT_UI as usize);
};

/// The one root. Made by whichever thread needs it first.
pub fn root() -> &'static Root {
    static ROOT: OnceLock<&'static Root> = OnceLock::new();
    ROOT.get_or_init(|| {
        let ui = Box::leak(Box::new(Context {
            inbox: Inbox::default(),
            calls: AtomicU32::new(0),
            posts: AtomicU32::new(0),
            posts_failed: AtomicU32::new(0),
            abandoned: AtomicU32::new(0),
        }));
        Box::leak(Box::new(Root { protocol: p::PROTOCOL, ui }))
    })
}

impl Context {
    /// The context of an id.
    pub fn find(id: deputy_context) -> Result<&'static Self, deputy_status> {
        if id == DEPUTY_UI { Ok(root().ui) } else { Err(deputy_status::DEPUTY_STALE) }
    }

    /// Whether the calling thread is the one that serves this context.
    pub fn is_mine(&self) -> bool {
        sys::is_ui()
    }

    /// The owner's side, for tests that play the host.
    #[cfg(all(test, not(loom)))]
    pub(crate) fn take(&self) -> crate::inbox::Batch {
        self.inbox.take()
    }

    /// The owner's side, for tests that play the host.
    #[cfg(all(test, not(loom)))]
    pub(crate) fn sleep(&self) -> bool {
        self.inbox.sleep()
    }

    /// Appends a frame and wakes the owner if it sleeps. Returns whether it had to.
    pub fn push(&self, frame: OwnedFrame) -> bool {
        let asleep = self.inbox.push(frame);
        if asleep {
            sys::ring_ui();
        }
        asleep
    }
}
