//! `deputy_js_*`: calling JavaScript.

use core::{
    cell::UnsafeCell,
    ffi::{CStr, c_void},
    sync::atomic::{AtomicPtr, Ordering},
};
use std::{ffi::c_char, sync::Arc, time::Duration};

use super::{
    handle::{self, deputy_task},
    object::deputy_object,
};
use crate::{
    call::{self, How, Limit},
    callback,
    context::{Context, DEPUTY_ANY, INDEX_BITS, Target, deputy_context, index_of},
    export,
    frame::OwnedFrame,
    io,
    name::{self, Name},
    object, protocol as p,
    status::deputy_status::{self, *},
    sys::{memory, tree},
    task::{Continuation, Task},
    thread::Thread,
    value::{Block, deputy_value},
};

/// A JavaScript function by its name. Make it with DEPUTY_FN() or DEPUTY_JS(), or zeroed but for `name` and `len` in static
/// storage; the runtime keeps a number in it.
///
/// The name is looked up on every call: first in what the page registered (`deputy.register()`, `Module.deputy.imports`),
/// then on `globalThis`. `a.b.c` runs with `this` being `a.b`; a function that is replaced is found at the next call.
/// `specifier#a.b` is `a.b` among what a module exports, which is imported at the first call.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
#[repr(C)]
pub struct deputy_js_fn {
    /// UTF-8, 1 to 1024 bytes; read at the first call only.
    pub name: *const c_char,
    /// Bytes of the name. With DEPUTY_JS_INLINE, `name` points to two pointers: to the name, and to what DEPUTY_JS() made.
    pub len: u32,
    /// Internal; NULL.
    pub internal: *mut c_void,
}

impl deputy_js_fn {
    /// One of the runtime's own.
    pub(super) const fn named(name: &'static CStr) -> Self {
        #[allow(clippy::cast_possible_truncation, reason = "a short name")]
        let len = name.count_bytes() as u32;
        Self { name: name.as_ptr(), len, internal: core::ptr::null_mut() }
    }
}

/// In `deputy_js_fn.len`: the function is one of DEPUTY_JS().
///
/// \since 0.1.0
pub const DEPUTY_JS_INLINE: u32 = 0x8000_0000;

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
    /// Bits of DEPUTY_CALL_*.
    pub flags: u32,
    /// 0, or a task: when it is cancelled, the call ends with DEPUTY_CANCELLED. One task can serve any number of calls. It
    /// stays the caller's.
    pub cancel: deputy_task,
    /// 0, or a handle that deputy_object_reserve() made: the result, an object or a function, is bound to it, and the call
    /// itself gives null. If the call fails, the handle is DEPUTY_STALE, and the message says why.
    pub into: deputy_object,
}

/// The defaults.
pub(super) const NO_OPTIONS: deputy_call_options =
    deputy_call_options { struct_size: size_of::<deputy_call_options>(), timeout_ms: 0, flags: 0, cancel: 0, into: 0 };

/// What the struct was before it had `into`.
const WITHOUT_INTO: usize = core::mem::offset_of!(deputy_call_options, into);

/// While the call is waited for, the calling thread runs what is sent to its context: functions of deputy_context_post()
/// and deputy_context_send(), and exports that JavaScript calls. For synchronous calls, in `deputy_call_options.flags`.
///
/// \since 0.1.0
pub const DEPUTY_CALL_PUMP: u32 = 2;

/// The result, if it is an object or a function, comes as a DEPUTY_VALUE_OBJECT, whatever it is: arrays, dates and plain
/// objects stay where they are, too. For `deputy_call_options.flags`, alone or with others but DEPUTY_CALL_JSON.
///
/// \threads any thread, never blocks
/// \since 0.1.0
pub const DEPUTY_CALL_OBJECT: u32 = 4;

