//! `deputy_ws_*`: WebSockets that native threads wait for. Each is an ordinary call of the host's functions (emscripten-js/host/ws.js).

use core::ffi::{CStr, c_char, c_void};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};

use parking_lot::Mutex;

use super::{
    call::{Function, deputy_call_options, deputy_js_call, deputy_js_post, limit},
    object::deputy_object,
    task::call_and_wait,
    value::{deputy_value_free, lent, number, wait_ms, word},
};
use crate::{
    call,
    context::{DEPUTY_ANY, DEPUTY_UI, deputy_context},
    object, protocol as p,
    spin::{self, Spin},
    status::deputy_status::{self, *},
    turn::turn,
    value::deputy_value,
};

/// A connection. Any thread may use it, several at once, too.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
pub struct deputy_ws {
    object: deputy_object,
    /// With a NUL behind it.
    protocol: Vec<u8>,
    came: Mutex<Came>,
    /// Bytes of messages that were posted since the host was last heard of.
    posted: AtomicU32,
    /// Messages may be posted: the platform likes that, and it has not closed, as far as native code knows.
    posts: AtomicBool,
}

/// So many bytes may be sent without hearing how that went.
const POSTED: u32 = 64 * 1024;
/// What a message costs, however short.
const LEAST: u32 = 256;

impl deputy_ws {
    /// Whether a message of so many bytes may be posted, which is counted.
    fn may_post(&self, size: usize) -> bool {
        // Relaxed, all of them: a bound, and a hint.
        let Ok(size) = u32::try_from(size) else { return false };
        self.posts.load(Relaxed)
            && size < POSTED
            && self
                .posted
                .fetch_update(Relaxed, Relaxed, |posted| Some(posted + size.max(LEAST)).filter(|&sum| sum <= POSTED))
                .is_ok()
    }

    /// The host was heard of.
    fn heard(&self, status: deputy_status) -> deputy_status {
        match status {
            DEPUTY_OK => self.posted.store(0, Relaxed),
            DEPUTY_TIMED_OUT => {}
            _ => self.posts.store(false, Relaxed),
        }
        status
    }
}

/// Messages that were fetched and have not been read to their end.
struct Came {
    /// Where the host writes: each with a word in front, aligned. Empty before the first receive.
    words: Vec<u32>,
    /// In bytes: where the next one begins, or what is left of it, and where the last one ends.
    at: usize,
    end: usize,
    /// Of the one that is being read: bytes that are left, and its flags; None: a word is next.
    open: Option<(usize, u32)>,
    spin: Spin,
}

/// Bytes of messages that come in one trip.
const TRIP: usize = 64 * 1024;

/// A message is text: UTF-8, without a NUL behind it.
///
/// \since 0.1.0
pub const DEPUTY_WS_TEXT: u32 = 1;

/// A message is bytes.
///
/// \since 0.1.0
pub const DEPUTY_WS_BINARY: u32 = 2;

/// What a receive gave.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct deputy_ws_part {
    /// Bytes in the buffer.
    pub count: usize,
    /// DEPUTY_WS_TEXT or DEPUTY_WS_BINARY.
    pub kind: u32,
    /// The message ends with them; if not, the next receive goes on with it.
    pub last: bool,
}

static OPEN: Function = Function::new(c"deputy:ws_open");
static PROTOCOL: Function = Function::new(c"deputy:ws_protocol");
static RECEIVE: Function = Function::new(c"deputy:ws_receive");
static SEND: Function = Function::new(c"deputy:ws_send");
static POSTS: Function = Function::new(c"deputy:ws_posts");
static POST: Function = Function::new(c"deputy:ws_post");
static CLOSE: Function = Function::new(c"deputy:ws_close");
static ABORT: Function = Function::new(c"deputy:ws_abort");

fn handle(object: deputy_object) -> deputy_value {
    word(p::TAG_OBJECT, object)
}

/// # Safety
/// `text` is NULL or NUL-terminated.
unsafe fn text_of<'a>(text: *const c_char) -> &'a [u8] {
    // SAFETY: not NULL; contract.
    if text.is_null() { b"" } else { unsafe { CStr::from_ptr(text) }.to_bytes() }
}

