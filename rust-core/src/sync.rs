//! One name for what loom replaces: the model checker's atomics under `--cfg loom`, the standard ones otherwise.

#[cfg(loom)]
pub use loom::{
    hint::spin_loop,
    sync::atomic::{AtomicPtr, AtomicU32, Ordering},
};
#[cfg(not(loom))]
pub use std::{
    hint::spin_loop,
    sync::atomic::{AtomicPtr, AtomicU32, Ordering},
};
