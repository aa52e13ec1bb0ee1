//! Values as they cross: 16 bytes, a tag and a payload.

use crate::{protocol as p, sys::memory::Address};

/// The kind of a value. How each one crosses: docs/value.md.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum deputy_value_tag {
    /// JavaScript `null`. A zeroed `deputy_value` is null.
    DEPUTY_VALUE_NULL = 0,
    /// JavaScript `undefined`; what a function without `return` gives.
    DEPUTY_VALUE_UNDEFINED = 1,
    /// `data.boolean`.
    DEPUTY_VALUE_BOOL = 2,
    /// `data.i32`. An integral JavaScript number in range arrives as this.
    DEPUTY_VALUE_I32 = 3,
    /// `data.i64`. A JavaScript BigInt, in both directions.
    DEPUTY_VALUE_I64 = 4,
    /// `data.f64`. Every other JavaScript number (fractions, NaN, -0, large ones) arrives as this.
    DEPUTY_VALUE_F64 = 5,
    /// `data.string`, `len` bytes of UTF-8 that may contain NUL.
    DEPUTY_VALUE_STRING = 6,
    /// `data.bytes`, `len` of them. A JavaScript Uint8Array; an ArrayBuffer or DataView arrives as this, too.
    DEPUTY_VALUE_BYTES = 7,
    /// `data.object`: a JavaScript object or function that stays where it is.
    DEPUTY_VALUE_OBJECT = 8,
    /// `data.callback`: a native function; a function in JavaScript.
    DEPUTY_VALUE_CALLBACK = 9,
    /// `data.task`. To JavaScript as a promise; from an export, its promise follows the task.
    DEPUTY_VALUE_TASK = 10,
    /// What JavaScript threw; read it with deputy_error_name(), deputy_error_message() and deputy_error_stack(). Given back to
    /// JavaScript it is the same object (deputy_error_object()).
    DEPUTY_VALUE_ERROR = 11,
    /// `data.f64`: milliseconds since 1970 began, UTC; NaN for an invalid date. A JavaScript Date.
    DEPUTY_VALUE_DATE = 12,
    /// `data.array`, `len` values, if `kind` is DEPUTY_ELEMENT_VALUE; else a typed array, `len` elements at `data.address`.
    DEPUTY_VALUE_ARRAY = 13,
    /// `data.array`, `len` pairs of a string, the key, and a value. A plain JavaScript object.
    DEPUTY_VALUE_RECORD = 14,
    /// `data.string`, `len` bytes: the JSON text of a value. JavaScript sees the value.
    DEPUTY_VALUE_JSON = 15,
    /// The result of an operation of a deputy_batch, for its later ones.
    DEPUTY_VALUE_REGISTER = 16,
}

