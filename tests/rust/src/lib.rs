//! What the Rust tests share. Its being used links the core, which is what makes a program one with a deputy.
pub mod crates;
pub mod executors;
pub mod partner;
pub mod primitives;

pub use deputy;
