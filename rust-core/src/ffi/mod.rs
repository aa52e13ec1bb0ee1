//! The C border: checks what comes in, then calls the safe modules. Every function here is in `include/deputy.h`.

pub mod batch;
pub mod call;
pub mod callback;
pub mod context;
pub mod core;
pub mod crypto;
pub mod export;
pub mod file;
pub mod handle;
pub mod http;
pub mod object;
pub mod options;
pub mod pool;
pub mod status;
pub mod task;
pub mod thread;
pub mod threads;
pub mod timer;
pub mod unobserved;
mod user;
pub mod value;
pub mod watch;
pub mod worker;
pub mod ws;
