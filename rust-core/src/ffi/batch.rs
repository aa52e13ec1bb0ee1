//! `deputy_batch_*`: many operations on JavaScript objects in one trip.
//!
//! A batch is one call of the host's own `deputy:batch`: its first argument is the code, an array of i32, the others are the
//! values that the code names by index. An operation is its kind, the number of its operands, and the operands: from 0 up a
//! value, below 0 a register. Every operation has a register, numbered like the operations.

use core::ffi::{CStr, c_char};
use std::sync::atomic::{AtomicU32, Ordering};

use super::{
    call::{deputy_call_options, deputy_js_call_with, deputy_js_fn, deputy_js_post},
    handle::deputy_task,
    object::deputy_object,
    task::deputy_js_call_async,
    value::lent,
};
use crate::{
    context::deputy_context,
    map::Map,
    protocol as p,
    status::deputy_status::{self, *},
    sys::tree::Tree,
    value::{deputy_value, deputy_value_data},
};

/// Operations that are recorded and then run in one trip. One thread at a time owns it.
///
/// \threads owner only
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
pub struct deputy_batch {
    context: deputy_context,
    /// Tells its registers from those of others.
    number: u32,
    function: deputy_js_fn,
    code: Vec<i32>,
    pool: Vec<Tree>,
    texts: Map<Box<[u8]>, i32>,
    objects: Map<u64, i32>,
    operations: u32,
    /// Why it cannot be run: the first mistake in recording it.
    wrong: Option<deputy_status>,
}

const NAME: &CStr = c"deputy:batch";

impl deputy_batch {
    /// The operand that stands for a value.
    ///
    /// # Safety
    /// The value points to what it says.
    unsafe fn operand(&mut self, value: &deputy_value) -> Result<i32, deputy_status> {
        let bits = value.bits();
        #[allow(clippy::cast_possible_truncation, reason = "two halves")]
        let (index, number) = (bits as u32, (bits >> 32) as u32);
        let object = match u32::from(value.tag) {
            p::TAG_REGISTER if number == self.number && index < self.operations => {
                return Ok(!index.cast_signed());
            }
            p::TAG_REGISTER => return Err(DEPUTY_INVALID_ARGUMENT),
            p::TAG_OBJECT => true,
            _ => false,
        };
        if object && let Some(known) = self.objects.get(&bits) {
            return Ok(*known);
        }
        // SAFETY: contract.
        let copy = unsafe { Tree::copy(value) }?;
        let operand = self.add(copy)?;
        if object {
            self.objects.insert(bits, operand);
        }
        Ok(operand)
    }

    fn add(&mut self, value: Tree) -> Result<i32, deputy_status> {
        let index = i32::try_from(self.pool.len()).map_err(|_| DEPUTY_OUT_OF_RANGE)?;
        self.pool.push(value);
        Ok(index)
    }

    /// The operand that stands for a key or a name, which come again and again.
    ///
    /// # Safety
    /// NULL, or NUL-terminated.
    unsafe fn key(&mut self, key: *const c_char) -> Result<i32, deputy_status> {
        if key.is_null() {
            return Err(DEPUTY_INVALID_ARGUMENT);
        }
        // SAFETY: not NULL; contract.
        let bytes = unsafe { CStr::from_ptr(key) }.to_bytes();
        if let Some(known) = self.texts.get(bytes) {
            return Ok(*known);
        }
        // SAFETY: borrows from `bytes`.
        let copy = unsafe { Tree::copy(&lent(p::TAG_STRING, bytes)) }?;
        let operand = self.add(copy)?;
        self.texts.insert(bytes.into(), operand);
        Ok(operand)
    }

    /// Records an operation, and gives its register.
    fn record(&mut self, kind: u32, operands: &[i32]) -> Result<deputy_value, deputy_status> {
        let count = i32::try_from(operands.len()).map_err(|_| DEPUTY_OUT_OF_RANGE)?;
        self.code.extend([kind.cast_signed(), count]);
        self.code.extend(operands);
        let register = deputy_value {
            tag: p::TAG_REGISTER as u8,
            data: deputy_value_data {
                i64: ((u64::from(self.number) << 32) | u64::from(self.operations)).cast_signed(),
            },
            ..deputy_value::NULL
        };
        self.operations += 1;
        Ok(register)
    }

