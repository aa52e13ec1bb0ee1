//! `deputy_js_*`: calling JavaScript.

use core::{
    ffi::c_void,
    sync::atomic::{AtomicPtr, Ordering},
};
use std::{
    ffi::c_char,
    time::{Duration, Instant},
};

use crate::{
    call,
    context::{Context, deputy_context},
    frame::OwnedFrame,
    name::{self, Name},
    protocol as p,
    status::deputy_status::{self, *},
    thread::Thread,
    value::{deputy_value, deputy_value_data},
};

/// A JavaScript function by its dotted name. Make it with DEPUTY_FN(), or zeroed but for `name` and `len` in static
/// storage; the runtime keeps a number in it.
///
/// The name is looked up on every call: first in the objects the page registered (`Module.deputy.imports`), then on
/// `globalThis`. `a.b.c` runs with `this` being `a.b`; a function that is replaced is found at the next call.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
#[repr(C)]
pub struct deputy_js_fn {
    /// UTF-8, 1 to 1024 bytes; read at the first call only.
    pub name: *const c_char,
    /// Bytes of the name.
    pub len: u32,
    /// Internal; NULL.
    pub internal: *mut c_void,
}

/// How to make a call. Zeroed but for `struct_size`, it means the defaults.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct deputy_call_options {
    /// sizeof(deputy_call_options).
    pub struct_size: usize,
    /// Milliseconds until the call ends with DEPUTY_TIMED_OUT; 0 waits without limit.
    pub timeout_ms: u32,
    /// Bits of DEPUTY_CALL_*; for asynchronous calls only.
    pub flags: u32,
}

/// Calls a JavaScript function and waits for its result; a promise it returns is awaited.
///
/// \param context where to call it: DEPUTY_UI
/// \param function from DEPUTY_FN()
/// \param out receives the result, or on DEPUTY_JS_EXCEPTION, DEPUTY_NOT_FOUND and DEPUTY_WRONG_TYPE an error value;
///        give it to deputy_value_free(). NULL throws both away. Otherwise left as it was.
/// \param args the arguments; they and what they point to are read during this call only. NULL if argc is 0.
/// \param argc their number
/// \returns DEPUTY_OK; DEPUTY_JS_EXCEPTION: it threw or the promise was rejected; DEPUTY_NOT_FOUND: no such function
///          now; DEPUTY_WRONG_TYPE: an argument or the result cannot cross, the message says which; DEPUTY_STALE: no
///          such context; DEPUTY_UNSUPPORTED: the context runs no JavaScript; DEPUTY_INVALID_ARGUMENT: function is NULL,
///          its name empty, too long or not UTF-8, or args
///          is NULL with argc > 0; DEPUTY_NO_MEMORY: no room for the result; DEPUTY_WOULD_BLOCK: called on the UI
///          thread.
/// \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says, for the time of the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_js_call(
    context: deputy_context,
    function: *mut deputy_js_fn,
    out: *mut deputy_value,
    args: *const deputy_value,
    argc: usize,
) -> deputy_status {
    // SAFETY: same contract.
    unsafe { deputy_js_call_with(context, function, out, args, argc, core::ptr::null()) }
}

/// Calls a JavaScript function like deputy_js_call(), with options.
///
/// A call that times out while JavaScript runs is left: it runs on, and its result is dropped.
///
/// \param context where to call it: DEPUTY_UI
/// \param function from DEPUTY_FN()
/// \param out as in deputy_js_call()
/// \param args as in deputy_js_call()
/// \param argc their number
/// \param options NULL for the defaults; read during this call only
/// \returns as deputy_js_call(), and DEPUTY_TIMED_OUT: options->timeout_ms passed first; DEPUTY_INVALID_ARGUMENT:
///          also if options->struct_size is wrong
/// \threads any thread, blocks until JavaScript has answered or the time is up, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says, for the time of the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_js_call_with(
    context: deputy_context,
    function: *mut deputy_js_fn,
    out: *mut deputy_value,
    args: *const deputy_value,
    argc: usize,
    options: *const deputy_call_options,
) -> deputy_status {
    if crate::sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    // SAFETY: contract.
    let prepared = unsafe { resolve(context, function, args, argc) };
    // SAFETY: contract.
    let deadline = unsafe { deadline(options) };
    let (context, name, argc, deadline) = match (prepared, deadline) {
        (Ok((context, name, argc)), Ok(deadline)) => (context, name, argc, deadline),
        (Err(status), _) | (_, Err(status)) => return status,
    };
    let thread = Thread::current();
    match call::call(thread, context, name, args, argc, deadline) {
        // SAFETY: `out` by contract.
        Ok(frame) => unsafe { read_outcome(thread, context, frame, out, deadline) },
        Err(status) => status,
    }
}

