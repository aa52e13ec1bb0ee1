//! Dotted names of JavaScript functions, interned: the host meets a text once and knows it by number after that.

use std::collections::HashMap;

use parking_lot::Mutex;

use crate::status::deputy_status;

/// The longest name, in bytes.
pub(crate) const MAX: usize = 1024;

/// An interned name.
pub struct Entry {
    /// From 1 up, dense.
    pub id: u32,
    /// UTF-8, as JavaScript sees it.
    pub text: &'static [u8],
}

/// A name that lives as long as the program.
pub type Name = &'static Entry;

static NAMES: Mutex<Option<HashMap<&'static [u8], Name>>> = Mutex::new(None);

/// The entry of a name. Takes a lock: callers keep what they get (`deputy_js_fn` does).
pub fn intern(text: &[u8]) -> Result<Name, deputy_status> {
    if text.is_empty() || text.len() > MAX || core::str::from_utf8(text).is_err() {
        return Err(deputy_status::DEPUTY_INVALID_ARGUMENT);
    }
    let mut guard = NAMES.lock();
    let names = guard.get_or_insert_with(HashMap::new);
    if let Some(name) = names.get(text) {
        return Ok(name);
    }
    let id = u32::try_from(names.len() + 1).map_err(|_| deputy_status::DEPUTY_NO_MEMORY)?;
    let text: &'static [u8] = Box::leak(text.to_vec().into_boxed_slice());
    let name: Name = Box::leak(Box::new(Entry { id, text }));
    names.insert(text, name);
    Ok(name)
}
