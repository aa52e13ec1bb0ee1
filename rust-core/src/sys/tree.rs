//! Values that refer to others: copies of them, and a walk over them.
//!
//! What a caller gives is a tree of pointers. A copy has everything in one piece of memory: first the values, then for each in
//! turn its content, aligned to 8 bytes (texts to 1, with a NUL behind them), and what that refers to: the order of a block
//! (`value.rs`).

use crate::{
    callback, object, protocol as p,
    status::deputy_status::{self, *},
    value::{deputy_value, deputy_value_data},
};

const LIMIT: usize = p::VALUE_LIMIT as usize;

/// Whether a copy has the content, too: names live for ever, and what is stashed is not here.
fn is_copied(value: &deputy_value) -> bool {
    value.has_content() && u32::from(value.flags) & (p::FLAG_STASHED | p::FLAG_INTERNED) == 0
}

/// Values that another one consists of.
///
/// # Safety
/// `value` points to as many as it says, for as long as the slice lives; it was measured.
unsafe fn children<'a>(value: &deputy_value) -> &'a [deputy_value] {
    match value.children() {
        None | Some(0) => &[],
        // SAFETY: contract.
        Some(count) => unsafe { core::slice::from_raw_parts(value.bytes().0.cast(), count) },
    }
}

/// The size of a copy of the values, with what they refer to, for JavaScript. A view has no copy there.
///
/// # Safety
/// Values with content point to as much as they say.
pub unsafe fn measure(values: &[deputy_value]) -> Result<usize, deputy_status> {
    let mut size = size_of_val(values);
    // SAFETY: contract.
    unsafe { add(values, 0, false, &mut size) }?;
    Ok(size)
}

/// The size of what a value refers to, for native code.
///
/// # Safety
/// As [`measure`].
pub unsafe fn measure_content(value: &deputy_value) -> Result<usize, deputy_status> {
    let mut size = 0;
    // SAFETY: contract.
    unsafe { add(core::slice::from_ref(value), 0, true, &mut size) }?;
    Ok(size)
}

/// # Safety
/// As [`measure`].
unsafe fn add(values: &[deputy_value], depth: u32, views: bool, size: &mut usize) -> Result<(), deputy_status> {
    for value in values {
        if !is_copied(value) {
            continue;
        }
        if !views && u32::from(value.flags) & p::FLAG_VIEW != 0 {
            return Err(DEPUTY_WRONG_TYPE);
        }
        if value.bytes().0.is_null() && value.len > 0 {
            return Err(DEPUTY_INVALID_ARGUMENT);
        }
        let content = value.content_size().ok_or(DEPUTY_WRONG_TYPE)?;
        *size = if value.is_text() { *size + 1 } else { size.next_multiple_of(8) };
        *size = size.checked_add(content).filter(|size| *size <= LIMIT).ok_or(DEPUTY_OUT_OF_RANGE)?;
        if value.children().is_some() {
            if depth == p::VALUE_DEPTH {
                return Err(DEPUTY_OUT_OF_RANGE);
            }
            // SAFETY: contract; not NULL.
            unsafe { add(children(value), depth + 1, views, size) }?;
        }
    }
    Ok(())
}

/// Copies values to `to`, and what they refer to behind them, for JavaScript: callbacks are held by the copy. The host lets go of
/// them when it has read it, or does not need to.
///
/// # Safety
/// `to` is aligned to 8 and has as many bytes as [`measure`] said; the values are as they were then. A single value may point
/// into the memory at `to` if it has no values in it.
pub unsafe fn copy(values: &[deputy_value], to: *mut u8) {
    // SAFETY: contract: the values come first.
    unsafe { write(values, to, to.add(size_of_val(values)), true) };
}

/// Copies what a value refers to, and returns the value that refers to the copy.
///
/// # Safety
/// As [`copy`], with [`measure_content`].
pub unsafe fn copy_content(value: &deputy_value, to: *mut u8) -> deputy_value {
    let mut copy = deputy_value::NULL;
    // SAFETY: contract.
    unsafe { write(core::slice::from_ref(value), (&raw mut copy).cast(), to, false) };
    copy
}