/// What the elements of an array are; `deputy_value.kind` of a DEPUTY_VALUE_ARRAY.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum deputy_element {
    /// Any deputy_value: a JavaScript Array.
    DEPUTY_ELEMENT_VALUE = 0,
    /// int8_t: Int8Array.
    DEPUTY_ELEMENT_I8 = 1,
    /// uint8_t: Uint8Array. One that comes from JavaScript is a DEPUTY_VALUE_BYTES.
    DEPUTY_ELEMENT_U8 = 2,
    /// uint8_t: Uint8ClampedArray.
    DEPUTY_ELEMENT_U8_CLAMPED = 3,
    /// int16_t: Int16Array.
    DEPUTY_ELEMENT_I16 = 4,
    /// uint16_t: Uint16Array.
    DEPUTY_ELEMENT_U16 = 5,
    /// int32_t: Int32Array.
    DEPUTY_ELEMENT_I32 = 6,
    /// uint32_t: Uint32Array.
    DEPUTY_ELEMENT_U32 = 7,
    /// int64_t: BigInt64Array.
    DEPUTY_ELEMENT_I64 = 8,
    /// uint64_t: BigUint64Array.
    DEPUTY_ELEMENT_U64 = 9,
    /// float: Float32Array.
    DEPUTY_ELEMENT_F32 = 10,
    /// double: Float64Array.
    DEPUTY_ELEMENT_F64 = 11,
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
    assert!(deputy_value_tag::DEPUTY_VALUE_REGISTER as u32 == p::TAG_REGISTER);
    assert!(deputy_element::DEPUTY_ELEMENT_VALUE as u32 == p::ELEMENT_VALUE);
    assert!(deputy_element::DEPUTY_ELEMENT_I8 as u32 == p::ELEMENT_I8);
    assert!(deputy_element::DEPUTY_ELEMENT_U8 as u32 == p::ELEMENT_U8);
    assert!(deputy_element::DEPUTY_ELEMENT_U8_CLAMPED as u32 == p::ELEMENT_U8_CLAMPED);
    assert!(deputy_element::DEPUTY_ELEMENT_I16 as u32 == p::ELEMENT_I16);
    assert!(deputy_element::DEPUTY_ELEMENT_U16 as u32 == p::ELEMENT_U16);
    assert!(deputy_element::DEPUTY_ELEMENT_I32 as u32 == p::ELEMENT_I32);
    assert!(deputy_element::DEPUTY_ELEMENT_U32 as u32 == p::ELEMENT_U32);
    assert!(deputy_element::DEPUTY_ELEMENT_I64 as u32 == p::ELEMENT_I64);
    assert!(deputy_element::DEPUTY_ELEMENT_U64 as u32 == p::ELEMENT_U64);
    assert!(deputy_element::DEPUTY_ELEMENT_F32 as u32 == p::ELEMENT_F32);
    assert!(deputy_element::DEPUTY_ELEMENT_F64 as u32 == p::ELEMENT_F64);
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
    /// For DEPUTY_VALUE_F64 and DEPUTY_VALUE_DATE.
    pub f64: f64,
    /// For DEPUTY_VALUE_STRING and DEPUTY_VALUE_JSON: `deputy_value.len` bytes; those that came from JavaScript end with a NUL
    /// as well.
    pub string: *const core::ffi::c_char,
    /// For DEPUTY_VALUE_BYTES: `deputy_value.len` bytes.
    pub bytes: *const u8,
    /// For DEPUTY_VALUE_ARRAY and DEPUTY_VALUE_RECORD: the values.
    pub array: *const deputy_value,
    /// For DEPUTY_VALUE_TASK: a deputy_task, which stays the program's.
    pub task: u64,
    /// For DEPUTY_VALUE_OBJECT: a deputy_object.
    pub object: u64,
    /// For DEPUTY_VALUE_CALLBACK: a deputy_callback.
    pub callback: u64,
    /// For DEPUTY_VALUE_ERROR: opaque. For typed arrays: the elements.
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
    /// Of an array: what its elements are, a deputy_element. Else 0.
    pub kind: u16,
    /// Bytes, for values that have bytes; elements of an array, entries of a record.
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
    assert!(offset_of!(deputy_value, kind) == p::VALUE_KIND as usize);
    assert!(offset_of!(deputy_value, len) == p::VALUE_LEN as usize);
    assert!(offset_of!(deputy_value, data) == p::VALUE_DATA as usize);
    assert!(size_of::<deputy_value>() == p::VALUE_SIZE as usize);
};

impl deputy_value {
    /// JavaScript `null`.
    ///
    /// cbindgen:ignore
    pub const NULL: Self =
        Self { tag: p::TAG_NULL as u8, flags: 0, kind: 0, len: 0, data: deputy_value_data { i64: 0 } };

    /// Whether the payload is an address.
    pub const fn has_content(&self) -> bool {
        matches!(
            self.tag as u32,
            p::TAG_STRING | p::TAG_BYTES | p::TAG_ERROR | p::TAG_JSON | p::TAG_ARRAY | p::TAG_RECORD
        )
    }

    /// Of an array or a record: the number of values it consists of.
    pub const fn children(&self) -> Option<usize> {
        match self.tag as u32 {
            p::TAG_ARRAY if self.kind as u32 == p::ELEMENT_VALUE => Some(self.len as usize),
            p::TAG_RECORD => Some((self.len as usize).saturating_mul(2)),
            _ => None,
        }
    }

