//! A panic, of the core or of the program's own Rust code, ends the program: `exited` rejects with thread, place and reason. So does the
//! want of memory where nothing can go on without.

use crate::{sys, thread::Thread};

/// From now on panics end the program so, unless the program sets a hook of its own.
pub fn install() {
    std::panic::set_hook(Box::new(|panic| {
        let thread = std::thread::current();
        let thread = thread.name().map_or_else(|| Thread::current().label(), Into::into);
        let place = panic.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
        let reason = panic.payload_as_str().unwrap_or("a value that is no text");
        sys::abort(&format!("thread {thread} panicked{place}: {reason}"));
    }));
    #[cfg(target_os = "emscripten")]
    std::alloc::set_alloc_error_hook(|_| sys::abort_for(c"there is no memory left"));
}