/// Calls a JavaScript function without waiting: returns as soon as the call is queued.
///
/// Posts of one thread run in the order they were made, and before calls it makes later. A function that fails, or
/// does not exist, is counted and reported to the page (`Module.deputy.onError`, or the console). A thread that has
/// 1024 posts outstanding waits until one has run.
///
/// \param context where to call it: DEPUTY_UI
/// \param function from DEPUTY_FN()
/// \param args the arguments; they and what they point to are copied. NULL if argc is 0.
/// \param argc their number
/// \returns DEPUTY_OK: queued; DEPUTY_STALE: no such context; DEPUTY_UNSUPPORTED: the context runs no JavaScript;
///          DEPUTY_INVALID_ARGUMENT: as in deputy_js_call(), or a
///          string is NULL with a length; DEPUTY_NO_MEMORY: no room for the copy; DEPUTY_WOULD_BLOCK: on the UI
///          thread, with 1024 posts outstanding
/// \threads any thread, blocks until fewer than 1024 posts are outstanding, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says, for the time of the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_js_post(
    context: deputy_context,
    function: *mut deputy_js_fn,
    args: *const deputy_value,
    argc: usize,
) -> deputy_status {
    // SAFETY: contract.
    let (context, name, argc) = match unsafe { resolve(context, function, args, argc) } {
        Ok(prepared) => prepared,
        Err(status) => return status,
    };
    let args: &[deputy_value] = if argc == 0 {
        &[]
    } else {
        // SAFETY: contract; not NULL, checked in `resolve`.
        unsafe { core::slice::from_raw_parts(args, argc as usize) }
    };
    // SAFETY: the strings the arguments point to are valid by contract.
    let copy = |frame: &OwnedFrame| unsafe { copy_arguments(frame, args) };
    match call::post(Thread::current(), context, name, argc, copy) {
        Ok(()) => DEPUTY_OK,
        Err(status) => status,
    }
}

/// Checks what all calls check, and finds context and name.
pub(super) unsafe fn resolve(
    context: deputy_context,
    function: *mut deputy_js_fn,
    args: *const deputy_value,
    argc: usize,
) -> Result<(&'static Context, Name, u32), deputy_status> {
    let context = Context::javascript(context)?;
    let argc = u32::try_from(argc).map_err(|_| DEPUTY_INVALID_ARGUMENT)?;
    if function.is_null() || (args.is_null() && argc > 0) {
        return Err(DEPUTY_INVALID_ARGUMENT);
    }
    // SAFETY: not NULL; contract. Every access to `internal` goes through this atomic.
    let known = unsafe { AtomicPtr::from_ptr(&raw mut (*function).internal) };
    // Acquire pairs with the release below: the entry is visible.
    let entry = known.load(Ordering::Acquire).cast::<name::Entry>();
    // SAFETY: NULL, or an entry that was stored below and lives for ever.
    if let Some(name) = unsafe { entry.as_ref() } {
        return Ok((context, name, argc));
    }
    // SAFETY: not NULL; contract.
    let (text, len) = unsafe { ((*function).name, (*function).len as usize) };
    if text.is_null() {
        return Err(DEPUTY_INVALID_ARGUMENT);
    }
    // SAFETY: contract: `len` bytes.
    let name = name::intern(unsafe { core::slice::from_raw_parts(text.cast(), len) })?;
    known.store(core::ptr::from_ref(name).cast_mut().cast(), Ordering::Release);
    Ok((context, name, argc))
}

unsafe fn deadline(options: *const deputy_call_options) -> Result<Option<Instant>, deputy_status> {
    // SAFETY: NULL or valid by contract.
    let Some(options) = (unsafe { options.as_ref() }) else { return Ok(None) };
    if options.struct_size != size_of::<deputy_call_options>() {
        return Err(DEPUTY_INVALID_ARGUMENT);
    }
    if options.timeout_ms == 0 {
        return Ok(None);
    }
    Ok(Instant::now().checked_add(Duration::from_millis(options.timeout_ms.into())))
}