/// The same memory.
fn bytes(words: &[u32]) -> &[u8] {
    // SAFETY: so many bytes, all initialized.
    unsafe { core::slice::from_raw_parts(words.as_ptr().cast(), size_of_val(words)) }
}

/// Calls a function of the host's and gives its result.
fn call(function: &Function, args: &[deputy_value]) -> Result<deputy_value, (deputy_status, deputy_value)> {
    let mut out = deputy_value::NULL;
    // SAFETY: borrowed for the call.
    match unsafe { deputy_js_call(DEPUTY_ANY, function.get(), &raw mut out, args.as_ptr(), args.len()) } {
        DEPUTY_OK => Ok(out),
        status => Err((status, out)),
    }
}

/// The same where nothing but its status matters.
fn status_of(result: Result<deputy_value, (deputy_status, deputy_value)>) -> deputy_status {
    let (status, mut value) = result.map_or_else(|failed| failed, |value| (DEPUTY_OK, value));
    // SAFETY: owned, given here once.
    unsafe { deputy_value_free(&raw mut value) };
    status
}

/// Connects to a server, with the page's WebSocket.
///
/// \param url NUL-terminated, "wss://..." or "ws://..."; on a page it may be relative to it
/// \param protocols NULL, or the subprotocols to ask for, with commas in between
/// \param options NULL for the defaults; timeout_ms and cancel give up
/// \param out_error NULL, or receives the error of a failure; give it to deputy_value_free()
/// \param out_ws receives the connection; free it with deputy_ws_free()
/// \returns DEPUTY_OK; DEPUTY_CLOSED: there is no connection (browsers do not tell why); DEPUTY_INVALID_ARGUMENT: url or out_ws is NULL,
///          or the browser does not take the address or the protocols; DEPUTY_TIMED_OUT; DEPUTY_CANCELLED; DEPUTY_STALE: options->cancel is
///          no task; DEPUTY_WOULD_BLOCK: on the UI
/// \threads any thread, blocks until there is a connection, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_ws_open(
    url: *const c_char,
    protocols: *const c_char,
    options: *const deputy_call_options,
    out_error: *mut deputy_value,
    out_ws: *mut *mut deputy_ws,
) -> deputy_status {
    // SAFETY: same contract.
    unsafe { deputy_ws_open_in(DEPUTY_UI, url, protocols, options, out_error, out_ws) }
}

/// Connects to a server, with the WebSocket of a context with JavaScript: its messages are then work of that thread's event loop, not of
/// the page's. Any thread uses the connection, but that thread does not wait for its own event loop.
///
/// \param context DEPUTY_UI, or a context with JavaScript, such as a JS worker's
/// \param url as in deputy_ws_open()
/// \param protocols as in deputy_ws_open()
/// \param options as in deputy_ws_open()
/// \param out_error as in deputy_ws_open()
/// \param out_ws as in deputy_ws_open()
/// \returns as deputy_ws_open(), and DEPUTY_DEADLOCK: the context is the calling thread's own; DEPUTY_STALE: no such context;
///          DEPUTY_UNSUPPORTED: it runs no JavaScript
/// \threads any thread, blocks until there is a connection, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_ws_open_in(
    context: deputy_context,
    url: *const c_char,
    protocols: *const c_char,
    options: *const deputy_call_options,
    out_error: *mut deputy_value,
    out_ws: *mut *mut deputy_ws,
) -> deputy_status {
    if crate::sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    if url.is_null() || out_ws.is_null() {
        return DEPUTY_INVALID_ARGUMENT;
    }
    crate::sys::use_ws();
    // SAFETY: contract.
    let args = unsafe { [lent(p::TAG_STRING, text_of(url)), lent(p::TAG_STRING, text_of(protocols))] };
    // SAFETY: contract.
    let given = unsafe { options.as_ref() };
    let limits = given.map_or((0, 0), |options| (options.timeout_ms, options.cancel));
    // SAFETY: contract.
    let value = match unsafe { call_and_wait(context, &OPEN, &args, limits, out_error) } {
        Ok(value) => value,
        Err(status) => return status,
    };
    let came = Mutex::new(Came { words: Vec::new(), at: 0, end: 0, open: None, spin: Spin::new(&spin::NETWORK) });
    let mut ws = Box::new(deputy_ws {
        object: value.bits(),
        protocol: vec![0],
        came,
        posted: AtomicU32::new(0),
        posts: AtomicBool::new(false),
    });
    if let Ok(posts) = call(&POSTS, &[]) {
        // SAFETY: every payload is plain bits; of a bool it is 0 or 1.
        ws.posts.store(u32::from(posts.tag) == p::TAG_BOOL && posts.bits() != 0, Relaxed);
    }
    if let Ok(mut text) = call(&PROTOCOL, &[handle(ws.object)]) {
        if u32::from(text.tag) == p::TAG_STRING {
            // SAFETY: a string of an outcome has so many bytes.
            let bytes = unsafe { core::slice::from_raw_parts(text.data.string.cast::<u8>(), text.len as usize) };
            ws.protocol = [bytes, &[0]].concat();
        }
        // SAFETY: owned, given here once.
        unsafe { deputy_value_free(&raw mut text) };
    }
    // SAFETY: not NULL; contract.
    unsafe { out_ws.write(Box::into_raw(ws)) };
    DEPUTY_OK
}