/// The result comes as its JSON text, a DEPUTY_VALUE_JSON, as `JSON.stringify` makes it; what has none is DEPUTY_WRONG_TYPE.
/// For `deputy_call_options.flags`.
///
/// \threads any thread, never blocks
/// \since 0.1.0
pub const DEPUTY_CALL_JSON: u32 = 8;

const _: () = assert!(DEPUTY_CALL_OBJECT == p::CALL_OBJECT && DEPUTY_CALL_JSON == p::CALL_JSON);

/// Flags that say how the result comes; not both.
pub(super) const FORMS: u32 = DEPUTY_CALL_OBJECT | DEPUTY_CALL_JSON;

/// Calls a JavaScript function and waits for its result; a promise it returns is awaited.
///
/// \param context where to call it: DEPUTY_UI, a context with JavaScript (deputy_worker_open()), or DEPUTY_ANY
/// \param function from DEPUTY_FN()
/// \param out receives the result, or on DEPUTY_JS_EXCEPTION, DEPUTY_NOT_FOUND, DEPUTY_WRONG_TYPE and
///        DEPUTY_STALE of an object an error value;
///        give it to deputy_value_free(). NULL throws both away. Otherwise left as it was.
/// \param args the arguments; they and what they point to are read during this call only. NULL if argc is 0.
/// \param argc their number
/// \returns DEPUTY_OK; DEPUTY_JS_EXCEPTION: it threw or the promise was rejected; DEPUTY_NOT_FOUND: no such function
///          now; DEPUTY_WRONG_TYPE: an argument or the result cannot cross, the message says which; DEPUTY_STALE: no
///          such context, or an object that was released; DEPUTY_WRONG_CONTEXT: an object belongs to another context than the
///          one that is called, or two to different ones; DEPUTY_UNSUPPORTED: the context runs no JavaScript; DEPUTY_INVALID_ARGUMENT: function is NULL,
///          its name empty, too long or not UTF-8, or args
///          is NULL with argc > 0; DEPUTY_NO_MEMORY: no room for the result; DEPUTY_WOULD_BLOCK: called on the UI
///          thread; or in a synchronous call of the page's, and the function returned a promise; DEPUTY_DEADLOCK: the same in
///          the blocking modes warn and allow.
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
/// \param context where to call it: DEPUTY_UI, a context with JavaScript (deputy_worker_open()), or DEPUTY_ANY
/// \param function from DEPUTY_FN()
/// \param out as in deputy_js_call()
/// \param args as in deputy_js_call()
/// \param argc their number
/// \param options NULL for the defaults; read during this call only
/// \returns as deputy_js_call(), and DEPUTY_TIMED_OUT: options->timeout_ms passed first; DEPUTY_CANCELLED: options->cancel
///          was cancelled first; DEPUTY_INVALID_ARGUMENT: also if options->struct_size or a flag is wrong; DEPUTY_STALE: also
///          if options->cancel is no task
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
    let mut how = match unsafe { how(options, DEPUTY_CALL_PUMP | FORMS) } {
        Ok(how) => how,
        Err(status) => return status,
    };
    // SAFETY: contract.
    let Prepared { context, name, argc, given } = match unsafe { resolve(context, function, args, argc, &mut how) } {
        Ok(prepared) => prepared,
        Err(status) => return status,
    };
    let thread = Thread::current();
    match call::call(thread, context, name, (args, argc), &how, || given.follow(context)) {
        // SAFETY: `out` by contract.
        Ok(frame) => unsafe { read_outcome(thread, context, frame, out, &how) },
        Err(status) => status,
    }
}

/// Milliseconds as hosts and options of calls have them: 0 without limit.
pub(super) const fn limit(timeout_ms: u32) -> u32 {
    match timeout_ms {
        u32::MAX => 0,
        0 => 1,
        ms => ms,
    }
}

/// A function of the runtime's own.
pub(super) struct Function(UnsafeCell<deputy_js_fn>);

