//! `deputy_export_*`: native functions that JavaScript calls.

use core::ffi::{CStr, c_char, c_void};

use super::handle;
use crate::{
    export::{self, Reply},
    frame::OwnedFrame,
    protocol as p,
    signature::Signature,
    status::deputy_status::{self, *},
    sys::{memory, tree::Owned},
    value::deputy_value,
};

/// A native function that JavaScript calls. It must return; it must not throw or unwind.
///
/// \param args the arguments, as the signature has them; they and what they point to live until the function returns.
///        Strings are UTF-8 with a NUL behind them.
/// \param argc their number
/// \param out receives the result, null before. What it points to is copied when the function has returned, so that it may
///        be one of the arguments or static; a value that deputy_value_copy() made is freed then. A task makes the call end
///        as the task does; the task stays the program's. On failure a string is the error's message.
/// \param userdata what was given to deputy_export_add()
/// \returns DEPUTY_OK, or why there is no result: the promise is rejected with a DeputyError of that status
/// \threads runs on the thread of the context that JavaScript called; may block
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
pub type deputy_export_fn = Option<
    unsafe extern "C" fn(
        args: *const deputy_value,
        argc: usize,
        out: *mut deputy_value,
        userdata: *mut c_void,
    ) -> deputy_status,
>;

/// The program's function as it is called: C may return any number.
pub(super) type ExportFunction =
    unsafe extern "C" fn(*const deputy_value, usize, *mut deputy_value, *mut c_void) -> i32;

/// The function, if there is one.
pub(super) fn callable(function: deputy_export_fn) -> Option<ExportFunction> {
    // SAFETY: the types differ in the name of an i32 only.
    function.map(|function| unsafe { core::mem::transmute::<*const c_void, ExportFunction>(function as *const c_void) })
}

/// What the function is given, every time.
#[derive(Clone, Copy)]
pub(super) struct Passed(pub *mut c_void);

// SAFETY: the user gives the data to be used on the threads that run the function.
unsafe impl Send for Passed {}
// SAFETY: as above.
unsafe impl Sync for Passed {}

impl Passed {
    const fn get(self) -> *mut c_void {
        self.0
    }
}

/// Adds a native function that JavaScript can call by name from now on. DEPUTY_EXPORT() does it before main().
///
/// \param signature a name, letters, digits, `_`, `$` and `.`, and what it takes and gives: "score(text: string, limit?: i32): f64".
///        Types are any, bool, i32, i64, f64, string, bytes, date, array, record, object, error, with `| null` if null may come
///        too, and void for a result; `?` marks parameters that may be left out. Numbers are made to fit; what does not fit is
///        rejected before the function runs.
///        A name alone takes and gives anything.
/// \param function the function
/// \param userdata passed to it, every time
/// \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: signature or function is NULL, the signature cannot be read, or the name is
///          taken; DEPUTY_NO_THREADS: the I/O thread could not be started
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `signature` is NULL or a NUL-terminated string; the function and `userdata` may be used on any thread until the program
/// ends.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_export_add(
    signature: *const c_char,
    function: deputy_export_fn,
    userdata: *mut c_void,
) -> deputy_status {
    let Some(function) = callable(function) else { return DEPUTY_INVALID_ARGUMENT };
    if signature.is_null() {
        return DEPUTY_INVALID_ARGUMENT;
    }
    // SAFETY: not NULL; contract.
    let Ok(signature) = unsafe { CStr::from_ptr(signature) }.to_str() else { return DEPUTY_INVALID_ARGUMENT };
    let data = Passed(userdata);
    let run = move |frame: &OwnedFrame, signature: &Signature, args: *const deputy_value, argc: usize| {
        // SAFETY: contract; the arguments were checked (`export.rs`).
        unsafe { run(function, data, frame, signature, args, argc) }
    };
    export::add(signature, Box::new(run)).err().unwrap_or(DEPUTY_OK)
}

/// What DEPUTY_EXPORT() does before main(): a signature that cannot be read ends the program, with a message.
///
/// \param signature as in deputy_export_add()
/// \param function as in deputy_export_add()
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// As deputy_export_add().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_export_static(signature: *const c_char, function: deputy_export_fn) {
    // SAFETY: same contract.
    if unsafe { deputy_export_add(signature, function, core::ptr::null_mut()) } != DEPUTY_OK {
        let text = if signature.is_null() {
            String::new()
        } else {
            // SAFETY: not NULL; contract.
            unsafe { CStr::from_ptr(signature) }.to_string_lossy().into()
        };
        crate::sys::complain(&format!(
            "deputy: DEPUTY_EXPORT: \"{text}\" is no signature; write it like \"f(a: i32, b?: string): f64\""
        ));
        // SAFETY: no precondition.
        unsafe { libc::abort() };
    }
}

/// # Safety
/// The function may be called with these arguments here.
pub(super) unsafe fn run(
    function: ExportFunction,
    data: Passed,
    frame: &OwnedFrame,
    signature: &Signature,
    args: *const deputy_value,
    argc: usize,
) -> Reply {
    let mut out = deputy_value::NULL;
    // SAFETY: contract.
    let status = unsafe { function(args, argc, &raw mut out, data.get()) };
    let status = crate::status::from_code(status);
    if status == DEPUTY_OK && u32::from(out.tag) == p::TAG_TASK {
        return match handle::find(out.bits()) {
            Ok(task) if u32::from(out.flags) & p::FLAG_ABORTABLE != 0 => Reply::Abortable(task),
            Ok(task) => Reply::Later(task),
            Err(_) => text(frame, DEPUTY_STALE, "the result is a task that was freed"),
        };
    }
    let misfit = if status == DEPUTY_OK { signature.fit_result(&mut out).err() } else { None };
    let reply = match misfit {
        Some((status, why)) => text(frame, status, &why),
        // SAFETY: the function's result, by its contract.
        None => match unsafe { memory::put_result(frame, &out) } {
            Ok(value) => Reply::Now(status, value, Owned::NOTHING),
            Err(worse) => Reply::Now(worse, core::ptr::null(), Owned::NOTHING),
        },
    };
    // Freed once the answer is queued: handles in it must not be released before.
    // SAFETY: here and nowhere else; a value that owns nothing is left alone.
    let out = unsafe { Owned::new(out) };
    match reply {
        Reply::Now(status, value, _) => Reply::Now(status, value, out),
        later @ (Reply::Later(_) | Reply::Abortable(_)) => later,
    }
}

fn text(frame: &OwnedFrame, status: deputy_status, text: &str) -> Reply {
    Reply::Now(status, memory::put_text(frame, text), Owned::NOTHING)
}