/// Moves the outcome to the caller and recycles the frame.
unsafe fn read_outcome(
    thread: &'static Thread,
    context: &'static Context,
    frame: OwnedFrame,
    out: *mut deputy_value,
    deadline: Option<Instant>,
) -> deputy_status {
    let outcome = frame.outcome();
    let (status, mut value) = (outcome.status, outcome.value);
    let mut frame = Some(frame);
    let mut failed = None;
    if value.has_bytes() {
        let wanted = !out.is_null();
        let (len, stashed) = (value.len as usize, value.is_stashed());
        let memory = if wanted {
            // One more for the NUL that C expects.
            // SAFETY: malloc has no precondition.
            unsafe { libc::malloc(len + 1) }.cast::<u8>()
        } else {
            core::ptr::null_mut()
        };
        if wanted && memory.is_null() {
            failed = Some(DEPUTY_NO_MEMORY);
        }
        if stashed {
            #[allow(clippy::cast_possible_truncation, reason = "a stash number is 32 bits, in the payload's low half")]
            let stash = value.bytes().0.addr() as u32;
            if let Some(f) = frame.take() {
                match call::fetch(thread, context, f, stash, memory, value.len, deadline) {
                    Ok(f) => {
                        let fetched = f.outcome().status;
                        if fetched != DEPUTY_OK {
                            failed = failed.or(Some(fetched));
                        }
                        frame = Some(f);
                    }
                    Err(status) => failed = failed.or(Some(status)),
                }
            }
        } else if !memory.is_null()
            && let Some(f) = &frame
        {
            let data = f.outcome().data;
            let len = len.min(data.len());
            // SAFETY: `memory` has room for `len + 1` bytes, `data` has at least `len`; they do not overlap.
            unsafe { core::ptr::copy_nonoverlapping(data.as_ptr(), memory, len) };
        }
        if memory.is_null() {
            value = deputy_value::NULL;
        } else if failed.is_some() {
            // SAFETY: from malloc above, not given away.
            unsafe { libc::free(memory.cast()) };
        } else {
            // SAFETY: `len + 1` bytes.
            unsafe { memory.add(len).write(0) };
            value.flags = p::FLAG_OWNED as u8;
            value.data = deputy_value_data { address: memory.cast_const().cast() };
        }
    }
    if let Some(frame) = frame {
        thread.recycle(frame);
    }
    if let Some(status) = failed {
        return status;
    }
    if !out.is_null() && (status == DEPUTY_OK || u32::from(value.tag) == p::TAG_ERROR) {
        // SAFETY: not NULL; contract.
        unsafe { out.write(value) };
    }
    status
}

/// Copies the arguments of a post, strings included, into the frame or into memory attached to it.
pub(super) unsafe fn copy_arguments(
    frame: &OwnedFrame,
    args: &[deputy_value],
) -> Result<*const deputy_value, deputy_status> {
    let mut size = size_of_val(args);
    for arg in args {
        if arg.has_bytes() {
            if arg.bytes().0.is_null() && arg.len > 0 {
                return Err(DEPUTY_INVALID_ARGUMENT);
            }
            size = size.checked_add(arg.len as usize).ok_or(DEPUTY_NO_MEMORY)?;
        }
    }
    let (room, capacity) = frame.room();
    let base = if size <= capacity {
        room
    } else {
        let words = size.div_ceil(8);
        let mut memory = Vec::new();
        memory.try_reserve_exact(words).map_err(|_| DEPUTY_NO_MEMORY)?;
        memory.resize(words, 0u64);
        frame.attach(memory.into_boxed_slice())
    };
    let values = base.cast::<deputy_value>();
    let mut bytes = size_of_val(args);
    for (i, arg) in args.iter().enumerate() {
        let mut copy = *arg;
        if arg.has_bytes() {
            let len = arg.len as usize;
            // SAFETY: `base` has `size` bytes, the sum of all of these; the source is valid by contract.
            unsafe { core::ptr::copy_nonoverlapping(arg.bytes().0, base.add(bytes), len) };
            // SAFETY: within `size` bytes.
            copy.data = deputy_value_data { address: unsafe { base.add(bytes) }.cast_const().cast() };
            bytes += len;
        }
        // SAFETY: the values come first, `args.len()` of them; `base` is aligned to 8 (frame data to 16).
        unsafe { values.add(i).write(copy) };
    }
    Ok(values)
}

/// Makes a value with bytes for the caller: `len` bytes of memory from malloc, filled by `fill`, and a NUL.
///
/// # Safety
/// `out` is writable; `fill` writes exactly the bytes it is given.
pub(super) unsafe fn copy_out(
    tag: u8,
    len: usize,
    out: *mut deputy_value,
    fill: impl FnOnce(*mut u8) -> Result<(), deputy_status>,
) -> Result<(), deputy_status> {
    // SAFETY: malloc has no precondition.
    let memory = unsafe { libc::malloc(len + 1) }.cast::<u8>();
    if memory.is_null() {
        return Err(DEPUTY_NO_MEMORY);
    }
    if let Err(status) = fill(memory) {
        // SAFETY: from malloc above, not given away.
        unsafe { libc::free(memory.cast()) };
        return Err(status);
    }
    // SAFETY: `len + 1` bytes.
    unsafe { memory.add(len).write(0) };
    #[allow(clippy::cast_possible_truncation, reason = "lengths are 32 bits on wasm32")]
    let value = deputy_value {
        tag,
        flags: p::FLAG_OWNED as u8,
        reserved: 0,
        len: len as u32,
        data: deputy_value_data { address: memory.cast_const().cast() },
    };
    // SAFETY: contract.
    unsafe { out.write(value) };
    Ok(())
}