// SAFETY: `name` and `len` are never written, `internal` only atomically (`name_of`).
unsafe impl Sync for Function {}

impl Function {
    pub(super) const fn new(name: &'static CStr) -> Self {
        Self(UnsafeCell::new(deputy_js_fn::named(name)))
    }

    pub(super) const fn get(&self) -> *mut deputy_js_fn {
        self.0.get()
    }
}

/// Tasks among the arguments of a call: JavaScript gets promises for them.
pub(super) struct Given(Vec<(deputy_task, Arc<Task>)>);

impl Given {
    /// Finds them, and the index of the context that has the objects among the arguments, and `into`; 0 if there are none. A
    /// callback that is gone is found, too.
    ///
    /// # Safety
    /// The arguments point to what they say.
    unsafe fn find(args: &[deputy_value], into: deputy_object) -> Result<(Self, u32), deputy_status> {
        let mut tasks = Vec::new();
        let mut owner = object::owner(into);
        let mut look = |arg: &deputy_value| {
            if u32::from(arg.tag) == p::TAG_OBJECT {
                match object::owner(arg.bits()) {
                    0 => return Err(DEPUTY_STALE),
                    of if owner == 0 => owner = of,
                    of if owner != of => return Err(DEPUTY_WRONG_CONTEXT),
                    _ => {}
                }
            } else if u32::from(arg.tag) == p::TAG_TASK {
                if crate::sys::is_ui() {
                    return Err(DEPUTY_WOULD_BLOCK);
                }
                io::start()?;
                tasks.push((arg.bits(), handle::find(arg.bits())?));
            } else if u32::from(arg.tag) == p::TAG_CALLBACK {
                callback::check(arg.bits())?;
            }
            Ok(())
        };
        // SAFETY: contract.
        unsafe { tree::each(args, &mut look) }?;
        Ok((Self(tasks), owner))
    }

    /// The call is queued: from now on the host can be told how they end. Told before the call, it would not know of them.
    pub(super) fn follow(self, context: &'static Context) {
        for (handle, task) in self.0 {
            let work = Box::new(move |settled| export::settle(context, handle, settled));
            task.then(Continuation { target: Target::Here, work });
        }
    }
}

/// Calls a JavaScript function without waiting: returns as soon as the call is queued.
///
/// Posts of one thread run in the order they were made, and before calls it makes later. A function that fails, or
/// does not exist, is counted and reported to the page (`Module.deputy.onError`, or the console). A thread that has
/// 1024 posts outstanding waits until one has run.
///
/// \param context where to call it: DEPUTY_UI, a context with JavaScript (deputy_worker_open()), or DEPUTY_ANY
/// \param function from DEPUTY_FN()
/// \param args the arguments; they and what they point to are copied. NULL if argc is 0.
/// \param argc their number
/// \returns DEPUTY_OK: queued; DEPUTY_STALE: no such context; DEPUTY_WRONG_CONTEXT: as in deputy_js_call(); DEPUTY_UNSUPPORTED: the context runs no JavaScript;
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
    // SAFETY: same contract.
    unsafe { deputy_js_post_with(context, function, args, argc, core::ptr::null()) }
}

