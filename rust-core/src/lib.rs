//! The native core of emdeputy: calls from any thread into JavaScript, over shared memory.
//!
//! `docs/architecture.md` follows one call through these files.
#![deny(unsafe_code)]
// What std does where there is no memory has no stable hook; std is rebuilt for this target in any case.
#![cfg_attr(target_os = "emscripten", feature(alloc_error_hook))]

pub mod ahead;
pub mod background;
pub mod call;
pub mod callback;
pub mod chain;
pub mod console;
pub mod context;
pub mod crew;
pub mod export;
// Not where tests/codec runs: there is no C, and no malloc.
#[cfg(not(any(loom, target_os = "unknown")))]
#[allow(unsafe_code, reason = "the C border")]
pub mod ffi;
pub mod frame;
// Only the C border uses it.
#[cfg(not(any(loom, target_os = "unknown")))]
pub mod http;
pub mod inbox;
pub mod io;
pub mod log;
mod map;
pub mod name;
pub mod object;
pub mod options;
pub mod panic;
#[cfg(all(test, not(loom)))]
#[allow(clippy::expect_used, clippy::unwrap_used, clippy::indexing_slicing, reason = "test only")]
mod played;
pub mod pool;
pub mod protocol;
#[cfg(all(test, not(loom)))]
#[allow(clippy::expect_used, clippy::unwrap_used, clippy::indexing_slicing, reason = "test only")]
#[allow(unsafe_code, reason = "calls the C interface")]
mod races;
pub mod running;
pub mod shared;
pub mod signature;
pub mod spawn;
pub mod spin;
pub mod status;
pub mod sync;
#[allow(unsafe_code, reason = "the only door to the platform")]
pub mod sys;
pub mod task;
// Only the C border uses it.
#[cfg(not(any(loom, target_os = "unknown")))]
pub mod texts;
pub mod thread;
pub mod timer;
// Only the C border uses it.
#[cfg(not(any(loom, target_os = "unknown")))]
pub mod turn;
pub mod unobserved;
#[allow(unsafe_code, reason = "Send and Sync of a type that holds addresses")]
pub mod value;
pub mod work;
pub mod worker;
