//! Exports: native functions that JavaScript calls by name.
//!
//! # One call
//! The host fills a frame of its stock and pushes it onto the deputy's inbox, or for another context onto the I/O thread's,
//! which passes it on (`route`). The context's thread runs the function (`run`), writes the outcome into the same frame and
//! pushes that onto the UI's inbox: every call is answered once, also when its context closes (`refuse`) or its thread ends
//! while it runs (`running.rs`).
//!
//! # The argument block
//! As many values as there are arguments, 16 bytes each, then the bytes of strings, each with a NUL behind it; a
//! string's payload is the offset of its bytes in the block. It is checked before anything in it is used (`Block`).
//!
//! # The table
//! Static constructors add exports on the UI, which takes no lock: they push onto `ADDED`. Native threads move them from
//! there into `TABLE` when they look for a name. An export is never removed: its number names it for good.

use std::{
    cell::Cell,
    sync::{Arc, Weak},
};

use parking_lot::{Mutex, RwLock};

use crate::{
    call, callback,
    chain::{Chain, Member},
    context::{Context, DEPUTY_BACKGROUND, Target, root},
    frame::{Kind, OwnedFrame},
    io, log,
    map::Map,
    options::Blocking,
    protocol as p,
    running::{self, Running},
    shared,
    signature::Signature,
    status::deputy_status::{self, *},
    sync::Ordering,
    sys::{
        self,
        memory::{Held, Link},
    },
    task::{Continuation, Settled, Task},
    thread::Thread,
    value::{Block, deputy_value},
};

/// What the program's function did.
pub enum Reply {
    /// It ended; the value lies in the frame or is attached to it. What it was copied from is freed when the answer is queued.
    Now(deputy_status, *const deputy_value, sys::tree::Owned),
    /// Its outcome is that of a task.
    Later(Arc<Task>),
    /// The same, and the task is cancelled when the caller leaves.
    Abortable(Arc<Task>),
}

/// The program's function: gets the frame for its outcome, itself, the arguments and their number.
pub type Run = Box<dyn Fn(&OwnedFrame, &Signature, *const deputy_value, usize) -> Reply + Send + Sync>;

/// An export.
pub struct Entry {
    signature: Signature,
    run: Run,
    next: Link<Entry>,
}

#[cfg(not(loom))]
static ADDED: Link<Entry> = Link::new();
#[cfg(loom)]
static ADDED: std::sync::LazyLock<Link<Entry>> = std::sync::LazyLock::new(Link::new);

#[derive(Default)]
struct Table {
    by_name: Map<&'static str, u32>,
    /// Number `n` is at `n - 1`.
    entries: Vec<&'static Entry>,
}

/// The program has begun. Not one of loom's: nothing of its models needs it.
static BEGUN: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);

static TABLE: RwLock<Option<Table>> = RwLock::new(None);

/// Adds an export. On the UI, in static constructors, a name that is taken is found out later, and complained of.
pub fn add(signature: &str, run: Run) -> Result<(), deputy_status> {
    enable();
    let signature = Signature::parse(signature).ok_or(DEPUTY_INVALID_ARGUMENT)?;
    let entry: &'static Entry = Box::leak(Box::new(Entry { signature, run, next: Link::new() }));
    root().exports.store(1, Ordering::Release);
    if sys::is_ui() {
        let mut head = ADDED.load(Ordering::Relaxed);
        loop {
            entry.next.store(head, Ordering::Relaxed);
            // Release pairs with the acquire in `Table::collect`.
            match ADDED.compare_exchange(head, Held::Node(entry), Ordering::Release, Ordering::Relaxed) {
                // Before the program has begun `prepare` does it.
                Ok(()) if !BEGUN.load(std::sync::atomic::Ordering::SeqCst) => return Ok(()),
                Ok(()) => return io::spawn(),
                Err(now) => head = now,
            }
        }
    }
    io::spawn()?;
    let mut table = TABLE.write();
    let table = table.get_or_insert_default();
    table.collect();
    if table.insert(entry) { Ok(()) } else { Err(DEPUTY_INVALID_ARGUMENT) }
}

