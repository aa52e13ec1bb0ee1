//! `deputy_callback_*`: native function objects for JavaScript.

use core::ffi::{CStr, c_char, c_void};

use super::{
    context::deputy_fn,
    export::{self, deputy_export_fn},
    user::UserData,
};
use crate::{
    callback::{self, Body},
    context::{Context, deputy_context},
    frame::OwnedFrame,
    io,
    signature::Signature,
    status::deputy_status::{self, *},
    value::deputy_value,
};

/// Names a callback. 0 is none. A handle never comes to mean another callback.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
pub type deputy_callback = u64;

/// How to make a callback. Zeroed but for `struct_size`, it means the defaults.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct deputy_callback_options {
    /// sizeof(deputy_callback_options).
    pub struct_size: usize,
    /// Where it runs; 0: in the context of the thread that makes it, or, if that has none, on the deputy.
    pub context: deputy_context,
    /// 0 or DEPUTY_CALLBACK_SYNC.
    pub flags: u32,
    /// NULL, or what it takes and gives, as for deputy_export_add(): "onClick(x: i32, y: i32): void". The name is for
    /// messages. NULL takes and gives anything.
    pub signature: *const c_char,
}

/// JavaScript waits for the callback: the function returns what the native function returns, or throws. As `deputy.callSync()`
/// that goes by the blocking mode; in every mode if JavaScript runs right now for a synchronous call of the thread whose context
/// it is: it runs there, in that call. Without `context` that is the thread that makes it, which opens a context if it has none.
/// For what libraries call and use at once: the comparison of a sort, the function of a `replace()`. In
/// `deputy_callback_options.flags`.
///
/// \since 0.1.0
pub const DEPUTY_CALLBACK_SYNC: u32 = 1;

/// Makes a native function that can be given to JavaScript, as deputy_callback_value(). There it is a function that returns a
/// promise for what the native function returns.
///
/// \param function the function
/// \param userdata passed to it, every time
/// \param drop NULL, or called with userdata exactly once: when native code has freed the callback and JavaScript has let go of
///        it and no call of it is queued or runs; or when its context closes; or when this call fails. It runs on the thread
///        that was the last to let go, for JavaScript on the background.
/// \param options NULL for the defaults
/// \param out_callback receives the callback; free it with deputy_callback_free()
/// \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: function or out_callback is NULL, the signature cannot be read, or struct_size
///          or a flag is wrong; DEPUTY_STALE: no such context; DEPUTY_UNSUPPORTED: the context is the UI; DEPUTY_NO_THREADS: the
///          I/O thread could not be started; DEPUTY_NO_MEMORY: there are a million callbacks; DEPUTY_WOULD_BLOCK: on the UI
/// \threads any thread, blocks until the I/O thread runs, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says; `userdata` may be used on the thread of the context, and by `drop` on
/// any but the UI.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_callback_new(
    function: deputy_export_fn,
    userdata: *mut c_void,
    drop: deputy_fn,
    options: *const deputy_callback_options,
    out_callback: *mut deputy_callback,
) -> deputy_status {
    let data = UserData::new(userdata, drop);
    if crate::sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    crate::export::enable();
    // SAFETY: contract.
    match unsafe { make(function, data, options, out_callback) } {
        Ok(()) => DEPUTY_OK,
        Err(status) => status,
    }
}

unsafe fn make(
    function: deputy_export_fn,
    data: UserData,
    options: *const deputy_callback_options,
    out: *mut deputy_callback,
) -> Result<(), deputy_status> {
    // SAFETY: contract of the caller.
    let (out, options) = unsafe { (out.as_mut().ok_or(DEPUTY_INVALID_ARGUMENT)?, options.as_ref()) };
    let function = export::callable(function).ok_or(DEPUTY_INVALID_ARGUMENT)?;
    let mut context = 0;
    let mut flags = 0;
    let mut signature = "callback";
    if let Some(options) = options {
        if options.struct_size != size_of::<deputy_callback_options>() || options.flags & !DEPUTY_CALLBACK_SYNC != 0 {
            return Err(DEPUTY_INVALID_ARGUMENT);
        }
        flags = options.flags;
        context = options.context;
        if !options.signature.is_null() {
            // SAFETY: not NULL; contract of the caller.
            let text = unsafe { CStr::from_ptr(options.signature) };
            signature = text.to_str().map_err(|_| DEPUTY_INVALID_ARGUMENT)?;
        }
    }
    let signature = Signature::parse(signature).ok_or(DEPUTY_INVALID_ARGUMENT)?;
    if context == 0 && flags != 0 {
        // It runs on this very thread, while that waits: by a context it is found.
        context = Context::open()?;
    } else if context == 0 {
        context = callback::default_context();
    }
    io::start()?;
    callback::check_context(context)?;
    let passed = export::Passed(data.get());
    let run = move |frame: &OwnedFrame, signature: &Signature, args: *const deputy_value, argc: usize| {
        // SAFETY: contract of the caller; the arguments were checked (`export.rs`).
        unsafe { export::run(function, passed, frame, signature, args, argc) }
    };
    *out = callback::make(Body { context, signature, run: Box::new(run) }, flags, Box::new(data))?;
    Ok(())
}

/// Native code holds a callback once more: each reference is freed with deputy_callback_free(). For callbacks that came as
/// arguments and are kept.
///
/// \param callback the callback
/// \returns DEPUTY_OK; DEPUTY_STALE: it is gone
/// \threads any thread, never blocks
/// \since 0.1.0
#[unsafe(no_mangle)]
pub extern "C" fn deputy_callback_ref(callback: deputy_callback) -> deputy_status {
    callback::hold_native(callback).err().unwrap_or(DEPUTY_OK)
}

/// Native code lets go of a callback. JavaScript that has it can go on calling it; when that has let go as well, `drop` runs.
/// A callback may free itself. `drop` runs here if nobody else holds it, but not on the UI.
///
/// \param callback the callback; 0, stale handles and callbacks that native code does not hold are no-ops
/// \threads any thread, never blocks
/// \since 0.1.0
#[unsafe(no_mangle)]
pub extern "C" fn deputy_callback_free(callback: deputy_callback) {
    callback::free(callback);
}

/// The number of callbacks that native code, JavaScript or a value on its way holds.
///
/// \returns the number now; other threads may be changing it
/// \threads any thread, never blocks
/// \since 0.1.0
#[unsafe(no_mangle)]
pub extern "C" fn deputy_callback_live() -> usize {
    callback::live()
}
