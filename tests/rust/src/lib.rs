//! What the Rust tests share. Its being used links the core, which is what makes a program one with a deputy.
pub use deputy;