/// The program starts: exports of static constructors need the I/O thread. It is not waited for.
pub fn prepare() -> Result<(), deputy_status> {
    BEGUN.store(true, std::sync::atomic::Ordering::SeqCst);
    if root().exports.load(Ordering::Acquire) == 0 { Ok(()) } else { io::spawn() }
}

impl Table {
    /// Takes in what static constructors added, in their order.
    fn collect(&mut self) {
        let mut newest = ADDED.swap(Held::Mark(0), Ordering::Acquire).node();
        let mut added = Vec::new();
        while let Some(entry) = newest {
            newest = entry.next.load(Ordering::Relaxed).node();
            added.push(entry);
        }
        for entry in added.into_iter().rev() {
            if !self.insert(entry) {
                log::line(
                    log::ERROR,
                    &format!("there are two exports named {}; the first counts", entry.signature.name),
                );
            }
        }
    }

    fn insert(&mut self, entry: &'static Entry) -> bool {
        let Ok(number) = u32::try_from(self.entries.len() + 1) else { return false };
        let free = !self.by_name.contains_key(entry.signature.name.as_str());
        if free {
            self.by_name.insert(&entry.signature.name, number);
            self.entries.push(entry);
        }
        free
    }

    fn entry(&self, number: u32) -> Option<&'static Entry> {
        self.entries.get((number as usize).checked_sub(1)?).copied()
    }
}

fn by_number(number: u32) -> Option<&'static Entry> {
    TABLE.read().as_ref()?.entry(number)
}

fn by_name(name: &str) -> Option<(u32, &'static Entry)> {
    let find = |table: &Table| {
        let number = *table.by_name.get(name)?;
        Some((number, table.entry(number)?))
    };
    if let Some(found) = TABLE.read().as_ref().and_then(find) {
        return Some(found);
    }
    let mut table = TABLE.write();
    let table = table.get_or_insert_default();
    table.collect();
    find(table)
}

/// A call that has no answer yet. Dropped, it is answered with CLOSED: no call is forgotten.
struct Call {
    frame: Option<OwnedFrame>,
    /// Of the export, 0 while it is not known; of a callback, the record of the thread that ran it.
    number: u32,
}

impl Call {
    fn answer(mut self, status: deputy_status, value: *const deputy_value) {
        if let Some(frame) = self.frame.take() {
            send(frame, self.number, status, value);
        }
    }

    /// Answers with a failure and a text that tells more than the status.
    fn fail(mut self, status: deputy_status, text: &str) {
        if let Some(frame) = self.frame.take() {
            let value = if text.is_empty() { core::ptr::null() } else { sys::memory::put_text(&frame, text) };
            send(frame, self.number, status, value);
        }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        if let Some(frame) = self.frame.take() {
            send(frame, self.number, DEPUTY_CLOSED, core::ptr::null());
        }
    }
}

fn send(frame: OwnedFrame, number: u32, status: deputy_status, value: *const deputy_value) {
    frame.answer(core::ptr::without_provenance(number as usize), status, value);
    if HERE.get() == frame.address() {
        // Whoever waits for it reads it from the frame, which is its own.
        HERE.set(0);
        frame.release();
        return;
    }
    // The UI's inbox is never closed; with another one its callers have gone, too.
    let back = match Context::of_stock(frame.home_context()) {
        Ok(context) => context.push(frame).err(),
        Err(_) => Some(frame),
    };
    if let Some(frame) = back {
        frame.release_memory();
        frame.go_home();
    }
}

/// Its context has closed, or cannot be had.
pub fn refuse(frame: OwnedFrame, status: deputy_status) {
    Call { frame: Some(frame), number: 0 }.answer(status, core::ptr::null());
}

/// It has failed, for a reason that a text tells.
pub fn fail(frame: OwnedFrame, status: deputy_status, text: &str) {
    Call { frame: Some(frame), number: 0 }.fail(status, text);
}