/// Calls a JavaScript function without waiting, like deputy_js_post(), with options.
///
/// \param context as in deputy_js_post()
/// \param function as in deputy_js_post()
/// \param args as in deputy_js_post()
/// \param argc their number
/// \param options NULL for the defaults; `into` is bound once the function has run, `timeout_ms` is for the wait until fewer than
///        1024 posts are outstanding
/// \returns as deputy_js_post(), and DEPUTY_TIMED_OUT; DEPUTY_INVALID_ARGUMENT: also if options->struct_size is wrong, or there
///          are flags or a token
/// \threads any thread, blocks until fewer than 1024 posts are outstanding, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says, for the time of the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_js_post_with(
    context: deputy_context,
    function: *mut deputy_js_fn,
    args: *const deputy_value,
    argc: usize,
    options: *const deputy_call_options,
) -> deputy_status {
    // SAFETY: contract.
    let mut how = match unsafe { how(options, 0) } {
        Ok(how) if how.token.is_none() => how,
        Ok(_) => return DEPUTY_INVALID_ARGUMENT,
        Err(status) => return status,
    };
    // SAFETY: contract.
    let Prepared { context, name, argc, given } = match unsafe { resolve(context, function, args, argc, &mut how) } {
        Ok(prepared) => prepared,
        Err(status) => return status,
    };
    // SAFETY: contract; checked in `resolve`.
    let args = unsafe { arguments(args, argc) };
    // SAFETY: the strings the arguments point to are valid by contract.
    let copy = |frame: &OwnedFrame| unsafe { memory::put(frame, args) };
    match call::post(Thread::current(), context, name, argc, &how, copy) {
        Ok(()) => {
            given.follow(context);
            DEPUTY_OK
        }
        Err(status) => status,
    }
}

/// A call that can be made.
pub(super) struct Prepared {
    pub context: &'static Context,
    pub name: Name,
    pub argc: u32,
    pub given: Given,
}

/// Checks what all calls check, and finds context and name.
///
/// # Safety
/// Pointers are NULL or point to what they say.
pub(super) unsafe fn resolve(
    id: deputy_context,
    function: *mut deputy_js_fn,
    args: *const deputy_value,
    argc: usize,
    how: &mut How,
) -> Result<Prepared, deputy_status> {
    let forced = if id == DEPUTY_ANY { None } else { Some(Context::javascript(id)?) };
    let argc = u32::try_from(argc).map_err(|_| DEPUTY_INVALID_ARGUMENT)?;
    if function.is_null() || (args.is_null() && argc > 0) {
        return Err(DEPUTY_INVALID_ARGUMENT);
    }
    // SAFETY: contract; checked above.
    let (given, owner) = unsafe { Given::find(arguments(args, argc), how.into) }?;
    let context = match forced {
        None if owner == 0 => Context::default_javascript(),
        None => Context::with_objects(owner)?,
        Some(forced) if owner == 0 || owner == index_of(id) => forced,
        Some(_) => return Err(DEPUTY_WRONG_CONTEXT),
    };
    // SAFETY: contract; checked above.
    let name = unsafe { name_of(function) }?;
    if forced.is_some() {
        // The generation, above the flags: the context may close, and another one have its record, before the call is there.
        how.flags |= id & !((1 << INDEX_BITS) - 1);
    }
    Ok(Prepared { context, name, argc, given })
}

/// # Safety
/// `function` is not NULL and points to a function.
unsafe fn name_of(function: *mut deputy_js_fn) -> Result<Name, deputy_status> {
    // SAFETY: not NULL; contract. Every access to `internal` goes through this atomic.
    let known = unsafe { AtomicPtr::from_ptr(&raw mut (*function).internal) };
    // Acquire pairs with the release below: the entry is visible.
    let entry = known.load(Ordering::Acquire).cast::<name::Entry>();
    // SAFETY: NULL, or an entry that was stored below and lives for ever.
    if let Some(name) = unsafe { entry.as_ref() } {
        return Ok(name);
    }
    // SAFETY: not NULL; contract.
    let (text, len) = unsafe { ((*function).name, (*function).len) };
    if text.is_null() {
        return Err(DEPUTY_INVALID_ARGUMENT);
    }
    // SAFETY: contract: `len` bytes, or two pointers that DEPUTY_JS() has put there.
    let name = unsafe { if len & DEPUTY_JS_INLINE == 0 { named(text, len) } else { inline(text.cast(), len) } }?;
    known.store(core::ptr::from_ref(name).cast_mut().cast(), Ordering::Release);
    Ok(name)
}