    /// Records an operation with arguments behind the operands.
    ///
    /// # Safety
    /// `args` points to `argc` values that point to what they say, or `argc` is 0.
    unsafe fn record_with(
        &mut self,
        kind: u32,
        operands: &[i32],
        args: *const deputy_value,
        argc: usize,
    ) -> Result<deputy_value, deputy_status> {
        if args.is_null() && argc > 0 {
            return Err(DEPUTY_INVALID_ARGUMENT);
        }
        let register = self.record(kind, operands)?;
        let count = self.code.len() - operands.len() - 1;
        for i in 0..argc {
            // The result of the operation itself is not there yet: it would be the newest register.
            self.operations -= 1;
            // SAFETY: contract; not NULL.
            let operand = unsafe { self.operand(&*args.add(i)) };
            self.operations += 1;
            self.code.push(operand?);
        }
        let total = i32::try_from(operands.len() + argc).map_err(|_| DEPUTY_OUT_OF_RANGE)?;
        if let Some(count) = self.code.get_mut(count) {
            *count = total;
        }
        Ok(register)
    }

    /// The arguments of its call.
    fn arguments(&self) -> Result<Vec<deputy_value>, deputy_status> {
        if let Some(wrong) = self.wrong {
            return Err(wrong);
        }
        let len = u32::try_from(self.code.len()).map_err(|_| DEPUTY_OUT_OF_RANGE)?;
        #[allow(clippy::cast_possible_truncation, reason = "a small number")]
        let code = deputy_value {
            tag: p::TAG_ARRAY as u8,
            kind: p::ELEMENT_I32 as u16,
            len,
            data: deputy_value_data { address: self.code.as_ptr().cast() },
            ..deputy_value::NULL
        };
        Ok(core::iter::once(code).chain(self.pool.iter().map(|tree| *tree.value())).collect())
    }
}

/// Records with `what`; the first mistake is kept, and told when the batch is to run.
///
/// # Safety
/// `batch` is NULL or from `deputy_batch_new`.
unsafe fn record(
    batch: *mut deputy_batch,
    what: impl FnOnce(&mut deputy_batch) -> Result<deputy_value, deputy_status>,
) -> deputy_value {
    // SAFETY: contract.
    let Some(batch) = (unsafe { batch.as_mut() }) else { return deputy_value::NULL };
    match what(batch) {
        Ok(register) => register,
        Err(status) => {
            batch.wrong.get_or_insert(status);
            deputy_value::NULL
        }
    }
}

/// Records an operation on one value.
///
/// # Safety
/// As [`record`]; the value points to what it says.
unsafe fn record_one(batch: *mut deputy_batch, kind: u32, value: &deputy_value) -> deputy_value {
    // SAFETY: contract.
    unsafe {
        record(batch, |batch| {
            let operand = batch.operand(value)?;
            batch.record(kind, &[operand])
        })
    }
}

/// Makes an empty batch.
///
/// \param context where it is to run: DEPUTY_UI, or DEPUTY_ANY for the context of the objects in it
/// \param out_batch receives the batch; free it with deputy_batch_free()
/// \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: out_batch is NULL
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `out_batch` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_batch_new(context: deputy_context, out_batch: *mut *mut deputy_batch) -> deputy_status {
    static LAST: AtomicU32 = AtomicU32::new(0);
    crate::sys::use_operations();
    // SAFETY: contract.
    let Some(out) = (unsafe { out_batch.as_mut() }) else { return DEPUTY_INVALID_ARGUMENT };
    *out = Box::into_raw(Box::new(deputy_batch {
        context,
        // Relaxed: a number orders nothing.
        number: LAST.fetch_add(1, Ordering::Relaxed) + 1,
        function: deputy_js_fn::named(NAME),
        code: Vec::new(),
        pool: Vec::new(),
        texts: Map::default(),
        objects: Map::default(),
        operations: 0,
        wrong: None,
    }));
    DEPUTY_OK
}

/// Frees a batch, and the references it has to objects. One that was posted or runs goes on.
///
/// \param batch NULL, or the batch
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `batch` is NULL or from deputy_batch_new(), and is given here once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_batch_free(batch: *mut deputy_batch) {
    if !batch.is_null() {
        // SAFETY: contract.
        drop(unsafe { Box::from_raw(batch) });
    }
}

/// Records: what a dotted name stands for, in what the page registered, or of globalThis.
///
/// \param batch the batch
/// \param name NUL-terminated, such as "document.body"
/// \returns the result, as a value for later operations of the batch. What cannot be recorded is told when it is to run.
/// \threads owner only
/// \since 0.1.0
///
/// # Safety
/// `name` is NULL or NUL-terminated; `batch` is one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_batch_global(batch: *mut deputy_batch, name: *const c_char) -> deputy_value {
    // SAFETY: contract.
    unsafe {
        record(batch, |batch| {
            let name = batch.key(name)?;
            batch.record(p::BATCH_GLOBAL, &[name])
        })
    }
}

