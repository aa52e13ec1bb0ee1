//! Values as they cross: 16 bytes, a tag and a payload.

use crate::{protocol as p, sys::memory::Address};

/// The kind of a value. Only those marked so can cross in this version; the others are reserved.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum deputy_value_tag {
    /// JavaScript `null`. A zeroed `deputy_value` is null. Crosses.
    DEPUTY_VALUE_NULL = 0,
    /// JavaScript `undefined`; what a function without `return` gives. Crosses.
    DEPUTY_VALUE_UNDEFINED = 1,
    /// `data.boolean`. Crosses.
    DEPUTY_VALUE_BOOL = 2,
    /// `data.i32`. Crosses; an integral JavaScript number in range arrives as this.
    DEPUTY_VALUE_I32 = 3,
    /// `data.i64`. Reserved.
    DEPUTY_VALUE_I64 = 4,
    /// `data.f64`. Crosses; every other JavaScript number (fractions, NaN, -0, large ones) arrives as this.
    DEPUTY_VALUE_F64 = 5,
    /// `data.string`, `len` bytes of UTF-8 that may contain NUL. Crosses.
    DEPUTY_VALUE_STRING = 6,
    /// Reserved.
    DEPUTY_VALUE_BYTES = 7,
    /// Reserved.
    DEPUTY_VALUE_OBJECT = 8,
    /// Reserved.
    DEPUTY_VALUE_CALLBACK = 9,
    /// `data.task`. Crosses to JavaScript as a promise; from an export, its promise follows the task.
    DEPUTY_VALUE_TASK = 10,
    /// What JavaScript threw; read it with deputy_error_name(), deputy_error_message() and deputy_error_stack().
    DEPUTY_VALUE_ERROR = 11,
    /// Reserved.
    DEPUTY_VALUE_DATE = 12,
    /// Reserved.
    DEPUTY_VALUE_ARRAY = 13,
    /// Reserved.
    DEPUTY_VALUE_RECORD = 14,
    /// Reserved.
    DEPUTY_VALUE_JSON = 15,
}

// The header shows numbers, JavaScript gets its own from protocol.rs: the same ones.
const _: () = {
    assert!(deputy_value_tag::DEPUTY_VALUE_NULL as u32 == p::TAG_NULL);
    assert!(deputy_value_tag::DEPUTY_VALUE_UNDEFINED as u32 == p::TAG_UNDEFINED);
    assert!(deputy_value_tag::DEPUTY_VALUE_BOOL as u32 == p::TAG_BOOL);
    assert!(deputy_value_tag::DEPUTY_VALUE_I32 as u32 == p::TAG_I32);
    assert!(deputy_value_tag::DEPUTY_VALUE_I64 as u32 == p::TAG_I64);
    assert!(deputy_value_tag::DEPUTY_VALUE_F64 as u32 == p::TAG_F64);
    assert!(deputy_value_tag::DEPUTY_VALUE_STRING as u32 == p::TAG_STRING);
    assert!(deputy_value_tag::DEPUTY_VALUE_BYTES as u32 == p::TAG_BYTES);
    assert!(deputy_value_tag::DEPUTY_VALUE_OBJECT as u32 == p::TAG_OBJECT);
    assert!(deputy_value_tag::DEPUTY_VALUE_CALLBACK as u32 == p::TAG_CALLBACK);
    assert!(deputy_value_tag::DEPUTY_VALUE_TASK as u32 == p::TAG_TASK);
    assert!(deputy_value_tag::DEPUTY_VALUE_ERROR as u32 == p::TAG_ERROR);
    assert!(deputy_value_tag::DEPUTY_VALUE_DATE as u32 == p::TAG_DATE);
    assert!(deputy_value_tag::DEPUTY_VALUE_ARRAY as u32 == p::TAG_ARRAY);
    assert!(deputy_value_tag::DEPUTY_VALUE_RECORD as u32 == p::TAG_RECORD);
    assert!(deputy_value_tag::DEPUTY_VALUE_JSON as u32 == p::TAG_JSON);
};

/// The payload of a value; `deputy_value.tag` says which member is meant.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
#[repr(C)]
#[derive(Clone, Copy)]
pub union deputy_value_data {
    /// For DEPUTY_VALUE_BOOL.
    pub boolean: bool,
    /// For DEPUTY_VALUE_I32.
    pub i32: i32,
    /// For DEPUTY_VALUE_I64.
    pub i64: i64,
    /// For DEPUTY_VALUE_F64.
    pub f64: f64,
    /// For DEPUTY_VALUE_STRING: `deputy_value.len` bytes; strings that came from JavaScript end with a NUL as well.
    pub string: *const core::ffi::c_char,
    /// For DEPUTY_VALUE_TASK: a deputy_task, which stays the program's.
    pub task: u64,
    /// For DEPUTY_VALUE_OBJECT: a deputy_object.
    pub object: u64,
    /// For DEPUTY_VALUE_CALLBACK: a deputy_callback.
    pub callback: u64,
    /// For DEPUTY_VALUE_ERROR: opaque.
    pub address: *const core::ffi::c_void,
}

/// A value on its way between native code and JavaScript. Zeroed, it is null.
///
/// Values made by deputy_str() and its like borrow: what they point to must live until the call returns. Values that
/// a call returned own their memory: give them to deputy_value_free().
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct deputy_value {
    /// What it is: a deputy_value_tag.
    pub tag: u8,
    /// Internal; zero in values you make.
    pub flags: u8,
    /// Internal; zero.
    pub reserved: u16,
    /// Bytes, for values that have bytes.
    pub len: u32,
    /// The payload.
    pub data: deputy_value_data,
}