    /// Bytes of its content, without what that refers to and without the NUL of a text; none for values without content, and
    /// if there is no such kind of elements.
    pub fn content_size(&self) -> Option<usize> {
        let size = match u32::from(self.tag) {
            p::TAG_STRING | p::TAG_BYTES | p::TAG_ERROR | p::TAG_JSON => 1,
            p::TAG_RECORD => 2 * SLOT,
            p::TAG_ARRAY => match u32::from(self.kind) {
                p::ELEMENT_VALUE => SLOT,
                p::ELEMENT_I8 | p::ELEMENT_U8 | p::ELEMENT_U8_CLAMPED => 1,
                p::ELEMENT_I16 | p::ELEMENT_U16 => 2,
                p::ELEMENT_I32 | p::ELEMENT_U32 | p::ELEMENT_F32 => 4,
                p::ELEMENT_I64 | p::ELEMENT_U64 | p::ELEMENT_F64 => 8,
                _ => return None,
            },
            _ => return None,
        };
        (self.len as usize).checked_mul(size)
    }

    /// Whether it is a text, which ends with a NUL.
    pub const fn is_text(&self) -> bool {
        matches!(self.tag as u32, p::TAG_STRING | p::TAG_JSON)
    }

    /// Of a value in the outcome of a call: the bytes of all it refers to.
    pub fn outcome_size(&self) -> usize {
        #[allow(clippy::cast_possible_truncation, reason = "the high half")]
        match u32::from(self.tag) {
            p::TAG_ARRAY | p::TAG_RECORD => (self.bits() >> 32) as usize,
            _ if self.has_content() => self.len as usize,
            _ => 0,
        }
    }

    /// Whether the host keeps the bytes until they are fetched.
    pub const fn is_stashed(&self) -> bool {
        self.flags as u32 & p::FLAG_STASHED != 0
    }

    /// Whether it names something that stays where it is, and that is counted.
    pub const fn is_handle(&self) -> bool {
        matches!(self.tag as u32, p::TAG_OBJECT | p::TAG_CALLBACK)
    }

    /// The payload as a number.
    pub fn bits(&self) -> u64 {
        crate::sys::payload_bits(&self.data)
    }

    /// The payload as an address; null for values that have none.
    pub fn bytes(&self) -> Address<u8> {
        if self.has_content() { Address(crate::sys::payload_address(&self.data)) } else { Address::NULL }
    }
}

impl deputy_value {
    /// An i32. cbindgen:ignore
    pub const fn i32(number: i32) -> Self {
        Self { tag: p::TAG_I32 as u8, data: deputy_value_data { i64: number.cast_unsigned() as i64 }, ..Self::NULL }
    }

    /// An i64. cbindgen:ignore
    pub const fn i64(number: i64) -> Self {
        Self { tag: p::TAG_I64 as u8, data: deputy_value_data { i64: number }, ..Self::NULL }
    }

    /// An f64. cbindgen:ignore
    pub const fn f64(number: f64) -> Self {
        Self { tag: p::TAG_F64 as u8, data: deputy_value_data { f64: number }, ..Self::NULL }
    }
}

/// Values as a host wrote them, checked: whatever it may have written, every value is of a known kind, everything that one
/// refers to lies in the block, and nothing lies in two places at once.
///
/// # Layout
/// The values first, then what they refer to: for each value in turn its content, aligned to 8 bytes (texts to 1), and for
/// arrays and records after that in turn what their own values refer to. A payload is an offset from the start, and there is
/// only one right one: that of the first byte that is free. So nothing overlaps, and checking takes one pass.
pub struct Block<'a> {
    bytes: &'a mut [u8],
    argc: usize,
    name_len: usize,
}

const SLOT: usize = p::VALUE_SIZE as usize;

