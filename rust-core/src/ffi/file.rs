//! `deputy_file_*`: folders whose files outlive the program. The files are the page's (emscripten-js/host/file.js).

use core::ffi::{CStr, c_char};
use std::sync::Once;

use super::{
    call::{Function, deputy_js_call},
    value::{deputy_value_free, lent},
};
use crate::{
    context::DEPUTY_UI,
    protocol as p,
    status::deputy_status::{self, *},
    sys,
    value::deputy_value,
};

static PERSIST: Function = Function::new(c"deputy:file_persist");
static SAVE: Function = Function::new(c"deputy:file_save");

/// Makes a folder whose files outlive the program, and fills it with what was saved. In browsers what is in it is kept in IndexedDB, for
/// the page's origin: it is saved by deputy_file_save(), by fsync() of any file in it, and when the program ends by exit() or by
/// returning from main(). A save is all there or, when the page dies meanwhile, not at all. In Node it is a folder of the machine.
///
/// \param path NUL-terminated, such as "/save": it is made if it is not there; what is in it already cannot be seen any more
/// \param name NUL-terminated: in browsers what the files are kept under; in Node the machine's folder, which is made if it is not there
/// \param out_error NULL, or receives an error value where JavaScript gave one; give it to deputy_value_free()
/// \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: something is NULL or empty, or the path names no folder, or one that was made so before;
///          DEPUTY_UNSUPPORTED: there is no IndexedDB, or the program was linked with -sWASMFS; DEPUTY_JS_EXCEPTION: what was saved cannot be
///          loaded; DEPUTY_NO_MEMORY; DEPUTY_WOULD_BLOCK: on the UI
/// \threads any thread, blocks until the files are there, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_file_persist(
    path: *const c_char,
    name: *const c_char,
    out_error: *mut deputy_value,
) -> deputy_status {
    static AT_EXIT: Once = Once::new();
    if sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    if path.is_null() || name.is_null() {
        return DEPUTY_INVALID_ARGUMENT;
    }
    sys::use_file();
    // SAFETY: not NULL; contract.
    let status = unsafe { call(&PERSIST, &[text(path), text(name)], out_error) };
    if status == DEPUTY_OK {
        AT_EXIT.call_once(|| sys::at_exit(save_at_exit));
    }
    status
}

/// Saves what has changed in a folder of deputy_file_persist(), and waits until the device has it. In Node there is nothing to do.
///
/// \param path NUL-terminated, as it was given to deputy_file_persist(); NULL saves all of them
/// \param out_error as in deputy_file_persist()
/// \returns DEPUTY_OK; DEPUTY_NO_SPACE: the browser gives no more room; what was saved before is still there, whole; DEPUTY_NOT_FOUND: there is no
///          such folder; DEPUTY_JS_EXCEPTION: the database fails; DEPUTY_NO_MEMORY; DEPUTY_WOULD_BLOCK: on the UI
/// \threads any thread, blocks until it is saved, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_file_save(path: *const c_char, out_error: *mut deputy_value) -> deputy_status {
    if sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    sys::use_file();
    // SAFETY: contract.
    unsafe { call(&SAVE, &[if path.is_null() { deputy_value::NULL } else { text(path) }], out_error) }
}

/// Exit handlers run on the thread that ends the program, which may wait.
extern "C" fn save_at_exit() {
    // SAFETY: NULLs.
    let status = unsafe { deputy_file_save(core::ptr::null(), core::ptr::null_mut()) };
    // On the UI there are no exit handlers.
    if status != DEPUTY_OK {
        sys::complain(
            "deputy: what has changed in the files since they were last saved is lost: the save at exit failed",
        );
    }
}

/// # Safety
/// `text` is NUL-terminated and stays.
unsafe fn text(text: *const c_char) -> deputy_value {
    // SAFETY: contract.
    lent(p::TAG_STRING, unsafe { CStr::from_ptr(text) }.to_bytes())
}

/// A call of which only the failure has a value.
///
/// # Safety
/// `out_error` is NULL or writable.
unsafe fn call(function: &Function, args: &[deputy_value], out_error: *mut deputy_value) -> deputy_status {
    let mut value = deputy_value::NULL;
    // SAFETY: the arguments are borrowed for the call.
    let status = unsafe { deputy_js_call(DEPUTY_UI, function.get(), &raw mut value, args.as_ptr(), args.len()) };
    // SAFETY: contract; the value is moved, or freed.
    unsafe {
        if status == DEPUTY_OK || out_error.is_null() {
            deputy_value_free(&raw mut value);
        } else {
            out_error.write(value);
        }
    }
    status
}
