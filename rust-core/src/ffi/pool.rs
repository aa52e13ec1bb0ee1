//! `deputy_pool_*`: loops and jobs on the compute pool. Single functions are sent to it as to every context.

use core::ffi::c_void;
use std::sync::Arc;

use super::{context::deputy_fn, user::UserData};
use crate::{
    crew::Crew,
    pool,
    status::{
        deputy_status::{self, *},
        from_code,
    },
    sys,
};

/// Part of a loop. It must return; it must not throw or unwind.
///
/// \param userdata what deputy_pool_for() was given
/// \param begin the first index
/// \param end the one behind the last
/// \returns DEPUTY_OK, or why the loop ends: parts that have not begun do not run then
/// \threads runs on threads of the compute pool and on the one that called deputy_pool_for(), several at once; may block
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
pub type deputy_pool_loop_fn =
    Option<unsafe extern "C" fn(userdata: *mut c_void, begin: usize, end: usize) -> deputy_status>;

/// A job of a scope. It must return; it must not throw or unwind.
///
/// \param userdata what deputy_pool_scope_submit() was given
/// \returns DEPUTY_OK, or a failure for deputy_pool_scope_wait()
/// \threads runs on a thread of the compute pool, or on the one that waits for the scope; may block, and submit more jobs
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
pub type deputy_pool_job_fn = Option<unsafe extern "C" fn(userdata: *mut c_void) -> deputy_status>;

/// The program's functions as they are called: C may return any number.
type Loop = unsafe extern "C" fn(*mut c_void, usize, usize) -> i32;
type Job = unsafe extern "C" fn(*mut c_void) -> i32;

/// What the program gave, for whichever thread takes part.
struct Data(*mut c_void);

// SAFETY: the program says that the data may be used on several threads; that is what the parameter is for.
unsafe impl Send for Data {}
// SAFETY: as above.
unsafe impl Sync for Data {}

impl Data {
    const fn get(&self) -> *mut c_void {
        self.0
    }
}

/// How many functions that do not block the compute pool runs at once: the number of the machine's cores.
///
/// \returns 1 or more
/// \threads any thread, never blocks
/// \since 0.1.0
#[unsafe(no_mangle)]
pub extern "C" fn deputy_pool_width() -> u32 {
    sys::cores().max(1)
}

/// A loop over indices, in parts that run on the compute pool and on the calling thread; returns when all of it is done. It may be used
/// inside of itself and of jobs: the calling thread runs what nobody else has begun.
///
/// \param begin the first index
/// \param end the one behind the last
/// \param grain indices of a part, but for the last one; 0: some parts for each core
/// \param function runs a part
/// \param userdata passed to it
/// \returns DEPUTY_OK; what the first part that failed returned; DEPUTY_CLOSED: the thread of a part ended in it;
///          DEPUTY_INVALID_ARGUMENT: function is NULL, or end is before begin; DEPUTY_WOULD_BLOCK: on the UI
/// \threads any thread, blocks until all parts have returned, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// `userdata` may be used on several threads at once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_pool_for(
    begin: usize,
    end: usize,
    grain: usize,
    function: deputy_pool_loop_fn,
    userdata: *mut c_void,
) -> deputy_status {
    if sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    let (Some(function), true) = (function, begin <= end) else { return DEPUTY_INVALID_ARGUMENT };
    // SAFETY: the types differ in the name of an i32 only.
    let function = unsafe { core::mem::transmute::<*const c_void, Loop>(function as *const c_void) };
    let cores = pool::cores() as usize;
    let count = end.saturating_sub(begin);
    let grain = if grain == 0 { count.div_ceil(cores * PARTS).max(1) } else { grain };
    let data = Data(userdata);
    // SAFETY: contract.
    let chunk = Box::new(move |from, to| unsafe { function(data.get(), from, to) });
    let crew = Crew::of_loop(begin, end, grain, chunk);
    // Without the pool the calling thread does it alone.
    let _ = crew.call(count.div_ceil(grain).saturating_sub(1).min(cores.saturating_sub(1)));
    from_code(crew.finish())
}

/// Parts of a loop for each core: so many that nobody waits long for the last one.
const PARTS: usize = 8;

/// Jobs that somebody waits for together.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
pub struct deputy_pool_scope(Arc<Crew>);

/// Makes a scope without jobs.
///
/// \param out_scope receives it; deputy_pool_scope_wait() frees it
/// \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: out_scope is NULL
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `out_scope` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_pool_scope_new(out_scope: *mut *mut deputy_pool_scope) -> deputy_status {
    // SAFETY: contract.
    let Some(out) = (unsafe { out_scope.as_mut() }) else { return DEPUTY_INVALID_ARGUMENT };
    *out = Box::into_raw(Box::new(deputy_pool_scope(Crew::of_jobs())));
    DEPUTY_OK
}

/// Adds a job to a scope: it runs on the compute pool, or at the latest on the thread that waits for the scope.
///
/// \param scope from deputy_pool_scope_new(); nobody has waited for it yet, or a job of its own submits
/// \param function the job
/// \param userdata passed to it
/// \param drop NULL, or called with userdata exactly once: after the function has run, or when this call fails
/// \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: scope or function is NULL; DEPUTY_WOULD_BLOCK: on the UI
/// \threads any thread, blocks until the pool has its first thread, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// `userdata` may be used on another thread; the scope has not been freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_pool_scope_submit(
    scope: *mut deputy_pool_scope,
    function: deputy_pool_job_fn,
    userdata: *mut c_void,
    drop: deputy_fn,
) -> deputy_status {
    let data = UserData::new(userdata, drop);
    if sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    // SAFETY: contract.
    let (Some(scope), Some(function)) = (unsafe { scope.as_ref() }, function) else { return DEPUTY_INVALID_ARGUMENT };
    // SAFETY: the types differ in the name of an i32 only.
    let function = unsafe { core::mem::transmute::<*const c_void, Job>(function as *const c_void) };
    // SAFETY: contract.
    let job = Box::new(move || data.run(crate::running::Running::Job, |data| unsafe { function(data) }));
    scope.0.add(job).err().unwrap_or(DEPUTY_OK)
}

/// Waits for all jobs of a scope, those included that its jobs submit, and frees the scope. The calling thread runs jobs meanwhile.
///
/// \param scope from deputy_pool_scope_new(); NULL is a no-op
/// \returns DEPUTY_OK; what the first job that failed returned (the others have run as well); DEPUTY_CLOSED: the thread of a job ended
///          in it; DEPUTY_WOULD_BLOCK: on the UI, and the scope is not freed
/// \threads any thread, blocks until all jobs have returned, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// The scope has not been freed; none of its own jobs waits for it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_pool_scope_wait(scope: *mut deputy_pool_scope) -> deputy_status {
    if sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    // SAFETY: contract.
    let Some(crew) = (unsafe { scope.as_ref() }).map(|scope| scope.0.clone()) else { return DEPUTY_OK };
    let failure = from_code(crew.finish());
    // SAFETY: from Box::into_raw, freed once by contract.
    drop(unsafe { Box::from_raw(scope) });
    failure
}