/// The subprotocol that the server has chosen.
///
/// \param ws the connection
/// \returns NUL-terminated, the connection's; empty if none; NULL for NULL
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `ws` is NULL or a connection.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_ws_protocol(ws: *const deputy_ws) -> *const c_char {
    // SAFETY: contract.
    unsafe { ws.as_ref() }.map_or(core::ptr::null(), |ws| ws.protocol.as_ptr().cast())
}

/// Sends a message. It waits while more than 1 MiB has not gone out. Short messages are not waited for, up to 64 KiB of them in a row: that the
/// connection has closed meanwhile is what a later send tells, or a receive.
///
/// \param ws the connection
/// \param data the message; NULL if size is 0
/// \param size its bytes
/// \param kind DEPUTY_WS_TEXT: data is UTF-8, what is not becomes U+FFFD; DEPUTY_WS_BINARY
/// \param timeout_ms milliseconds to wait at most, UINT32_MAX without limit
/// \returns DEPUTY_OK: the browser has it, or gets it; DEPUTY_DEADLOCK: it has to wait, for the calling
///          thread's own JavaScript; DEPUTY_STALE: the context of the connection has closed; DEPUTY_TIMED_OUT: it was not sent; DEPUTY_CLOSED: the connection has closed, or is about to;
///          DEPUTY_CANCELLED: it was aborted; DEPUTY_INVALID_ARGUMENT: ws is NULL, data is NULL with a size, or kind is neither;
///          DEPUTY_NO_MEMORY; DEPUTY_WOULD_BLOCK: on the UI
/// \threads any thread, blocks until the browser has taken a long message, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_ws_send(
    ws: *const deputy_ws,
    data: *const c_void,
    size: usize,
    kind: u32,
    timeout_ms: u32,
) -> deputy_status {
    if crate::sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    let tag = match kind {
        DEPUTY_WS_TEXT => p::TAG_STRING,
        DEPUTY_WS_BINARY => p::TAG_BYTES,
        _ => return DEPUTY_INVALID_ARGUMENT,
    };
    // SAFETY: contract.
    let Some(ws) = (unsafe { ws.as_ref() }) else { return DEPUTY_INVALID_ARGUMENT };
    if data.is_null() && size > 0 {
        return DEPUTY_INVALID_ARGUMENT;
    }
    // SAFETY: contract; checked above.
    let bytes: &[u8] = if size == 0 { b"" } else { unsafe { core::slice::from_raw_parts(data.cast(), size) } };
    let args = [handle(ws.object), lent(tag, bytes), wait_ms(ws.object, limit(timeout_ms))];
    if ws.may_post(size) {
        // SAFETY: borrowed for the call, which copies them.
        return unsafe { deputy_js_post(DEPUTY_ANY, POST.get(), args.as_ptr(), 2) };
    }
    ws.heard(status_of(call(&SEND, &args)))
}

