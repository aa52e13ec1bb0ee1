//! Dotted names of JavaScript functions, interned: the host meets a text once and knows it by number after that.

use std::sync::atomic::{AtomicU32, Ordering};

use parking_lot::Mutex;

use crate::{map::Map, status::deputy_status, sys};

/// The longest name, in bytes.
pub(crate) const MAX: usize = 1024;

/// An interned name.
pub struct Entry {
    /// From 1 up.
    pub id: u32,
    /// UTF-8, as JavaScript sees it.
    pub text: &'static [u8],
}

/// A name that lives as long as the program.
pub type Name = &'static Entry;

static NAMES: Mutex<Option<Map<&'static [u8], Name>>> = Mutex::new(None);

/// The number of the last name.
static LAST: AtomicU32 = AtomicU32::new(0);

fn make(text: &[u8]) -> Name {
    // With a NUL behind it, for C.
    let with_nul: &'static [u8] = Box::leak([text, b"\0"].concat().into_boxed_slice());
    let text = with_nul.get(..text.len()).unwrap_or_default();
    // Relaxed: a number orders nothing.
    Box::leak(Box::new(Entry { id: LAST.fetch_add(1, Ordering::Relaxed) + 1, text }))
}

/// The entry of a name. Takes a lock: callers keep what they get (`deputy_js_fn` does).
pub fn intern(text: &[u8]) -> Result<Name, deputy_status> {
    if text.is_empty() || text.len() > MAX || core::str::from_utf8(text).is_err() {
        return Err(deputy_status::DEPUTY_INVALID_ARGUMENT);
    }
    // The UI waits for no lock: while another thread has it, the name gets a number of its own there. The host knows a
    // function by its text, so that it may have several.
    let guard = if sys::is_ui() { NAMES.try_lock() } else { Some(NAMES.lock()) };
    let Some(mut guard) = guard else { return Ok(make(text)) };
    let names = guard.get_or_insert_with(Map::default);
    if let Some(name) = names.get(text) {
        return Ok(name);
    }
    let name = make(text);
    names.insert(name.text, name);
    Ok(name)
}
