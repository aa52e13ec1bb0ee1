//! What can be chosen: words in shared memory, which the page writes at start and the program at any time.

use crate::{
    protocol as p,
    sync::{AtomicU32, Ordering},
    sys,
};

/// The words; laid out as `protocol.rs` says.
#[repr(C)]
pub struct Options {
    pub(crate) linger_us: AtomicU32,
    pub(crate) budget_us: AtomicU32,
    pub(crate) spin_us: AtomicU32,
    pub(crate) log_level: AtomicU32,
    pub(crate) unobserved: AtomicU32,
    pub(crate) blocking: AtomicU32,
    pub(crate) pool_reserve: AtomicU32,
    pub(crate) pool_max: AtomicU32,
    pub(crate) pool_trim_ms: AtomicU32,
    pub(crate) watchdog_ms: AtomicU32,
    stack_size: AtomicU32,
}

/// What synchronous calls of the page's may do (`deputy_blocking`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
pub enum Blocking {
    /// There are none.
    Prevent,
    /// Nothing waits in them.
    Throw,
    /// Who waits in them is reported.
    Warn,
    /// Everything.
    Allow,
}

#[cfg(all(target_arch = "wasm32", not(loom)))]
const _: () = {
    use core::mem::offset_of;
    assert!(offset_of!(Options, linger_us) == p::OPTION_LINGER as usize);
    assert!(offset_of!(Options, budget_us) == p::OPTION_BUDGET as usize);
    assert!(offset_of!(Options, spin_us) == p::OPTION_SPIN as usize);
    assert!(offset_of!(Options, log_level) == p::OPTION_LOG as usize);
    assert!(offset_of!(Options, unobserved) == p::OPTION_UNOBSERVED as usize);
    assert!(offset_of!(Options, blocking) == p::OPTION_BLOCKING as usize);
    assert!(offset_of!(Options, pool_reserve) == p::OPTION_RESERVE as usize);
    assert!(offset_of!(Options, pool_max) == p::OPTION_WORKERS as usize);
    assert!(offset_of!(Options, pool_trim_ms) == p::OPTION_TRIM as usize);
    assert!(offset_of!(Options, watchdog_ms) == p::OPTION_WATCHDOG as usize);
    assert!(offset_of!(Options, stack_size) == p::OPTION_STACK as usize);
    assert!(size_of::<Options>() == p::OPTIONS_SIZE as usize);
};

/// Levels of the log, most important first.
///
/// cbindgen:ignore
pub const LOG_LEVELS: u32 = 5;

impl Default for Options {
    fn default() -> Self {
        let [linger_us, budget_us, spin_us, log_level, unobserved, blocking] =
            [p::DEFAULT_LINGER, p::DEFAULT_BUDGET, p::DEFAULT_SPIN, p::DEFAULT_LOG, 0, 0].map(AtomicU32::new);
        let [pool_reserve, pool_max, pool_trim_ms, watchdog_ms] =
            [p::DEFAULT_RESERVE, p::DEFAULT_WORKERS, p::DEFAULT_TRIM, p::DEFAULT_WATCHDOG].map(AtomicU32::new);
        Self {
            linger_us,
            budget_us,
            spin_us,
            log_level,
            unobserved,
            blocking,
            pool_reserve,
            pool_max,
            pool_trim_ms,
            watchdog_ms,
            stack_size: AtomicU32::new(0),
        }
    }
}

impl Options {
    /// Microseconds a native thread polls before it sleeps, at most.
    pub fn spin_us(&self) -> u32 {
        // Relaxed, here and below: a choice orders nothing.
        self.spin_us.load(Ordering::Relaxed)
    }

    /// The blocking mode.
    pub fn blocking(&self) -> Blocking {
        match self.blocking.load(Ordering::Relaxed) {
            1 => Blocking::Throw,
            2 => Blocking::Warn,
            3 => Blocking::Allow,
            _ => Blocking::Prevent,
        }
    }

    /// The page has chosen: what libc is to know it is told.
    pub fn apply(&self) {
        match self.stack_size.load(Ordering::Relaxed) {
            0 => {}
            size => sys::set_default_stack(size),
        }
    }

    /// The least important level that is logged; 0 is none.
    pub fn log_level(&self) -> u32 {
        self.log_level.load(Ordering::Relaxed)
    }
}