/// Writes the values to `slots` and what they refer to to `top`; returns the end of that.
///
/// # Safety
/// There is room for it.
unsafe fn write(values: &[deputy_value], slots: *mut u8, mut top: *mut u8, hold: bool) -> *mut u8 {
    for (i, value) in values.iter().enumerate() {
        let mut copy = *value;
        copy.flags &= !((p::FLAG_OWNED | p::FLAG_VIEW) as u8);
        if is_copied(value) {
            if !value.is_text() {
                top = top.wrapping_add(top.align_offset(8));
            }
            let at = top;
            copy.data = deputy_value_data { address: at.cast_const().cast() };
            let size = value.content_size().unwrap_or_default();
            top = top.wrapping_add(size);
            if value.children().is_some() {
                // SAFETY: contract; what the value consists of was measured.
                top = unsafe { write(children(value), at, top, hold) };
            } else if size > 0 {
                // SAFETY: contract: both are as long; they may overlap.
                unsafe { core::ptr::copy(value.bytes().0, at, size) };
            }
            if value.is_text() {
                // SAFETY: measured.
                unsafe { top.write(0) };
                top = top.wrapping_add(1);
            }
        } else if hold && u32::from(value.tag) == p::TAG_CALLBACK && callback::hold(value.bits()).is_err() {
            // It is gone, as the host finds: 0 is nobody's.
            copy.data = deputy_value_data { callback: 0 };
        }
        // SAFETY: contract; aligned to 8.
        unsafe { slots.cast::<deputy_value>().add(i).write(copy) };
    }
    top
}

/// Calls `look` with each value, and with each that one consists of. Trees that are too deep, too large or broken are not looked
/// through to their end: whoever copies or reads them says so.
///
/// # Safety
/// Values with content point to as much as they say.
pub unsafe fn each(
    values: &[deputy_value],
    look: &mut impl FnMut(&deputy_value) -> Result<(), deputy_status>,
) -> Result<(), deputy_status> {
    let mut left = LIMIT / size_of::<deputy_value>();
    for value in values {
        look(value)?;
        if value.children().is_some() && !value.is_stashed() {
            // SAFETY: contract.
            unsafe { each_below(value, 1, &mut left, look) }?;
        }
    }
    Ok(())
}

/// # Safety
/// As [`each`].
unsafe fn each_below(
    value: &deputy_value,
    depth: u32,
    left: &mut usize,
    look: &mut impl FnMut(&deputy_value) -> Result<(), deputy_status>,
) -> Result<(), deputy_status> {
    let count = value.children().unwrap_or_default();
    if depth > p::VALUE_DEPTH || *left < count || value.bytes().0.is_null() {
        return Ok(());
    }
    *left -= count;
    // SAFETY: contract; not NULL.
    for child in unsafe { children(value) } {
        look(child)?;
        if child.children().is_some() {
            // SAFETY: contract.
            unsafe { each_below(child, depth + 1, left, look) }?;
        }
    }
    Ok(())
}

/// A copy of a value takes a reference to every handle in it.
///
/// # Safety
/// As [`each`].
pub unsafe fn retain_handles(value: &deputy_value) {
    let retain = |tag, handle| match tag {
        p::TAG_OBJECT => object::retain(handle),
        // What is gone has no references.
        _ => drop(callback::hold_native(handle)),
    };
    // SAFETY: contract.
    unsafe { handles(value, retain) };
}

/// A value that goes drops them.
///
/// # Safety
/// As [`each`].
pub unsafe fn release_handles(value: &deputy_value) {
    let release = |tag, handle| match tag {
        p::TAG_OBJECT => object::release(handle),
        _ => callback::free(handle),
    };
    // SAFETY: contract.
    unsafe { handles(value, release) };
}