/// A function by its dotted name.
///
/// # Safety
/// `text` has `len` bytes.
unsafe fn named(text: *const c_char, len: u32) -> Result<Name, deputy_status> {
    // SAFETY: contract.
    name::intern(unsafe { core::slice::from_raw_parts(text.cast(), len as usize) })
}

/// A function of DEPUTY_JS(): the host knows it by where its text lay, and calls it by its name in messages.
///
/// # Safety
/// `parts` points to the name, of `len` bytes but for DEPUTY_JS_INLINE, and to the text.
#[cold]
unsafe fn inline(parts: *const [*const c_char; 2], len: u32) -> Result<Name, deputy_status> {
    // SAFETY: contract.
    let [text, code] = unsafe { parts.read_unaligned() };
    // SAFETY: contract.
    let text = unsafe { core::slice::from_raw_parts(text.cast::<u8>(), (len & !DEPUTY_JS_INLINE) as usize) };
    let mut name = Vec::with_capacity(text.len() + 16);
    name.extend_from_slice(b"js:");
    name.extend_from_slice(code.addr().to_string().as_bytes());
    name.push(b':');
    name.extend_from_slice(text);
    name::intern(&name)
}

/// The arguments of a call that `resolve` has checked.
///
/// # Safety
/// `args` points to `argc` values for as long as the slice lives, or `argc` is 0.
pub(super) unsafe fn arguments<'a>(args: *const deputy_value, argc: u32) -> &'a [deputy_value] {
    if argc == 0 {
        return &[];
    }
    // SAFETY: contract.
    unsafe { core::slice::from_raw_parts(args, argc as usize) }
}

/// What the options of a call say, of which `flags` are allowed.
///
/// # Safety
/// `options` is NULL or valid.
pub(super) unsafe fn how(options: *const deputy_call_options, flags: u32) -> Result<How, deputy_status> {
    if options.is_null() {
        return Ok(How::default());
    }
    // SAFETY: not NULL; contract. Every size of the struct begins with its size.
    let size = unsafe { (&raw const (*options).struct_size).read() };
    if size != size_of::<deputy_call_options>() && size != WITHOUT_INTO {
        return Err(DEPUTY_INVALID_ARGUMENT);
    }
    let mut given = deputy_call_options { struct_size: 0, timeout_ms: 0, flags: 0, cancel: 0, into: 0 };
    // SAFETY: contract: so many bytes; not more than there are.
    unsafe { core::ptr::copy_nonoverlapping(options.cast::<u8>(), (&raw mut given).cast(), size) };
    let options = given;
    if (options.into != 0 && options.flags & FORMS != 0)
        || options.flags & !flags != 0
        || options.flags & FORMS == FORMS
    {
        return Err(DEPUTY_INVALID_ARGUMENT);
    }
    let limit = Limit::after(Duration::from_millis(options.timeout_ms.into()));
    let token = if options.cancel == 0 { None } else { Some(handle::find(options.cancel)?) };
    let (mut flags, into) = (options.flags, options.into);
    if into != 0 {
        object::context_of(into)?;
        flags |= p::CALL_INTO;
    }
    Ok(How { limit, pump: flags & DEPUTY_CALL_PUMP != 0, token, flags, into })
}