impl Came {
    /// The message that is next, or what is left of it: its bytes, and the flags of its word.
    fn next(&mut self) -> Option<(&[u8], u32)> {
        if self.open.is_none() && self.at < self.end {
            let word = *self.words.get(self.at / 4)?;
            let flags = word & (p::WS_TEXT | p::WS_MORE);
            self.open = Some(((word ^ flags) as usize, flags));
            self.at += 4;
        }
        let (left, flags) = self.open?;
        Some((bytes(&self.words).get(self.at..self.at.checked_add(left)?)?, flags))
    }

    /// So much of it was read.
    fn read(&mut self, count: usize) {
        self.at += count;
        self.open = self.open.map(|(left, flags)| (left.saturating_sub(count), flags)).filter(|&(left, _)| left > 0);
        if self.open.is_none() {
            self.at = self.at.next_multiple_of(4);
        }
    }
}

/// Receives a message, or the part of one that the buffer has room for. Of several threads that receive, each part goes to one. Small messages are fetched many at a time. When the connection has closed, what came before is
/// received first.
///
/// \param ws the connection
/// \param buffer receives the bytes
/// \param size its room, at least 1
/// \param out_part receives how many came, and of what
/// \param timeout_ms milliseconds to wait at most, UINT32_MAX without limit
/// \returns DEPUTY_OK; DEPUTY_TIMED_OUT: nothing came, and nothing is lost; DEPUTY_DEADLOCK: it has to wait, for the calling
///          thread's own JavaScript; DEPUTY_STALE: the context of the connection has closed; DEPUTY_CLOSED: the connection has closed, and all was received;
///          DEPUTY_CANCELLED: it was aborted; DEPUTY_INVALID_ARGUMENT: something is NULL or size is 0; DEPUTY_WOULD_BLOCK: on the UI
/// \threads any thread, blocks until a message has come, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_ws_receive(
    ws: *const deputy_ws,
    buffer: *mut c_void,
    size: usize,
    out_part: *mut deputy_ws_part,
    timeout_ms: u32,
) -> deputy_status {
    if crate::sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    // SAFETY: contract.
    let (Some(ws), Some(out)) = (unsafe { (ws.as_ref(), out_part.as_mut()) }) else { return DEPUTY_INVALID_ARGUMENT };
    if buffer.is_null() || size == 0 {
        return DEPUTY_INVALID_ARGUMENT;
    }
    let Some((mut came, ms)) = turn(&ws.came, limit(timeout_ms)) else { return DEPUTY_TIMED_OUT };
    let mut part = deputy_ws_part { count: 0, kind: DEPUTY_WS_BINARY, last: false };
    // A message that is larger than a trip comes in several, which are all there.
    while !part.last && part.count < size {
        if came.next().is_none()
            && let Err(status) = fetch(ws, &mut came, ms)
        {
            if part.count > 0 {
                break;
            }
            return status;
        }
        let Some((bytes, flags)) = came.next() else { return DEPUTY_INTERNAL };
        let count = bytes.len().min(size - part.count);
        part.last = count == bytes.len() && flags & p::WS_MORE == 0;
        part.kind = if flags & p::WS_TEXT == 0 { DEPUTY_WS_BINARY } else { DEPUTY_WS_TEXT };
        // SAFETY: `buffer` has `size` bytes by contract, and is not part of a message of ours.
        unsafe { core::ptr::copy_nonoverlapping(bytes.as_ptr(), buffer.cast::<u8>().add(part.count), count) };
        part.count += count;
        came.read(count);
    }
    *out = part;
    DEPUTY_OK
}

