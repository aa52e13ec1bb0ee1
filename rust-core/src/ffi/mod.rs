//! The C border: checks what comes in, then calls the safe modules. Every function here is in `include/deputy.h`.

pub mod call;
pub mod core;
pub mod status;
pub mod value;
