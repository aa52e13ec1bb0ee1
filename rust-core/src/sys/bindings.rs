//! Generated from c-shim/deputy_sys.h by tools/generate; do not edit.
#![allow(missing_docs, reason = "documented in c-shim/deputy_sys.h")]

unsafe extern "C" {
    pub fn deputy_sys_is_ui() -> bool;
}
unsafe extern "C" {
    pub fn deputy_sys_ring_ui();
}
unsafe extern "C" {
    pub fn deputy_sys_wait(word: *const u32, expected: u32, ms: f64) -> bool;
}
unsafe extern "C" {
    pub fn deputy_sys_wake(word: *const u32);
}
unsafe extern "C" {
    pub fn deputy_sys_listen(word: *const u32, expected: u32);
}
unsafe extern "C" {
    pub fn deputy_sys_at_thread_exit();
}
unsafe extern "C" {
    pub fn deputy_sys_mark_internal(internal: bool);
}
unsafe extern "C" {
    pub fn deputy_sys_next_slot(slot: *const ::core::ffi::c_void);
}
unsafe extern "C" {
    pub fn deputy_sys_set_default_stack(size: u32);
}
unsafe extern "C" {
    pub fn deputy_sys_stack_free() -> u32;
}
unsafe extern "C" {
    pub fn deputy_js_operations_();
}
unsafe extern "C" {
    pub fn deputy_js_tasks_();
}
unsafe extern "C" {
    pub fn deputy_js_spawn_();
}
unsafe extern "C" {
    pub fn deputy_js_threads_();
}
unsafe extern "C" {
    pub fn deputy_js_dirty();
}
unsafe extern "C" {
    pub fn deputy_js_http_();
}
unsafe extern "C" {
    pub fn deputy_js_file_();
}
unsafe extern "C" {
    pub fn deputy_js_ws_();
}
unsafe extern "C" {
    pub fn deputy_js_watch_();
}
unsafe extern "C" {
    pub fn deputy_js_has_room() -> bool;
}
unsafe extern "C" {
    pub fn deputy_sys_stay(on: bool);
}
unsafe extern "C" {
    pub fn deputy_sys_cores() -> u32;
}
unsafe extern "C" {
    pub fn deputy_sys_watch_waits(told: ::core::option::Option<unsafe extern "C" fn(begins: bool)>);
}
unsafe extern "C" {
    pub fn deputy_js_worker_open(
        context: *const ::core::ffi::c_void,
        id: u32,
        stock: *const ::core::ffi::c_void,
        run_here: ::core::option::Option<unsafe extern "C" fn(frame: *const ::core::ffi::c_void) -> bool>,
        aside: ::core::option::Option<unsafe extern "C" fn(frames: *const ::core::ffi::c_void)>,
        report: ::core::option::Option<
            unsafe extern "C" fn(status: i32, at: *const u8, error: u32, what: u32, thread: u32),
        >,
        allocate: ::core::option::Option<unsafe extern "C" fn(size: usize) -> *mut ::core::ffi::c_void>,
        release: ::core::option::Option<unsafe extern "C" fn(memory: *mut ::core::ffi::c_void)>,
    );
}
unsafe extern "C" {
    pub fn deputy_js_worker_run(frame: *const ::core::ffi::c_void, how: u32);
}
unsafe extern "C" {
    pub fn deputy_js_worker_between() -> bool;
}
unsafe extern "C" {
    pub fn deputy_js_worker_close();
}
unsafe extern "C" {
    pub fn deputy_sys_drain_console();
}
unsafe extern "C" {
    pub fn deputy_sys_complain(text: *const ::core::ffi::c_char);
}
unsafe extern "C" {
    pub fn deputy_sys_abort(text: *const ::core::ffi::c_char);
}