/// Records: a property.
///
/// \param batch the batch
/// \param object a result of the batch, or an object
/// \param key NUL-terminated
/// \returns as deputy_batch_global()
/// \threads owner only
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_batch_get(
    batch: *mut deputy_batch,
    object: deputy_value,
    key: *const c_char,
) -> deputy_value {
    // SAFETY: contract.
    unsafe {
        record(batch, |batch| {
            let operands = [batch.operand(&object)?, batch.key(key)?];
            batch.record(p::BATCH_GET, &operands)
        })
    }
}

/// Records: a property is set.
///
/// \param batch the batch
/// \param object a result of the batch, or an object
/// \param key NUL-terminated
/// \param value a result of the batch, or any value; copied
/// \threads owner only
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_batch_set(
    batch: *mut deputy_batch,
    object: deputy_value,
    key: *const c_char,
    value: deputy_value,
) {
    // SAFETY: contract.
    unsafe {
        record(batch, |batch| {
            let operands = [batch.operand(&object)?, batch.key(key)?, batch.operand(&value)?];
            batch.record(p::BATCH_SET, &operands)
        })
    };
}

/// Records: a property is removed.
///
/// \param batch the batch
/// \param object a result of the batch, or an object
/// \param key NUL-terminated
/// \returns as deputy_batch_global(): whether there is none now
/// \threads owner only
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_batch_delete(
    batch: *mut deputy_batch,
    object: deputy_value,
    key: *const c_char,
) -> deputy_value {
    // SAFETY: contract.
    unsafe {
        record(batch, |batch| {
            let operands = [batch.operand(&object)?, batch.key(key)?];
            batch.record(p::BATCH_DELETE, &operands)
        })
    }
}

/// Records: a method is called.
///
/// \param batch the batch
/// \param object a result of the batch, or an object
/// \param method NUL-terminated
/// \param args results of the batch, or any values; copied. NULL if argc is 0.
/// \param argc their number
/// \returns as deputy_batch_global(); a promise is a value like any other
/// \threads owner only
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_batch_call(
    batch: *mut deputy_batch,
    object: deputy_value,
    method: *const c_char,
    args: *const deputy_value,
    argc: usize,
) -> deputy_value {
    // SAFETY: contract.
    unsafe {
        record(batch, |batch| {
            let head = [batch.operand(&object)?, batch.key(method)?];
            batch.record_with(p::BATCH_CALL, &head, args, argc)
        })
    }
}

/// Records: a function is called.
///
/// \param batch the batch
/// \param function a result of the batch, or an object
/// \param this_value what `this` is
/// \param args as in deputy_batch_call()
/// \param argc their number
/// \returns as deputy_batch_call()
/// \threads owner only
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_batch_apply(
    batch: *mut deputy_batch,
    function: deputy_value,
    this_value: deputy_value,
    args: *const deputy_value,
    argc: usize,
) -> deputy_value {
    // SAFETY: contract.
    unsafe {
        record(batch, |batch| {
            let head = [batch.operand(&function)?, batch.operand(&this_value)?];
            batch.record_with(p::BATCH_APPLY, &head, args, argc)
        })
    }
}

/// Records: an object is made.
///
/// \param batch the batch
/// \param constructor a result of the batch, an object, or a string: its dotted name
/// \param args as in deputy_batch_call()
/// \param argc their number
/// \returns as deputy_batch_global()
/// \threads owner only
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_batch_construct(
    batch: *mut deputy_batch,
    constructor: deputy_value,
    args: *const deputy_value,
    argc: usize,
) -> deputy_value {
    // SAFETY: contract.
    unsafe {
        record(batch, |batch| {
            let head = [batch.operand(&constructor)?];
            batch.record_with(p::BATCH_NEW, &head, args, argc)
        })
    }
}

/// Records: a value, which crosses once however often it is used.
///
/// \param batch the batch
/// \param value any value; copied
/// \returns as deputy_batch_global()
/// \threads owner only
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_batch_value(batch: *mut deputy_batch, value: deputy_value) -> deputy_value {
    // SAFETY: contract.
    unsafe { record_one(batch, p::BATCH_VALUE, &value) }
}

/// Records: what a promise resolves to. The batch goes on when it has settled; other calls run meanwhile.
///
/// \param batch the batch
/// \param promise a result of the batch, or an object; what is no promise is its own result
/// \returns as deputy_batch_global()
/// \threads owner only
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_batch_await(batch: *mut deputy_batch, promise: deputy_value) -> deputy_value {
    // SAFETY: contract.
    unsafe { record_one(batch, p::BATCH_AWAIT, &promise) }
}

