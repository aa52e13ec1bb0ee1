//! A piece of native work on its way to the context that runs it.

/// Runs once, or is dropped without having run; whatever it owns is released exactly once either way.
pub type Work = Box<dyn FnOnce() + Send>;
