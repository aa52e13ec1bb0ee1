//! Chains: everything that native code does on behalf of one synchronous call of the page's.
//!
//! The UI spins for such a call, and runs meanwhile only what belongs to it: calls carry the number of their chain. A
//! thread has one while it runs a synchronous export, or a function that somebody in a chain waits for
//! (`deputy_context_send`). Everything it sends to the UI meanwhile belongs to the chain.

use crate::{
    context::root,
    log,
    options::Blocking,
    protocol as p,
    status::deputy_status::{self, DEPUTY_WOULD_BLOCK},
    sync::Ordering,
    thread::Thread,
};

/// A chain, and the export that runs for it.
#[derive(Clone, Copy)]
pub struct Chain {
    /// Its number; 0 if there is none.
    pub id: u32,
    /// The export's name.
    pub export: &'static str,
}

impl Chain {
    /// Nobody's.
    pub const NONE: Self = Self { id: 0, export: "" };
}

/// The thread is in a chain until this is dropped.
pub struct Member {
    thread: &'static Thread,
    before: Chain,
}

impl Member {
    /// The thread runs for `chain` from now on. Without a chain it stays in the one it is in: whoever waits for that waits for
    /// what runs in between, too.
    pub fn enter(thread: &'static Thread, chain: Chain) -> Self {
        let before = thread.chain.get();
        if chain.id != 0 {
            thread.chain.set(chain);
        }
        Self { thread, before }
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        self.thread.chain.set(self.before);
    }
}

/// Whether the UI spins for the thread's chain now.
pub fn holds_ui(thread: &'static Thread) -> bool {
    let chain = thread.chain.get().id;
    chain != 0 && root().spin.load(Ordering::Acquire) == chain
}

/// Whether the thread may wait in `what`, by the blocking mode: outside of a chain always.
pub fn may_wait(thread: &'static Thread, what: &'static str) -> Result<(), deputy_status> {
    if thread.chain.get().id == 0 { Ok(()) } else { may_wait_in_chain(thread, what) }
}

#[cold]
fn may_wait_in_chain(thread: &'static Thread, what: &'static str) -> Result<(), deputy_status> {
    match root().options.blocking() {
        Blocking::Prevent | Blocking::Throw => Err(DEPUTY_WOULD_BLOCK),
        Blocking::Warn => {
            warn(thread.chain.get().export, what);
            Ok(())
        }
        Blocking::Allow => Ok(()),
    }
}

/// Once for an export and what it waits in.
fn warn(export: &'static str, what: &'static str) {
    static WARNED: parking_lot::Mutex<Vec<(&str, &str)>> = parking_lot::Mutex::new(Vec::new());
    let mut warned = WARNED.lock();
    if !warned.contains(&(export, what)) {
        warned.push((export, what));
        drop(warned);
        log::line(
            log::WARN,
            &format!(
                "{export}: {what}() waits while the page waits for this call; call {export} with 'await deputy.call()', or do not wait in it"
            ),
        );
    }
}

/// What a wait for tasks publishes (`Thread::waits`).
pub const fn kind_of_wait(promises: bool, pumps: bool) -> u32 {
    let kind = if promises { p::WAIT_PROMISE } else { p::WAIT_TASK };
    kind | if pumps { p::WAIT_PUMPS } else { 0 }
}
