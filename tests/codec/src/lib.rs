//! The core's codec and the host's agree on the vectors of `tests/vectors`: what one writes the other reads, in one memory.
//!
//! A vector names a JavaScript value. Those of `scalars.json` say what native code sees of it: the kind, and its number or its
//! bytes in hex. Those of `values.txt` say how it looks as a block.
#![cfg(test)]

use core::ffi::c_char;

use deputy::{
    protocol as p,
    sys::{memory::bytes_of, tree},
    value::{Block, deputy_value, deputy_value_data},
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen(module = "/bridge.js")]
extern "C" {
    fn count() -> u32;
    #[wasm_bindgen(js_name = firstTree)]
    fn first_tree() -> u32;
    fn native(i: u32) -> String;
    #[wasm_bindgen(js_name = crossesToNative)]
    fn crosses_to_native(i: u32) -> bool;
    #[wasm_bindgen(js_name = crossesToJs)]
    fn crosses_to_js(i: u32) -> bool;
    fn encode(memory: &JsValue, frame: u32, indices: &[u32], name: &str) -> Option<Vec<u8>>;
    fn decode(memory: &JsValue, at: u32, indices: &[u32]) -> String;
    #[wasm_bindgen(js_name = encodeOutcome)]
    fn encode_outcome(memory: &JsValue, frame: u32, i: u32) -> Option<Vec<u8>>;
    #[wasm_bindgen(js_name = decodeAny)]
    fn decode_any(memory: &JsValue, at: u32, count: usize) -> String;
    fn constant(name: &str) -> Option<u32>;
}

/// A frame's bytes, aligned as frames are.
#[repr(align(16))]
struct Frame([u64; p::FRAME_SIZE as usize / 8]);

/// An argument block as the host wrote it.
struct Encoded {
    words: Vec<u64>,
    size: usize,
    argc: usize,
    name_len: usize,
}

impl Encoded {
    /// Has the host encode vectors.
    fn new(indices: &[u32], name: &str) -> Self {
        let mut frame = Box::new(Frame([0; p::FRAME_SIZE as usize / 8]));
        let at = frame.0.as_mut_ptr().addr() as u32;
        let large = encode(&wasm_bindgen::memory(), at, indices, name);
        let bytes = bytes_of(&mut frame.0);
        let word = |at: u32| u32::from_ne_bytes(bytes[at as usize..at as usize + 4].try_into().unwrap()) as usize;
        let (size, argc, name_len) = (word(p::FRAME_BLOCK), word(p::FRAME_ARGC), word(p::FRAME_NAME_LEN));
        let block = large.unwrap_or_else(|| bytes[p::FRAME_DATA as usize..][..p::FRAME_DATA_SIZE as usize].to_vec());
        let mut words = vec![0; size.div_ceil(8)];
        bytes_of(&mut words)[..size].copy_from_slice(&block[..size]);
        Self { words, size, argc, name_len }
    }

    fn bytes(&mut self) -> &mut [u8] {
        &mut bytes_of(&mut self.words)[..self.size]
    }

    /// What the core makes of it: each value, and the name. None if it refuses the block.
    fn read(&mut self) -> Option<(Vec<String>, String)> {
        let (argc, name_len) = (self.argc, self.name_len);
        let mut block = Block::check(self.bytes(), argc, name_len)?;
        let values = block.values().to_vec();
        let name = block.name().to_owned();
        Some((values.iter().map(|value| describe(value, self.bytes())).collect(), name))
    }
}

/// A value as a vector says it. Bytes are looked for in `block` and nowhere else.
fn describe(value: &deputy_value, block: &[u8]) -> String {
    let bits = value.bits();
    match u32::from(value.tag) {
        p::TAG_UNDEFINED => "undefined".into(),
        p::TAG_NULL => "null".into(),
        p::TAG_BOOL => format!("bool {}", bits != 0),
        p::TAG_I32 => format!("i32 {}", (bits as u32).cast_signed()),
        p::TAG_I64 => format!("i64 {}", bits.cast_signed()),
        p::TAG_F64 => format!("f64 {bits:016x}"),
        p::TAG_DATE => format!("date {bits:016x}"),
        p::TAG_STRING => {
            let at = value.bytes().0.addr() - block.as_ptr().addr();
            let (text, rest) = block[at..].split_at(value.len as usize);
            assert_eq!(rest[0], 0, "a NUL follows");
            let hex: String = text.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("string {hex}")
        }
        other => panic!("tag {other} is in no vector"),
    }
}