/// The I/O thread: passes a call on to the context it names.
pub fn route(frame: OwnedFrame) {
    if frame.target() == p::CONTEXT_ID_THREAD && frame.kind() == Kind::Export as u32 {
        return on_own_thread(frame);
    }
    match Target::find(frame.target()) {
        Ok(Target::Inbox(context, _)) if !core::ptr::eq(context, root().ui) => {
            if frame.chain() != 0 {
                frame.runs_on(context.owner());
            }
            if let Err(frame) = context.push(frame) {
                refuse(frame, DEPUTY_CLOSED);
            }
        }
        Ok(target @ Target::Shared(_)) => {
            let call = Call { frame: Some(frame), number: 0 };
            // Dropped if it cannot be queued, which answers it.
            let _ = target.submit(Box::new(move || {
                let mut call = call;
                if let Some(frame) = call.frame.take() {
                    serve(frame);
                }
            }));
        }
        Ok(_) => refuse(frame, DEPUTY_UNSUPPORTED),
        Err(status) => refuse(frame, status),
    }
}

/// Has a call run on a thread of its own, which ends with it. The background starts that: it waits for the page.
fn on_own_thread(frame: OwnedFrame) {
    let call = Arc::new(Mutex::new(Some(Call { frame: Some(frame), number: 0 })));
    let start = move || {
        let theirs = call.clone();
        let run = move || {
            Thread::current().set_name("export");
            let call = theirs.lock().take();
            if let Some(frame) = call.and_then(|mut call| call.frame.take()) {
                serve(frame);
            }
        };
        if let Err(status) = sys::spawn("export", 0, run) {
            let call = call.lock().take();
            if let Some(call) = call {
                call.answer(status, core::ptr::null());
            }
        }
    };
    // Dropped if it cannot be queued, which answers it.
    let _ = Target::find(DEPUTY_BACKGROUND).and_then(|background| background.submit(Box::new(start)));
}

/// Bytes of its stack that a thread must have left to run a call inside another one.
const STACK_LEAST: usize = 8 * 1024;

/// So many calls run inside one another on a thread at most. Each has a frame of the thread's out, of which there are a few more.
const NESTED_MOST: u32 = 1000;

/// So many find room everywhere. Beside its own stack a thread has one of the engine's, which nobody can look at, but JavaScript can try
/// (`has_room`): Chromium's Workers have 500 KB of it, which some 600 such calls use up.
const NESTED_ANYWHERE: u32 = 300;

/// Runs a call that JavaScript makes while it runs for a call of this thread's, and answers it.
pub fn run_nested(thread: &'static Thread, frame: OwnedFrame) {
    let (depth, left) = (thread.nested.get(), sys::stack_free());
    let has_room = || NATIVE.get().is_none_or(|native| (native.has_room)());
    if left < STACK_LEAST || depth >= NESTED_MOST || (depth >= NESTED_ANYWHERE && !has_room()) {
        return too_deep(frame, depth, left);
    }
    thread.nested.set(depth + 1);
    // It does not wait meanwhile.
    let busy = thread.waits(p::WAIT_NONE, 0, None);
    serve(frame);
    drop(busy);
    thread.nested.set(depth);
}

thread_local! {
    /// The frame of the call that the calling thread's own JavaScript waits for on the stack, until it is answered.
    static HERE: Cell<usize> = const { Cell::new(0) };
}

/// Runs a call of the calling thread's own JavaScript. True: its frame has the answer. False: that comes later, through the inbox.
pub fn run_here(frame: OwnedFrame) -> bool {
    let address = frame.address();
    let outer = HERE.replace(address);
    run_nested(Thread::current(), frame);
    HERE.replace(outer) != address
}