// SAFETY: the pointers in it are numbers until someone follows them; who does states why that is right.
unsafe impl Send for deputy_value {}
// SAFETY: as above; a value has no interior mutability.
unsafe impl Sync for deputy_value {}

#[cfg(all(target_arch = "wasm32", not(loom)))]
const _: () = {
    use core::mem::offset_of;
    assert!(offset_of!(deputy_value, tag) == p::VALUE_TAG as usize);
    assert!(offset_of!(deputy_value, flags) == p::VALUE_FLAGS as usize);
    assert!(offset_of!(deputy_value, len) == p::VALUE_LEN as usize);
    assert!(offset_of!(deputy_value, data) == p::VALUE_DATA as usize);
    assert!(size_of::<deputy_value>() == p::VALUE_SIZE as usize);
};

impl deputy_value {
    /// JavaScript `null`.
    ///
    /// cbindgen:ignore
    pub const NULL: Self =
        Self { tag: p::TAG_NULL as u8, flags: 0, reserved: 0, len: 0, data: deputy_value_data { i64: 0 } };

    /// Whether the payload points to `len` bytes.
    pub const fn has_bytes(&self) -> bool {
        matches!(self.tag as u32, p::TAG_STRING | p::TAG_BYTES | p::TAG_ERROR)
    }

    /// Whether the host keeps the bytes until they are fetched.
    pub const fn is_stashed(&self) -> bool {
        self.flags as u32 & p::FLAG_STASHED != 0
    }

    /// The payload as a number.
    pub fn bits(&self) -> u64 {
        crate::sys::payload_bits(&self.data)
    }

    /// The payload as an address; null for values that have none.
    pub fn bytes(&self) -> Address<u8> {
        if self.has_bytes() { Address(crate::sys::payload_address(&self.data)) } else { Address::NULL }
    }
}

impl deputy_value {
    /// An i32. cbindgen:ignore
    pub const fn i32(number: i32) -> Self {
        Self { tag: p::TAG_I32 as u8, data: deputy_value_data { i64: number.cast_unsigned() as i64 }, ..Self::NULL }
    }

    /// An f64. cbindgen:ignore
    pub const fn f64(number: f64) -> Self {
        Self { tag: p::TAG_F64 as u8, data: deputy_value_data { f64: number }, ..Self::NULL }
    }
}

/// The arguments of an export call as they came (`export.rs`), checked: whatever a host may have written, every value is
/// of a known kind, and every string lies in the block with a NUL behind it.
pub struct Block<'a> {
    bytes: &'a mut [u8],
    argc: usize,
    name_len: usize,
}

const SLOT: usize = p::VALUE_SIZE as usize;

fn word(slot: &[u8], at: u32) -> Option<u32> {
    slot.get(at as usize..at as usize + 4)?.try_into().ok().map(u32::from_ne_bytes)
}

impl<'a> Block<'a> {
    /// Checks a block of `argc` values, strings, and a name of `name_len` bytes at its end. Offsets of strings become
    /// addresses.
    pub fn check(bytes: &'a mut [u8], argc: usize, name_len: usize) -> Option<Self> {
        let values_end = argc.checked_mul(SLOT)?;
        let strings_end = bytes.len().checked_sub(name_len)?;
        if values_end > strings_end {
            return None;
        }
        let base = bytes.as_ptr().addr();
        for at in (0..values_end).step_by(SLOT) {
            let slot = bytes.get(at..at + SLOT)?;
            let (tag, mut len) = (*slot.first()?, word(slot, p::VALUE_LEN)?);
            let (low, high) = (word(slot, p::VALUE_DATA)?, word(slot, p::VALUE_DATA + 4)?);
            let payload: u64 = match u32::from(tag) {
                p::TAG_NULL | p::TAG_UNDEFINED => 0,
                p::TAG_BOOL => u64::from(low & 0xff != 0),
                p::TAG_I32 => u64::from(low),
                p::TAG_F64 => (u64::from(high) << 32) | u64::from(low),
                p::TAG_STRING => {
                    let start = low as usize;
                    let end = start.checked_add(len as usize)?;
                    if start < values_end || end >= strings_end || *bytes.get(end)? != 0 {
                        return None;
                    }
                    (base + start) as u64
                }
                _ => return None,
            };
            if u32::from(tag) != p::TAG_STRING {
                len = 0;
            }
            let slot = bytes.get_mut(at..at + SLOT)?;
            slot.get_mut(..4)?.copy_from_slice(&[tag, 0, 0, 0]);
            slot.get_mut(4..8)?.copy_from_slice(&len.to_ne_bytes());
            slot.get_mut(8..)?.copy_from_slice(&payload.to_ne_bytes());
        }
        core::str::from_utf8(bytes.get(strings_end..)?).ok()?;
        Some(Self { bytes, argc, name_len })
    }

    /// The arguments.
    pub fn values(&mut self) -> &mut [deputy_value] {
        crate::sys::memory::values_of(self.bytes, self.argc)
    }

    /// The name; empty if the caller knew the number.
    pub fn name(&self) -> &str {
        let at = self.bytes.len() - self.name_len;
        self.bytes.get(at..).and_then(|name| core::str::from_utf8(name).ok()).unwrap_or_default()
    }
}