fn word(slot: &[u8], at: u32) -> Option<u32> {
    slot.get(at as usize..at as usize + 4)?.try_into().ok().map(u32::from_ne_bytes)
}

/// A block that is being checked.
struct Checker<'a> {
    bytes: &'a mut [u8],
    /// Where contents must end.
    end: usize,
    /// The first byte that no content has.
    top: usize,
}

impl Checker<'_> {
    /// The content of a value: where it is. It must be the next thing in the block.
    fn content(&mut self, value: &deputy_value, start: usize) -> Option<usize> {
        let align = if value.is_text() { 1 } else { 8 };
        let nul = usize::from(value.is_text());
        let at = self.top.checked_next_multiple_of(align)?;
        let end = at.checked_add(value.content_size()?)?;
        if start != at || end.checked_add(nul)? > self.end || (nul == 1 && *self.bytes.get(end)? != 0) {
            return None;
        }
        self.top = end + nul;
        Some(at)
    }

    /// The value in a slot; its offset becomes an address.
    fn slot(&mut self, at: usize, depth: u32, key: bool) -> Option<()> {
        let slot = self.bytes.get(at..at + SLOT)?;
        let (low, high) = (word(slot, p::VALUE_DATA)?, word(slot, p::VALUE_DATA + 4)?);
        let kind = u16::from_ne_bytes([*slot.get(2)?, *slot.get(3)?]);
        let mut value =
            deputy_value { tag: *slot.first()?, kind, len: word(slot, p::VALUE_LEN)?, ..deputy_value::NULL };
        if key && u32::from(value.tag) != p::TAG_STRING {
            return None;
        }
        if u32::from(value.tag) != p::TAG_ARRAY {
            value.kind = 0;
        }
        let mut payload: u64 = match u32::from(value.tag) {
            p::TAG_NULL | p::TAG_UNDEFINED => 0,
            p::TAG_BOOL => u64::from(low & 0xff != 0),
            p::TAG_I32 => u64::from(low),
            p::TAG_F64 | p::TAG_I64 | p::TAG_DATE | p::TAG_OBJECT | p::TAG_CALLBACK => {
                (u64::from(high) << 32) | u64::from(low)
            }
            _ if value.has_content() => low.into(),
            _ => return None,
        };
        if value.has_content() {
            payload = self.tree(&value, payload, depth)?;
        } else {
            value.len = 0;
        }
        let slot = self.bytes.get_mut(at..at + SLOT)?;
        let [kind_low, kind_high] = value.kind.to_ne_bytes();
        slot.get_mut(..4)?.copy_from_slice(&[value.tag, 0, kind_low, kind_high]);
        slot.get_mut(4..8)?.copy_from_slice(&value.len.to_ne_bytes());
        slot.get_mut(8..)?.copy_from_slice(&payload.to_ne_bytes());
        Some(())
    }

    /// What a value refers to, and the address of that.
    fn tree(&mut self, value: &deputy_value, start: u64, depth: u32) -> Option<u64> {
        let at = self.content(value, usize::try_from(start).ok()?)?;
        if u32::from(value.tag) == p::TAG_ERROR {
            check_error(self.bytes.get(at..at + value.len as usize)?)?;
        }
        if let Some(count) = value.children() {
            if depth == p::VALUE_DEPTH {
                return None;
            }
            let record = u32::from(value.tag) == p::TAG_RECORD;
            for i in 0..count {
                self.slot(at + i * SLOT, depth + 1, record && i % 2 == 0)?;
            }
        }
        Some(self.bytes.as_ptr().addr() as u64 + at as u64)
    }
}

/// The parts of an error are there, with their NULs (`host/error.js`, `encodeError`).
fn check_error(bytes: &[u8]) -> Option<()> {
    let mut end = p::ERROR_TEXTS as usize;
    for part in 0..3 {
        end = end.checked_add(word(bytes, p::ERROR_LENGTHS + 4 * part)? as usize)?;
        if *bytes.get(end)? != 0 {
            return None;
        }
        end += 1;
    }
    Some(())
}