#[cold]
#[inline(never)]
fn too_deep(frame: OwnedFrame, depth: u32, left: usize) {
    let why = if left < STACK_LEAST {
        &format!(
            "its stack has {left} bytes left; give it more with -sSTACK_SIZE, or for threads -sDEFAULT_PTHREAD_STACK_SIZE"
        )
    } else if depth >= NESTED_MOST {
        "there can be no more"
    } else {
        "the browser gives its Worker no more stack"
    };
    fail(frame, DEPUTY_NO_MEMORY, &format!("{depth} calls run inside one another on the thread, and {why}"));
}

/// What runs calls. A program without exports and callbacks has none, and not the code for it.
struct Native {
    run: fn(OwnedFrame),
    has_room: fn() -> bool,
}

static NATIVE: std::sync::OnceLock<Native> = std::sync::OnceLock::new();

/// There will be calls to run.
pub fn enable() {
    shared::enable();
    // Set before, it is the same.
    let _ = NATIVE.set(Native { run, has_room: sys::has_room });
}

/// Runs a call on the calling thread and answers it.
pub fn serve(frame: OwnedFrame) {
    match NATIVE.get() {
        Some(native) => (native.run)(frame),
        None => refuse(frame, DEPUTY_NOT_FOUND),
    }
}

fn run(mut frame: OwnedFrame) {
    let (size, stash) = frame.block();
    let chain = frame.chain();
    let thread = Thread::current();
    if chain != 0 {
        frame.runs_on(Some(thread));
    }
    if !frame.take() {
        return refuse(frame, DEPUTY_CANCELLED);
    }
    let is_callback = frame.kind() == Kind::Callback as u32;
    let name_len = if is_callback { 0 } else { frame.name_len() as usize };
    let serial = frame.callback();
    let (argc, known) = (frame.argc() as usize, frame.export().0.addr());
    let mut large;
    let block = if stash == 0 {
        frame.data().get_mut(..size as usize)
    } else {
        let Ok(sender) = Context::of_stock(frame.home_context()) else { return refuse(frame, DEPUTY_CLOSED) };
        match fetch(sender, stash, size) {
            Ok(words) => large = words,
            Err(status) => return refuse(frame, status),
        }
        sys::memory::bytes_of(&mut large).get_mut(..size as usize)
    };
    // What a host of ours never sends.
    let Some(mut block) = block.and_then(|block| Block::check(block, argc, name_len)) else {
        return fail(frame, DEPUTY_WRONG_TYPE, "the arguments are not a block of values");
    };
    let body;
    let (number, name, signature, run) = if is_callback {
        // The page is told on which thread it ran.
        #[allow(clippy::cast_possible_truncation, reason = "an address has 32 bits on wasm32")]
        let here = core::ptr::from_ref(thread).addr() as u32;
        match callback::enter(serial) {
            Ok(entered) => body = entered,
            Err(status) => return refuse(frame, status),
        }
        (here, "a callback", &body.signature, &body.run)
    } else {
        let found = if name_len == 0 {
            u32::try_from(known).ok().and_then(|number| Some((number, by_number(number)?)))
        } else {
            by_name(block.name())
        };
        let Some((number, entry)) = found else {
            let text = format!("{}: there is no export of that name; add it with DEPUTY_EXPORT()", block.name());
            return fail(frame, DEPUTY_NOT_FOUND, &text);
        };
        (number, entry.signature.name.as_str(), &entry.signature, &entry.run)
    };
    let args = block.values();
    let wrong = signature.fit(args).err();
    let args = args.as_ptr();
    let reply = match wrong {
        Some((status, text)) => Reply::Now(status, sys::memory::put_text(&frame, &text), sys::tree::Owned::NOTHING),
        None => {
            let twin = frame.twin();
            running::enter(if is_callback { Running::Callback(twin, serial) } else { Running::Export(twin) });
            let member = Member::enter(thread, Chain { id: chain, export: name });
            let reply = run(&frame, signature, args, argc);
            drop(member);
            running::leave();
            reply
        }
    };
    if is_callback {
        // Before the answer: JavaScript may let go of it then.
        callback::leave(serial);
    }
    Call { frame: Some(frame), number }.end(reply, chain);
}