/// Records: a result goes back. One is the result of the batch; several are an array, in the order in which this was recorded.
///
/// \param batch the batch
/// \param result a result of the batch
/// \threads owner only
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_batch_return(batch: *mut deputy_batch, result: deputy_value) {
    // SAFETY: contract.
    unsafe { record_one(batch, p::BATCH_RETURN, &result) };
}

/// Records: a result goes back as a handle, whatever object it is.
///
/// \param batch the batch
/// \param result a result of the batch that is an object or a function
/// \threads owner only
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_batch_return_object(batch: *mut deputy_batch, result: deputy_value) {
    // SAFETY: contract.
    unsafe { record_one(batch, p::BATCH_RETURN_OBJECT, &result) };
}

/// Records: a result is bound to a handle, also if nobody waits for the batch.
///
/// \param batch the batch, which can be run only once then
/// \param result a result of the batch that is an object or a function
/// \param object from deputy_object_reserve(); if the batch fails before, it is DEPUTY_STALE
/// \threads owner only
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_batch_into(batch: *mut deputy_batch, result: deputy_value, object: deputy_object) {
    // SAFETY: contract.
    unsafe {
        record(batch, |batch| {
            let owner = crate::object::owner(object);
            crate::context::Context::with_objects(owner)?;
            #[allow(clippy::cast_possible_truncation, reason = "two halves")]
            let halves = [(object as u32).cast_signed(), ((object >> 32) as u32).cast_signed()];
            let operands = [batch.operand(&result)?, halves[0], halves[1]];
            batch.record(p::BATCH_INTO, &operands)
        })
    };
}

/// # Safety
/// `batch` is NULL or one.
unsafe fn prepared<'a>(batch: *mut deputy_batch) -> Result<(&'a mut deputy_batch, Vec<deputy_value>), deputy_status> {
    // SAFETY: contract.
    let batch = unsafe { batch.as_mut() }.ok_or(DEPUTY_INVALID_ARGUMENT)?;
    let arguments = batch.arguments()?;
    Ok((batch, arguments))
}

/// Runs a batch and waits for the end. The first operation that fails ends it; what came before it has happened.
///
/// \param batch the batch, which stays and can be run again
/// \param out receives what goes back, undefined if nothing does; or an error value, whose message names the operation and its
///        number, from 0 up. NULL throws both away.
/// \param options as in deputy_js_call_with()
/// \returns as deputy_js_call_with(); the status of the operation that failed; or what was wrong in recording it:
///          DEPUTY_INVALID_ARGUMENT: a NULL, or a result of another batch; and what values can fail with that are copied
/// \threads any thread, blocks until JavaScript has answered or the time is up, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_batch_run(
    batch: *mut deputy_batch,
    out: *mut deputy_value,
    options: *const deputy_call_options,
) -> deputy_status {
    // SAFETY: contract.
    match unsafe { prepared(batch) } {
        // SAFETY: contract; the batch owns what the arguments point to.
        Ok((batch, args)) => unsafe {
            deputy_js_call_with(batch.context, &raw mut batch.function, out, args.as_ptr(), args.len(), options)
        },
        Err(status) => status,
    }
}

/// Runs a batch, and settles a task with its end.
///
/// \param batch the batch, which stays, and can be freed or run again at once
/// \param out_task receives the task; free it with deputy_task_free()
/// \param options as in deputy_js_call_async()
/// \returns as deputy_js_call_async(), and what was wrong in recording it
/// \threads any thread, blocks until fewer than 1024 calls are outstanding, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_batch_run_async(
    batch: *mut deputy_batch,
    out_task: *mut deputy_task,
    options: *const deputy_call_options,
) -> deputy_status {
    // SAFETY: contract.
    match unsafe { prepared(batch) } {
        // SAFETY: contract; the batch owns what the arguments point to.
        Ok((batch, args)) => unsafe {
            deputy_js_call_async(batch.context, &raw mut batch.function, out_task, args.as_ptr(), args.len(), options)
        },
        Err(status) => status,
    }
}

/// Runs a batch that nobody waits for. A failure is reported like that of a posted call.
///
/// \param batch the batch, which stays, and can be freed or run again at once
/// \returns as deputy_js_post(), and what was wrong in recording it
/// \threads any thread, blocks until fewer than 1024 posts are outstanding, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_batch_post(batch: *mut deputy_batch) -> deputy_status {
    // SAFETY: contract.
    match unsafe { prepared(batch) } {
        // SAFETY: contract; the batch owns what the arguments point to.
        Ok((batch, args)) => unsafe {
            deputy_js_post(batch.context, &raw mut batch.function, args.as_ptr(), args.len())
        },
        Err(status) => status,
    }
}