impl<'a> Block<'a> {
    /// Checks a block of `argc` values, what they refer to, and a name of `name_len` bytes at its end. Offsets become
    /// addresses.
    pub fn check(bytes: &'a mut [u8], argc: usize, name_len: usize) -> Option<Self> {
        let top = argc.checked_mul(SLOT)?;
        let end = bytes.len().checked_sub(name_len)?;
        if top > end {
            return None;
        }
        let mut checker = Checker { bytes, end, top };
        for i in 0..argc {
            checker.slot(i * SLOT, 0, false)?;
        }
        let bytes = checker.bytes;
        core::str::from_utf8(bytes.get(end..)?).ok()?;
        Some(Self { bytes, argc, name_len })
    }

    /// Checks what the value of an outcome refers to: all of these bytes are its content, from the first on. Returns the
    /// value with its address.
    pub fn check_outcome(bytes: &'a mut [u8], value: deputy_value) -> Option<deputy_value> {
        let value = deputy_value { flags: 0, ..value };
        // A text is alone, without its NUL.
        if value.is_text() || u32::from(value.tag) == p::TAG_BYTES {
            (value.len as usize == bytes.len()).then_some(())?;
            return Some(deputy_value { data: address(bytes.as_ptr().addr() as u64), ..value });
        }
        let end = bytes.len();
        let payload = Checker { bytes, end, top: 0 }.tree(&value, 0, 0)?;
        Some(deputy_value { data: address(payload), ..value })
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

const fn address(payload: u64) -> deputy_value_data {
    deputy_value_data { i64: payload.cast_signed() }
}

#[cfg(all(test, not(loom)))]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]
mod tests {
    use super::*;
    use crate::sys::{memory, tree};

    /// Blocks of one value as the host's encoder writes them, each with the JavaScript of its value (`tests/host`).
    const VECTORS: &str = include_str!("../../tests/vectors/values.txt");

    fn bytes_of(hex: &str) -> Vec<u8> {
        let digits = hex.as_bytes().chunks(2);
        digits.map(|two| u8::from_str_radix(core::str::from_utf8(two).unwrap(), 16).unwrap()).collect()
    }

    /// Aligned to 8, as in a frame and in fetched memory.
    fn aligned(bytes: &[u8]) -> Box<[u64]> {
        let mut words = memory::words(bytes.len()).unwrap();
        memory::bytes_of(&mut words)[..bytes.len()].copy_from_slice(bytes);
        words
    }

    fn vectors() -> impl Iterator<Item = (Vec<u8>, &'static str)> {
        VECTORS.lines().map(|line| line.split_once(' ').unwrap()).map(|(hex, source)| (bytes_of(hex), source))
    }

    #[test]
    fn reads_what_the_host_writes_and_copies_it_to_the_same_bytes() {
        for (block, source) in vectors() {
            let mut words = aligned(&block);
            let bytes = &mut memory::bytes_of(&mut words)[..block.len()];
            let mut checked = Block::check(bytes, 1, 0).unwrap_or_else(|| panic!("{source}"));
            let values = checked.values();
            // SAFETY: the block is whole.
            #[allow(unsafe_code, reason = "test only")]
            let copied = unsafe {
                let size = tree::measure(values).unwrap();
                assert_eq!(size, block.len(), "{source}");
                let mut copy = memory::words(size).unwrap();
                tree::copy(values, copy.as_mut_ptr().cast());
                copy
            };
            drop(words);
            // Addresses become offsets again: a copy that is read as a block has to be made one.
            let mut copy = copied;
            let base = copy.as_ptr().addr() as u64;
            let own = &mut memory::bytes_of(&mut copy)[..block.len()];
            offsets(own, 0, 1, base);
            assert_eq!(own, block, "{source}");
        }
    }

    /// The addresses in slots become offsets.
    fn offsets(bytes: &mut [u8], at: usize, count: usize, base: u64) {
        for slot in (0..count).map(|i| at + i * SLOT) {
            let head = &bytes[slot..slot + SLOT];
            let value = deputy_value {
                tag: head[0],
                kind: u16::from_ne_bytes([head[2], head[3]]),
                len: word(head, 4).unwrap(),
                ..deputy_value::NULL
            };
            if value.has_content() {
                let payload = u64::from_ne_bytes(head[8..].try_into().unwrap()) - base;
                bytes[slot + 8..slot + SLOT].copy_from_slice(&payload.to_ne_bytes());
                offsets(bytes, usize::try_from(payload).unwrap(), value.children().unwrap_or(0), base);
            }
        }
    }

    #[test]
    fn refuses_blocks_that_are_cut_or_changed_so_that_they_lie() {
        for (block, source) in vectors() {
            for len in 0..block.len() {
                let mut words = aligned(&block[..len]);
                assert!(Block::check(&mut memory::bytes_of(&mut words)[..len], 1, 0).is_none(), "{source} to {len}");
            }
            // Whatever a byte becomes, nothing panics, and what is accepted can be walked through.
            for at in 0..block.len() {
                for by in [1, 0x80, 0xff] {
                    let mut words = aligned(&block);
                    let bytes = &mut memory::bytes_of(&mut words)[..block.len()];
                    bytes[at] ^= by;
                    let Some(mut checked) = Block::check(bytes, 1, 0) else { continue };
                    // SAFETY: accepted.
                    #[allow(unsafe_code, reason = "test only")]
                    unsafe { tree::measure(checked.values()) }.unwrap();
                }
            }
        }
    }

    fn slot(tag: u32, kind: u16, len: u32, start: u32) -> Vec<u8> {
        let head = [tag.to_ne_bytes()[0], 0, kind.to_ne_bytes()[0], kind.to_ne_bytes()[1]];
        [&head[..], &len.to_ne_bytes(), &start.to_ne_bytes(), &[0; 4]].concat()
    }

    fn accepts(parts: &[Vec<u8>], argc: usize) -> bool {
        let block = parts.concat();
        let mut words = aligned(&block);
        Block::check(&mut memory::bytes_of(&mut words)[..block.len()], argc, 0).is_some()
    }

    #[test]
    fn nothing_lies_in_two_places() {
        let number = || slot(p::TAG_I32, 0, 0, 7);
        let array = |start| slot(p::TAG_ARRAY, 0, 1, start);
        assert!(accepts(&[array(16), number()], 1));
        assert!(!accepts(&[array(0), number()], 1), "itself");
        assert!(!accepts(&[array(32), array(32), number()], 2), "the same twice");
        assert!(accepts(&[array(32), array(48), number(), number()], 2));
        assert!(!accepts(&[array(48), array(32), number(), number()], 2), "in another order");
        assert!(!accepts(&[array(24), vec![0; 8], number()], 1), "a gap");
        assert!(!accepts(&[slot(p::TAG_ARRAY, 12, 1, 16), number()], 1), "a kind that is none");
        assert!(!accepts(&[slot(p::TAG_ARRAY, 0, u32::MAX, 16), number()], 1), "too long");
        assert!(!accepts(&[slot(p::TAG_RECORD, 0, 1, 16), number(), number()], 1), "a key that is no string");
        assert!(!accepts(&[slot(p::TAG_STRING, 0, 1, 16), vec![b'x', b'y']], 1), "no NUL");
        assert!(!accepts(&[slot(p::TAG_ERROR, 0, 20, 16), vec![0xff; 20]], 1), "an error without parts");
        assert!(!accepts(&[slot(p::TAG_TASK, 0, 0, 0)], 1));
    }

    #[test]
    fn as_deep_as_allowed() {
        let deep = |levels: u32| {
            let mut parts: Vec<_> = (1..=levels).map(|level| slot(p::TAG_ARRAY, 0, 1, level * 16)).collect();
            parts.push(slot(p::TAG_NULL, 0, 0, 0));
            accepts(&parts, 1)
        };
        assert!(deep(p::VALUE_DEPTH));
        assert!(!deep(p::VALUE_DEPTH + 1));
    }
}