impl Call {
    fn end(self, reply: Reply, chain: u32) {
        match reply {
            Reply::Now(status, value, original) => {
                self.answer(status, value);
                drop(original);
            }
            // The page waits for the task, and nobody else does: neither may this one.
            Reply::Later(task) if chain != 0 && !task.is_settled() && root().options.blocking() <= Blocking::Throw => {
                self.fail(
                    DEPUTY_WOULD_BLOCK,
                    "the result is a task that has not settled; call it with 'await deputy.call()'",
                );
            }
            Reply::Later(task)
                if chain != 0 && root().spin.load(Ordering::Acquire) == chain && task.needs_free_ui(chain) =>
            {
                self.fail(
                    DEPUTY_DEADLOCK,
                    "the result is a promise, and the page waits for this call; call it with 'await deputy.call()'",
                );
            }
            Reply::Abortable(task) => {
                if let Some(frame) = &self.frame {
                    watch(frame, &task);
                }
                self.end(Reply::Later(task), chain);
            }
            Reply::Later(task) => {
                if let Some(frame) = self.frame.as_ref().filter(|_| chain != 0) {
                    frame.runs_on(None);
                }
                let target = Target::Here;
                task.then(Continuation { target, work: Box::new(move |settled| finish(self, settled)) });
            }
        }
    }
}

/// Tasks that are cancelled when the caller of the export leaves that gave them, by the address of its frame; and the frame, to see
/// whether its caller has left.
static ABORTABLE: Mutex<Option<Abortable>> = Mutex::new(None);
type Abortable = Map<usize, (OwnedFrame, Weak<Task>)>;

/// Has the task cancelled when the caller leaves. It may have left: before this the host's message finds nothing.
fn watch(frame: &OwnedFrame, task: &Arc<Task>) {
    let entry = (frame.twin(), Arc::downgrade(task));
    ABORTABLE.lock().get_or_insert_default().insert(frame.address(), entry);
    if frame.is_left() {
        task.cancel(DEPUTY_CANCELLED);
    }
}

/// The I/O thread: a caller has left. The frame may be another call's by now, which has not.
pub fn left(message: &OwnedFrame) {
    let task = ABORTABLE.lock().as_ref().and_then(|all| {
        let (frame, task) = all.get(&message.about())?;
        if frame.is_left() { task.upgrade() } else { None }
    });
    if let Some(task) = task {
        task.cancel(DEPUTY_CANCELLED);
    }
}

/// Answers with what a task ended with.
fn finish(mut call: Call, settled: Settled) {
    let Some(frame) = &call.frame else { return };
    if let Some(all) = ABORTABLE.lock().as_mut() {
        all.remove(&frame.address());
    }
    // Its host is gone: so is whoever waited there, and the call is answered as it is dropped.
    let Ok(host) = Context::of_stock(frame.home_context()) else { return };
    settled.for_host(host, move |settled| {
        if let Some(frame) = call.frame.take() {
            let (status, value) = sys::memory::put_kept(&frame, settled.status, &settled.value);
            send(frame, call.number, status, value);
        }
    });
}

/// Gets an argument block that did not fit its frame.
fn fetch(sender: &'static Context, stash: u32, size: u32) -> Result<Vec<u64>, deputy_status> {
    let mut words = Vec::new();
    let len = (size as usize).div_ceil(8);
    words.try_reserve_exact(len).map_err(|_| DEPUTY_NO_MEMORY)?;
    words.resize(len, 0);
    let (to, how) = (words.as_mut_ptr().cast(), call::How::default());
    call::fetch(Thread::current(), sender, stash, to, size, &how)?;
    Ok(words)
}

/// Tells a host how a task ended that was given to its JavaScript.
pub fn settle(context: &'static Context, task: u64, settled: Settled) {
    settled.for_host(context, move |settled| {
        call::tell(context, Kind::Settle, 0, |frame| {
            let (status, values) = sys::memory::put_settled(frame, task, settled.status, &settled.value);
            frame.tell(status);
            frame.arguments(values);
        });
    });
}