/// Moves the outcome to the caller and recycles the frame.
unsafe fn read_outcome(
    thread: &'static Thread,
    context: &'static Context,
    frame: OwnedFrame,
    out: *mut deputy_value,
    how: &How,
) -> deputy_status {
    let outcome = frame.outcome();
    let (status, value) = (outcome.status, outcome.value);
    let mut done = Ok(());
    let size = value.outcome_size();
    if value.is_stashed() {
        thread.recycle(frame);
        #[allow(clippy::cast_possible_truncation, reason = "a stash number is 32 bits, in the payload's low half")]
        let (stash, len) = (value.bits() as u32, size as u32);
        if out.is_null() {
            call::discard(context, stash);
        } else {
            let mut asked = false;
            let fill = |to| {
                asked = true;
                call::fetch(thread, context, stash, to, len, how)
            };
            // SAFETY: `out` is not NULL; the host writes the bytes it said it has.
            done = unsafe { copy_out(value, size, out, fill) };
            if !asked {
                call::discard(context, stash);
            }
        }
    } else {
        if value.has_content() {
            let bytes = outcome.data.get(..size).unwrap_or_default();
            if out.is_null() {
                drop(tree::Tree::of_outcome(value, bytes));
            } else {
                // SAFETY: `out` is not NULL; the closure fills exactly the memory it is given.
                done = unsafe {
                    copy_out(value, bytes.len(), out, |to| {
                        core::ptr::copy_nonoverlapping(bytes.as_ptr(), to, bytes.len());
                        Ok(())
                    })
                };
            }
        } else if !out.is_null() && status == DEPUTY_OK {
            // SAFETY: not NULL; contract.
            unsafe { out.write(handed_out(value)) };
        } else {
            // SAFETY: it has no content.
            unsafe { tree::release_handles(&value) };
        }
        thread.recycle(frame);
    }
    done.err().unwrap_or(status)
}

/// A value without content as its new owner gets it: a handle is to be released.
pub(super) fn handed_out(mut value: deputy_value) -> deputy_value {
    if value.is_handle() {
        value.flags = p::FLAG_OWNED as u8;
    }
    value
}

/// Makes a value with content for the caller: `size` bytes of memory from malloc, filled by `fill` as a host does, and a NUL.
///
/// # Safety
/// `out` is writable; `fill` writes exactly the bytes it is given.
pub(super) unsafe fn copy_out(
    value: deputy_value,
    size: usize,
    out: *mut deputy_value,
    fill: impl FnOnce(*mut u8) -> Result<(), deputy_status>,
) -> Result<(), deputy_status> {
    // SAFETY: malloc has no precondition.
    let memory = unsafe { libc::malloc(size + 1) }.cast::<u8>();
    if memory.is_null() {
        return Err(DEPUTY_NO_MEMORY);
    }
    let filled = fill(memory).and_then(|()| {
        // SAFETY: `size + 1` bytes.
        unsafe { memory.add(size).write(0) };
        // SAFETY: `size` bytes, written above.
        let bytes = unsafe { core::slice::from_raw_parts_mut(memory, size) };
        Block::check_outcome(bytes, value).ok_or(DEPUTY_INTERNAL)
    });
    match filled {
        Ok(value) => {
            // SAFETY: contract.
            unsafe { out.write(deputy_value { flags: p::FLAG_OWNED as u8, ..value }) };
            Ok(())
        }
        Err(status) => {
            // SAFETY: from malloc above, not given away.
            unsafe { libc::free(memory.cast()) };
            Err(status)
        }
    }
}

/// Copies a value for the caller, with what it refers to.
///
/// # Safety
/// `out` is writable; the value points to as much as it says.
pub(super) unsafe fn copy_to(value: &deputy_value, out: *mut deputy_value) -> Result<(), deputy_status> {
    // What the caller frees is its own.
    let value = deputy_value { flags: value.flags & !(p::FLAG_INTERNED as u8), ..*value };
    let mut copy = value;
    if value.has_content() {
        // SAFETY: contract; malloc has no precondition.
        let memory = unsafe { libc::malloc(tree::measure_content(&value)? + 1) }.cast::<u8>();
        if memory.is_null() {
            return Err(DEPUTY_NO_MEMORY);
        }
        // SAFETY: as long as measured; malloc aligns to 8.
        copy = unsafe { tree::copy_content(&value, memory) };
        copy.flags = p::FLAG_OWNED as u8;
    } else {
        copy.flags = 0;
    }
    // SAFETY: whole.
    unsafe { tree::retain_handles(&copy) };
    // SAFETY: contract.
    unsafe { out.write(handed_out(copy)) };
    Ok(())
}