/// # Safety
/// As [`each`].
unsafe fn handles(value: &deputy_value, what: impl Fn(u32, u64)) {
    if !has_handles(value) {
        return;
    }
    let mut look = |value: &deputy_value| {
        if value.is_handle() {
            what(value.tag.into(), value.bits());
        } else if u32::from(value.tag) == p::TAG_ERROR {
            // SAFETY: contract.
            let object = unsafe { thrown(value) };
            if object != 0 {
                what(p::TAG_OBJECT, object);
            }
        }
        Ok(())
    };
    // SAFETY: contract. It does not fail: `look` does not, and values that own handles are whole.
    let _ = unsafe { each(core::slice::from_ref(value), &mut look) };
}

/// Whether there may be handles in it.
fn has_handles(value: &deputy_value) -> bool {
    value.is_handle() || value.children().is_some() || u32::from(value.tag) == p::TAG_ERROR
}

/// The handle of what was thrown, in an error; 0 if it has none, or is none, or its bytes are still the host's.
///
/// # Safety
/// An error points to as much as it says.
pub unsafe fn thrown(value: &deputy_value) -> u64 {
    let at = value.bytes().0;
    if u32::from(value.tag) != p::TAG_ERROR || value.is_stashed() || at.is_null() || value.len < p::ERROR_TEXTS {
        return 0;
    }
    // SAFETY: so many bytes, at least.
    unsafe { at.add(p::ERROR_OBJECT as usize).cast::<u64>().read_unaligned() }
}

/// Frees what a value owns.
///
/// # Safety
/// Whoever gave the value its memory and its references gives it here once.
pub unsafe fn free(value: &deputy_value) {
    if u32::from(value.flags) & p::FLAG_OWNED != 0 {
        // SAFETY: FLAG_OWNED is set only in `ffi/call.rs`, on whole values.
        unsafe { release_handles(value) };
        // SAFETY: as above, and if there is content it is one piece of memory from malloc; contract: given here once.
        unsafe { super::free_malloced(value.bytes().0.cast_mut()) };
    }
}

/// A value that is freed when this is dropped.
pub struct Owned(deputy_value);

impl Owned {
    /// A value that owns nothing.
    pub const NOTHING: Self = Self(deputy_value::NULL);

    /// # Safety
    /// As [`free`]; nobody else frees the value.
    pub const unsafe fn new(value: deputy_value) -> Self {
        Self(value)
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        // SAFETY: contract of `new`.
        unsafe { free(&self.0) };
    }
}

/// A value with everything it refers to, kept by native code.
pub struct Tree {
    root: deputy_value,
    _memory: Box<[u64]>,
}

impl Tree {
    /// Copies a value.
    ///
    /// # Safety
    /// As [`measure`].
    pub unsafe fn copy(value: &deputy_value) -> Result<Self, deputy_status> {
        // SAFETY: contract.
        let mut memory = super::memory::words(unsafe { measure_content(value) }?)?;
        // SAFETY: as long as measured, aligned to 8.
        let root = unsafe { copy_content(value, memory.as_mut_ptr().cast()) };
        // SAFETY: just written.
        unsafe { retain_handles(&root) };
        Ok(Self { root, _memory: memory })
    }

    /// Takes over an outcome whose bytes are these; none if they are not what a host writes.
    pub fn of_outcome(value: deputy_value, bytes: &[u8]) -> Option<Self> {
        if !value.has_content() {
            return Some(Self { root: value, _memory: Box::default() });
        }
        let mut memory = super::memory::words(bytes.len() + 1).ok()?;
        let own = super::memory::bytes_of(&mut memory).get_mut(..bytes.len())?;
        own.copy_from_slice(bytes);
        let root = crate::value::Block::check_outcome(own, value)?;
        Some(Self { root, _memory: memory })
    }

    /// The value; it borrows.
    pub const fn value(&self) -> &deputy_value {
        &self.root
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        // SAFETY: the tree is whole.
        unsafe { release_handles(&self.root) };
    }
}