/// Makes the value a vector describes. It points into `bytes`.
fn make(described: &str, bytes: &mut Vec<u8>) -> deputy_value {
    let (kind, rest) = described.split_once(' ').unwrap_or((described, ""));
    let plain = |tag: u32| deputy_value { tag: tag as u8, ..deputy_value::NULL };
    match kind {
        "undefined" => plain(p::TAG_UNDEFINED),
        "null" => plain(p::TAG_NULL),
        "bool" => deputy_value { data: deputy_value_data { boolean: rest == "true" }, ..plain(p::TAG_BOOL) },
        "i32" => deputy_value::i32(rest.parse().unwrap()),
        "i64" => deputy_value::i64(rest.parse().unwrap()),
        "date" => deputy_value { tag: p::TAG_DATE as u8, ..make(&format!("f64 {rest}"), bytes) },
        "f64" => deputy_value::f64(f64::from_bits(u64::from_str_radix(rest, 16).unwrap())),
        "string" => {
            bytes.extend((0..rest.len()).step_by(2).map(|i| u8::from_str_radix(&rest[i..i + 2], 16).unwrap()));
            let string: *const c_char = bytes.as_ptr().cast();
            deputy_value { len: bytes.len() as u32, data: deputy_value_data { string }, ..plain(p::TAG_STRING) }
        }
        other => panic!("'{other}' is no kind of value"),
    }
}

/// Vectors of `scalars.json`.
fn scalars(crosses: impl Fn(u32) -> bool) -> Vec<u32> {
    let all: Vec<u32> = (0..first_tree()).filter(|i| crosses(*i)).collect();
    assert!(all.len() > 20, "the vectors are there");
    all
}

/// All vectors that come back as they were.
fn everything() -> Vec<u32> {
    let all: Vec<u32> = (0..count()).filter(|i| crosses_to_native(*i) && crosses_to_js(*i)).collect();
    assert!(all.len() > 50, "the vectors are there");
    all
}

/// Numbers that look random and are the same each time.
struct Noise(u32);

impl Noise {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0 as usize % end
    }

    fn some(&mut self, of: &[u32]) -> Vec<u32> {
        (0..self.below(20)).map(|_| of[self.below(of.len())]).collect()
    }
}

fn to_native(indices: &[u32], name: &str) {
    let (values, read) = Encoded::new(indices, name).read().expect("the core refuses what the host wrote");
    let expected: Vec<String> = indices.iter().map(|i| native(*i)).collect();
    assert_eq!(values, expected);
    assert_eq!(read, name);
}

fn to_js(indices: &[u32]) {
    let mut owned: Vec<Vec<u8>> = indices.iter().map(|_| Vec::new()).collect();
    let values: Vec<deputy_value> = indices.iter().zip(&mut owned).map(|(i, bytes)| make(&native(*i), bytes)).collect();
    assert_eq!(decode(&wasm_bindgen::memory(), values.as_ptr().addr() as u32, indices), "");
}

#[wasm_bindgen_test]
fn protocol() {
    for (name, value, _) in p::ALL {
        // What the host does not use, it does not have.
        if let Some(theirs) = constant(name) {
            assert_eq!(theirs, *value, "{name}");
        }
    }
    assert_eq!(constant("PROTOCOL"), Some(p::PROTOCOL));
}

#[wasm_bindgen_test]
fn each_to_native() {
    for i in scalars(crosses_to_native) {
        for name in ["", "f", "\u{e4}.b"] {
            to_native(&[i], name);
        }
    }
}

#[wasm_bindgen_test]
fn many_to_native() {
    let all = scalars(crosses_to_native);
    let mut noise = Noise(1);
    to_native(&all, "all");
    to_native(&[], "");
    for _ in 0..1000 {
        let name = "n".repeat(noise.below(300));
        to_native(&noise.some(&all), &name);
    }
}

#[wasm_bindgen_test]
fn each_to_javascript() {
    for i in scalars(crosses_to_js) {
        to_js(&[i]);
    }
}

