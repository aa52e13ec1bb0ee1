//! The log: lines with a level and a thread's name, from any thread to the page's console. It is the logger of the `log`
//! crate, for the runtime and for programs in Rust; C has `deputy_log()`.
//!
//! A line is a post of the runtime's own: never waited for, in order with the calls and posts of its thread.

use log::{LevelFilter, Metadata, Record};

use crate::{call, context::root, frame::Kind, sys};

/// The level of what failed.
///
/// cbindgen:ignore
pub const ERROR: u32 = 1;

/// The level of what is wrong, but goes on.
///
/// cbindgen:ignore
pub const WARN: u32 = 2;

struct Console;

/// From now on the `log` crate's lines come here, unless the program has a logger of its own.
pub fn install() {
    static CONSOLE: Console = Console;
    if log::set_logger(&CONSOLE).is_ok() {
        // What counts is the option, which may change at any time.
        log::set_max_level(LevelFilter::Trace);
    }
}

/// Whether lines of this level are logged.
pub fn enabled(level: u32) -> bool {
    level <= root().options.log_level()
}

/// Logs a line.
pub fn line(level: u32, text: &str) {
    if !enabled(level) {
        return;
    }
    call::tell(root().ui, Kind::Log, level, |frame| frame.arguments(sys::memory::put_text(frame, text)));
}

impl log::Log for Console {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        enabled(metadata.level() as u32)
    }

    fn log(&self, record: &Record<'_>) {
        line(record.level() as u32, &record.args().to_string());
    }

    fn flush(&self) {}
}
