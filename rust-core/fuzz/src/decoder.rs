//! Hostile bytes where a host's are expected: argument blocks, names and signatures. Whatever they are, a block is refused or
//! every value in it is of a known kind and all that it refers to lies in it, once, and no signature makes anything panic.
#![no_main]

use deputy::{protocol as p, signature::Signature, value::{Block, deputy_value}};
use libfuzzer_sys::fuzz_target;

/// Everything that a value refers to lies in the block, and is of a known kind.
fn look(value: &deputy_value, range: &core::ops::Range<*const u8>, depth: u32, used: &mut usize) {
    match u32::from(value.tag) {
        p::TAG_NULL | p::TAG_UNDEFINED | p::TAG_I32 | p::TAG_F64 | p::TAG_I64 | p::TAG_DATE | p::TAG_OBJECT | p::TAG_CALLBACK => {}
        p::TAG_BOOL => assert!(value.bits() < 2),
        other => {
            assert!(value.has_content(), "tag {other}");
            assert!(depth <= p::VALUE_DEPTH);
            let (at, size) = (value.bytes().0, value.content_size().expect("a known kind"));
            assert!(range.start <= at && at.wrapping_add(size) <= range.end);
            *used += size + usize::from(value.is_text());
            for i in 0..value.children().unwrap_or(0) {
                // SAFETY: in the block, by the assertion above, and aligned as `Block::check` saw to.
                let child = unsafe { at.cast::<deputy_value>().add(i).read() };
                look(&child, range, depth + 1, used);
            }
        }
    }
}

fuzz_target!(|input: &[u8]| {
    let [argc, name_len, split, rest @ ..] = input else { return };
    // The first bytes are a signature, the others a block; lengths come from outside, as they do in a frame.
    let (text, block) = rest.split_at((*split as usize).min(rest.len()));
    let signature = core::str::from_utf8(text).ok().and_then(Signature::parse);
    let argc = if *argc == u8::MAX { usize::MAX / 8 } else { *argc as usize };
    let name_len = if *name_len == u8::MAX { usize::MAX } else { *name_len as usize };

    // Aligned to 8, as in a frame and in fetched memory.
    let mut words = vec![0_u64; block.len().div_ceil(8)];
    let bytes = deputy::sys::memory::bytes_of(&mut words);
    bytes[..block.len()].copy_from_slice(block);
    let range = bytes.as_ptr_range();
    let Some(mut checked) = Block::check(&mut bytes[..block.len()], argc, name_len) else { return };
    let name = checked.name().to_string();
    assert!(name_len == 0 || name.len() == name_len);
    let values = checked.values();
    assert_eq!(values.len(), argc);
    let mut used = 0;
    for value in &*values {
        look(value, &range, 0, &mut used);
    }
    assert!(used <= block.len(), "something lies in two places");
    if let Some(signature) = signature {
        let _ = signature.fit(values);
        for value in values {
            let _ = signature.fit_result(value);
        }
    }
    let _ = Signature::parse(&name);
});