#[wasm_bindgen_test]
fn many_to_javascript() {
    let all = scalars(crosses_to_js);
    let mut noise = Noise(2);
    to_js(&all);
    for _ in 0..1000 {
        to_js(&noise.some(&all));
    }
}

/// The host encodes, the core checks, the host decodes: from where the core found the values, and from a copy of it.
fn there_and_back(indices: &[u32], name: &str) {
    let mut encoded = Encoded::new(indices, name);
    if let [i] = indices
        && *i >= first_tree()
        && name.is_empty()
    {
        let hex: String = encoded.bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, native(*i));
    }
    let (argc, name_len) = (encoded.argc, encoded.name_len);
    let mut block = Block::check(encoded.bytes(), argc, name_len).expect("the core refuses what the host wrote");
    assert_eq!(block.name(), name);
    let values = block.values();
    assert_eq!(decode(&wasm_bindgen::memory(), values.as_ptr().addr() as u32, indices), "");
    // SAFETY: the block was accepted.
    let size = unsafe { tree::measure(values) }.unwrap();
    let mut copy = vec![0_u64; size.div_ceil(8)];
    // SAFETY: as large as was measured.
    unsafe { tree::copy(values, copy.as_mut_ptr().cast()) };
    drop(encoded);
    assert_eq!(decode(&wasm_bindgen::memory(), copy.as_ptr().addr() as u32, indices), "");
}

#[wasm_bindgen_test]
fn each_there_and_back() {
    for i in everything() {
        there_and_back(&[i], "");
        there_and_back(&[i], "name");
    }
}

#[wasm_bindgen_test]
fn many_there_and_back() {
    let all = everything();
    let mut noise = Noise(4);
    there_and_back(&all, "all");
    for _ in 0..1000 {
        there_and_back(&noise.some(&all), "");
    }
}

/// The same for the outcome of a call: it lies in the frame or is fetched.
#[wasm_bindgen_test]
fn each_as_outcome() {
    for i in everything() {
        let mut frame = Box::new(Frame([0; p::FRAME_SIZE as usize / 8]));
        let at = frame.0.as_mut_ptr().addr() as u32;
        let large = encode_outcome(&wasm_bindgen::memory(), at, i);
        let bytes = bytes_of(&mut frame.0);
        let (head, data) = bytes.split_at_mut(p::FRAME_DATA as usize);
        let slot = &mut head[p::FRAME_RESULT as usize..];
        let mut aligned =
            [u64::from_ne_bytes(slot[..8].try_into().unwrap()), u64::from_ne_bytes(slot[8..].try_into().unwrap())];
        let mut value = deputy::sys::memory::values_of(bytes_of(&mut aligned), 1)[0];
        let size = value.outcome_size();
        let mut words = vec![0_u64; size.div_ceil(8)];
        bytes_of(&mut words)[..size].copy_from_slice(large.as_ref().map_or(&data[..size], |large| &large[..]));
        assert_eq!(value.is_stashed(), large.is_some());
        if value.has_content() {
            value = Block::check_outcome(&mut bytes_of(&mut words)[..size], value)
                .expect("the core refuses what the host wrote");
        }
        assert_eq!(decode(&wasm_bindgen::memory(), (&raw const value).addr() as u32, &[i]), "");
    }
}

/// What the host wrote, damaged: refused, or the host can decode what the core makes of it.
#[wasm_bindgen_test]
fn damaged() {
    let all = everything();
    let mut noise = Noise(3);
    let (mut refused, mut accepted) = (0, 0);
    for _ in 0..10_000 {
        let mut encoded = Encoded::new(&noise.some(&all), "name");
        let size = encoded.size;
        for _ in 0..=noise.below(3) {
            let at = noise.below(size);
            encoded.bytes()[at] ^= 1 << noise.below(8);
        }
        if noise.below(8) == 0 {
            encoded.argc = noise.below(64);
            encoded.name_len = noise.below(64);
        }
        let (argc, name_len) = (encoded.argc, encoded.name_len);
        let Some(mut block) = Block::check(encoded.bytes(), argc, name_len) else {
            refused += 1;
            continue;
        };
        accepted += 1;
        let values = block.values();
        assert_eq!(decode_any(&wasm_bindgen::memory(), values.as_ptr().addr() as u32, values.len()), "");
    }
    assert!(refused > 1000 && accepted > 1000, "{refused} were refused, {accepted} accepted");
}