/// Has the host write what has come. It does while this waits, and never later: a call with a view ends only when its function has.
fn fetch(ws: &deputy_ws, came: &mut Came, ms: u32) -> Result<(), deputy_status> {
    if came.words.is_empty() {
        came.words.try_reserve_exact(TRIP / 4).map_err(|_| DEPUTY_NO_MEMORY)?;
        came.words.resize(TRIP / 4, 0);
    }
    #[allow(clippy::cast_possible_truncation, reason = "few")]
    let view = deputy_value { flags: p::FLAG_VIEW as u8, ..lent(p::TAG_BYTES, bytes(&came.words)) };
    let args = [handle(ws.object), view, wait_ms(ws.object, ms)];
    let mut out = match call::looking(&mut came.spin, || call(&RECEIVE, &args)) {
        Ok(out) => out,
        Err(failed) => return Err(ws.heard(status_of(Err(failed)))),
    };
    // SAFETY: a number owns nothing.
    let count = if u32::from(out.tag) == p::TAG_I32 { unsafe { out.data.i32 } } else { 0 };
    // SAFETY: owned, given here once.
    unsafe { deputy_value_free(&raw mut out) };
    match usize::try_from(count) {
        Ok(count @ 1..=TRIP) => {
            (came.at, came.end) = (0, count);
            ws.heard(DEPUTY_OK);
            Ok(())
        }
        _ => Err(ws.heard(DEPUTY_CLOSED)),
    }
}

/// Closes a connection: says goodbye and waits for the other side's. What it sends meanwhile can be received.
///
/// \param ws the connection
/// \param code 1000, or 3000 to 4999; 0 says none
/// \param reason NULL, or NUL-terminated, up to 123 bytes
/// \param timeout_ms milliseconds to wait at most, UINT32_MAX without limit; then it goes on closing
/// \returns DEPUTY_OK: closed; DEPUTY_TIMED_OUT; DEPUTY_CANCELLED: it was aborted; DEPUTY_INVALID_ARGUMENT: ws is NULL, or the browser
///          does not take code or reason; DEPUTY_WOULD_BLOCK: on the UI
/// \threads any thread, blocks until the connection has closed, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_ws_close(
    ws: *const deputy_ws,
    code: u32,
    reason: *const c_char,
    timeout_ms: u32,
) -> deputy_status {
    if crate::sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    // SAFETY: contract.
    let Some(ws) = (unsafe { ws.as_ref() }) else { return DEPUTY_INVALID_ARGUMENT };
    // SAFETY: contract.
    let reason = lent(p::TAG_STRING, unsafe { text_of(reason) });
    ws.posts.store(false, Relaxed);
    status_of(call(&CLOSE, &[handle(ws.object), number(code), reason, wait_ms(ws.object, limit(timeout_ms))]))
}

/// Aborts a connection: who waits for it, on any thread, is told DEPUTY_CANCELLED, and so is everybody later.
///
/// \param ws NULL, which is a no-op, or the connection; it is still to be freed
/// \returns DEPUTY_OK; DEPUTY_WOULD_BLOCK: on the UI, with 1024 posts outstanding
/// \threads any thread, blocks until fewer than 1024 posts are outstanding, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// `ws` is NULL or a connection.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_ws_abort(ws: *const deputy_ws) -> deputy_status {
    // SAFETY: contract.
    let Some(ws) = (unsafe { ws.as_ref() }) else { return DEPUTY_OK };
    ws.posts.store(false, Relaxed);
    let of = handle(ws.object);
    // SAFETY: a local, copied.
    unsafe { deputy_js_post(DEPUTY_ANY, ABORT.get(), &raw const of, 1) }
}

/// Frees a connection. One that is open is closed, without waiting.
///
/// \param ws NULL, which is a no-op, or the connection, which no thread uses any more
/// \returns DEPUTY_OK
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `ws` is NULL or a connection, and is given here once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_ws_free(ws: *mut deputy_ws) -> deputy_status {
    if !ws.is_null() {
        // SAFETY: from Box::into_raw; contract.
        drop(unsafe { Box::from_raw(ws) });
    }
    DEPUTY_OK
}

impl Drop for deputy_ws {
    fn drop(&mut self) {
        // The host ends what nobody has a handle of.
        object::release(self.object);
    }
}
