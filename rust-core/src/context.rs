//! Contexts: what can be called. The UI, served by a JavaScript host; the background, served by threads of its own;
//! and native threads that open one.
//!
//! Records are never freed and serve one context after another; an id is an index and a generation, and a frame that
//! reaches a record after its context has closed comes back (`Inbox::close`), so an old id never reaches a new owner.

use std::{
    cell::Cell,
    sync::OnceLock,
    time::{Duration, Instant},
};

use parking_lot::Mutex;

use crate::{
    callback::{self, Blocks},
    console::{Console, console},
    export,
    frame::{Frame, Kind, OwnedFrame},
    inbox::{Batch, Inbox},
    options::Options,
    protocol as p, shared,
    status::deputy_status::{self, *},
    sync::{AtomicU32, Ordering, spin_loop},
    sys::{
        self,
        memory::{Held, Link},
    },
    thread::Thread,
    work::Work,
};

/// Names a context: an index and a generation, so that an id never comes to mean another context.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
pub type deputy_context = u32;

/// The UI thread: the page's main thread, or Node's. It lives as long as the program. Runs JavaScript, and native
/// functions that are sent to it.
///
/// \since 0.1.0
pub const DEPUTY_UI: deputy_context = 1;

/// The background: native threads that run continuations and posted native functions, also while the deputy is
/// blocked. It grows when they block. It lives as long as the program.
///
/// \since 0.1.0
pub const DEPUTY_BACKGROUND: deputy_context = 2;

/// The deputy: the thread that runs `main()`. It serves what is sent to it from its event loop once `main()` has returned,
/// and before that while it waits in deputy_context_serve() or in a wait with DEPUTY_CALL_PUMP.
///
/// \since 0.1.0
pub const DEPUTY_MAIN: deputy_context = 3;

/// The compute pool: as many threads as there are cores, for functions that compute. One that blocks makes room for another
/// meanwhile. It lives as long as the program.
///
/// \since 0.1.0
pub const DEPUTY_POOL: deputy_context = 4;

/// In place of a context, for calls: the context that has the objects among the arguments; without any, the calling thread's own
/// JavaScript (deputy_worker_open()), or the UI's.
///
/// \since 0.1.0
pub const DEPUTY_ANY: deputy_context = 0;

const _: () = assert!(DEPUTY_UI == p::CONTEXT_ID_UI);
const _: () = assert!(
    DEPUTY_MAIN == p::CONTEXT_ID_MAIN
        && DEPUTY_BACKGROUND == p::CONTEXT_ID_BACKGROUND
        && DEPUTY_POOL == p::CONTEXT_ID_POOL
);

/// What senders and the owner of a context share; laid out as `protocol.rs` says.
#[repr(C, align(64))]
pub struct Context {
    inbox: Inbox,
    /// Written by the owner only, read by whoever wants to know.
    pub(crate) calls: AtomicU32,
    pub(crate) posts: AtomicU32,
    pub(crate) posts_failed: AtomicU32,
    pub(crate) abandoned: AtomicU32,
    /// The thread that serves it; none for the UI.
    owner: Link<Thread>,
    /// Written by callers.
    pub(crate) left: AtomicU32,
    /// Written by the owner as it closes.
    pub(crate) dropped: AtomicU32,
    /// The id it has now; 0 while it is closed.
    id: AtomicU32,
    /// How often it was opened.
    generation: AtomicU32,
    /// Handles of its objects that native code has. Written by the host.
    pub(crate) objects: AtomicU32,
    /// What of JavaScript its thread has (`Scripted`); the UI's host needs no telling.
    scripted: AtomicU32,
    /// The record whose frames its host sends, once it has had one.
    stock: OnceLock<&'static Thread>,
}

/// What of JavaScript the thread of a context has.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Scripted {
    /// A host, on a thread that the program made in some other way.
    Opened = 1,
    /// A host, and nothing else to do once the thread's function has returned: it is a JS worker.
    Worker = 2,
}

/// How a host runs JavaScript for its thread. Only programs have it that open contexts for JavaScript (`worker.rs`).
pub struct Hooks {
    /// Runs a frame that the thread took off its inbox, or made.
    pub run: fn(&'static Frame, Run),
    /// Between two batches: lets go of what was given back. True if there is more to let go of.
    pub between: fn() -> bool,
    /// The context closes: whoever waits for its JavaScript is told.
    pub close: fn(),
    /// It has closed.
    pub closed: fn(),
}

/// How a frame is to be run.
#[derive(Clone, Copy)]
#[repr(u32)]
pub enum Run {
    /// From the inbox.
    Queued = 0,
    /// The thread itself calls, and waits: what it calls must not wait for it.
    Here = 1,
    /// Not at all: the context that it was for has closed.
    Refused = 2,
}

/// cbindgen:ignore
pub static HOOKS: OnceLock<Hooks> = OnceLock::new();

#[cfg(all(target_arch = "wasm32", not(loom)))]
const _: () = {
    use core::mem::offset_of;
    assert!(offset_of!(Context, inbox) == p::CONTEXT_HEAD as usize);
    assert!(offset_of!(Context, calls) == p::CONTEXT_CALLS as usize);
    assert!(offset_of!(Context, posts) == p::CONTEXT_POSTS as usize);
    assert!(offset_of!(Context, posts_failed) == p::CONTEXT_POSTS_FAILED as usize);
    assert!(offset_of!(Context, abandoned) == p::CONTEXT_ABANDONED as usize);
    assert!(offset_of!(Context, owner) == p::CONTEXT_OWNER as usize);
    assert!(offset_of!(Context, left) == p::CONTEXT_LEFT as usize);
    assert!(offset_of!(Context, dropped) == p::CONTEXT_DROPPED as usize);
    assert!(offset_of!(Context, objects) == p::CONTEXT_OBJECTS as usize);
    assert!(size_of::<Context>() == p::CONTEXT_SIZE as usize);
};

/// What the UI is handed at start; laid out as `protocol.rs` says.
#[repr(C)]
pub struct Root {
    /// The version of this library's protocol.
    pub protocol: u32,
    /// The UI's context.
    pub ui: &'static Context,
    /// The I/O thread's.
    pub io: &'static Context,
    /// The deputy's.
    pub main: &'static Context,
    /// The record whose frames the UI's host sends.
    pub stock: &'static Thread,
    /// What can be chosen.
    pub options: &'static Options,
    /// 1 once there is an export.
    pub exports: AtomicU32,
    /// Where the blocks of callbacks lie.
    pub callbacks: &'static Blocks,
    /// The chain for which the UI spins.
    pub spin: AtomicU32,
    /// 1 once a thread has ended in a way that ends the program; written by its JavaScript.
    pub failed: AtomicU32,
    /// The newest record of a thread.
    pub threads: Link<Thread>,
    /// 1 if there are threads that the page has given up (`spawn.rs`). Not one of loom's, as what it stands for is not.
    pub refused: std::sync::atomic::AtomicU32,
    /// What is written to terminals.
    pub console: &'static Console,
}

#[cfg(all(target_arch = "wasm32", not(loom)))]
const _: () = {
    use core::mem::offset_of;
    assert!(offset_of!(Root, protocol) == p::ROOT_PROTOCOL as usize);
    assert!(offset_of!(Root, ui) == p::ROOT_UI as usize);
    assert!(offset_of!(Root, io) == p::ROOT_IO as usize);
    assert!(offset_of!(Root, main) == p::ROOT_MAIN as usize);
    assert!(offset_of!(Root, stock) == p::ROOT_STOCK as usize);
    assert!(offset_of!(Root, options) == p::ROOT_OPTIONS as usize);
    assert!(offset_of!(Root, exports) == p::ROOT_EXPORTS as usize);
    assert!(offset_of!(Root, callbacks) == p::ROOT_CALLBACKS as usize);
    assert!(offset_of!(Root, spin) == p::ROOT_SPIN as usize);
    assert!(offset_of!(Root, failed) == p::ROOT_FAILED as usize);
    assert!(offset_of!(Root, refused) == p::ROOT_REFUSED as usize);
    assert!(offset_of!(Root, threads) == p::ROOT_THREADS as usize);
    assert!(offset_of!(Root, console) == p::ROOT_CONSOLE as usize);
};

/// The one root. Made by whichever thread needs it first.
pub fn root() -> &'static Root {
    static ROOT: OnceLock<&'static Root> = OnceLock::new();
    ROOT.get_or_init(|| {
        let [ui, io, main] = [DEPUTY_UI, 0, DEPUTY_MAIN].map(Context::leak);
        Box::leak(Box::new(Root {
            protocol: p::PROTOCOL,
            ui,
            io,
            main,
            stock: Thread::stock(STOCK),
            options: Box::leak(Box::default()),
            exports: AtomicU32::new(0),
            callbacks: callback::blocks(),
            spin: AtomicU32::new(0),
            failed: AtomicU32::new(0),
            threads: Link::new(),
            refused: std::sync::atomic::AtomicU32::new(0),
            console: console(),
        }))
    })
}

/// Frames that the UI's host has for exports from the start; the I/O thread makes more.
///
/// cbindgen:ignore
pub const STOCK: u32 = 32;

/// Bits of an id that are the index; the generation is above them.
///
/// cbindgen:ignore
pub const INDEX_BITS: u32 = p::CONTEXT_INDEX_BITS;
/// The index in an id, which is what handles of its objects have.
pub const fn index_of(id: deputy_context) -> u32 {
    id & ((1 << INDEX_BITS) - 1)
}

/// The first index of contexts that threads open.
const FIRST: u32 = 8;

/// Records of contexts that threads opened, by index: one after the other, never taken away. Whoever looks takes no lock.
static OPENED: [OnceLock<&'static Context>; MOST] = [const { OnceLock::new() }; MOST];
/// So many contexts of threads at most.
const MOST: usize = (1 << INDEX_BITS) - FIRST as usize;
/// Held by whoever opens one.
static OPENING: Mutex<()> = Mutex::new(());

/// The record of an index that threads' contexts have.
fn opened(index: u32) -> Option<&'static Context> {
    OPENED.get(index.checked_sub(FIRST)? as usize)?.get().copied()
}

thread_local! {
    static CURRENT: Cell<Option<&'static Context>> = const { Cell::new(None) };
    /// What the calling thread has taken off its inbox and not run yet.
    static REST: Cell<Option<Batch>> = const { Cell::new(None) };
    /// The context that the calling thread serves with others: the background, the pool, or 0.
    static SHARED: Cell<deputy_context> = const { Cell::new(0) };
}

/// The calling thread is one of those of the background or of the pool from now on.
pub fn enter_shared(id: deputy_context) {
    SHARED.set(id);
    Thread::current().set_context(id);
}

/// Where frames and work are sent.
#[derive(Clone, Copy)]
pub enum Target {
    /// A context with an inbox.
    Inbox(&'static Context, deputy_context),
    /// The background's channel, or the compute pool's.
    Shared(deputy_context),
    /// The thread that sends. For the runtime's own work, which neither waits nor runs the program's code.
    Here,
}

impl Target {
    /// The target of an id.
    pub fn find(id: deputy_context) -> Result<Self, deputy_status> {
        match id {
            DEPUTY_UI => return Ok(Self::Inbox(root().ui, id)),
            DEPUTY_BACKGROUND | DEPUTY_POOL => return shared::start(id).map(|()| Self::Shared(id)),
            DEPUTY_MAIN => {
                let main = root().main;
                let open = main.id.load(Ordering::Acquire) == DEPUTY_MAIN;
                return if open { Ok(Self::Inbox(main, id)) } else { Err(DEPUTY_STALE) };
            }
            _ => {}
        }
        let context = opened(index_of(id)).ok_or(DEPUTY_STALE)?;
        if context.id.load(Ordering::Acquire) == id { Ok(Self::Inbox(context, id)) } else { Err(DEPUTY_STALE) }
    }

    /// The thread that serves it, if it is one.
    pub fn owner(self) -> Option<&'static Thread> {
        match self {
            Self::Inbox(context, _) => context.owner(),
            Self::Shared(_) | Self::Here => None,
        }
    }

    /// Queues work there. Work that cannot be queued is dropped, with everything it owns.
    pub fn submit(self, work: Work) -> Result<(), deputy_status> {
        let (context, id) = match self {
            Self::Shared(id) => return shared::submit(id, work),
            Self::Here => {
                work();
                return Ok(());
            }
            Self::Inbox(context, id) => (context, id),
        };
        // Never waits for a frame: continuations are sent by the I/O thread.
        let thread = Thread::current();
        let frame = thread.spare_frame();
        frame.prepare(Kind::Native, id, b"", core::ptr::null(), 0);
        frame.of_chain(thread.chain.get().id);
        frame.load(work);
        context.push(frame).map(drop).map_err(|frame| {
            drop(frame.unload());
            frame.go_home();
            DEPUTY_CLOSED
        })
    }
}

/// How long a thread in its event loop goes on with what is sent to it before it lets the loop have its turn.
const TURN: Duration = Duration::from_millis(4);

/// Whether the calling thread has taken more than it has run.
fn has_rest() -> bool {
    let rest = REST.take().filter(|rest| !rest.is_empty());
    let some = rest.is_some();
    REST.set(rest);
    some
}

fn is_past(deadline: Option<Instant>) -> bool {
    deadline.is_some_and(|deadline| deadline <= Instant::now())
}

/// The context it was sent to has closed: work is dropped with everything it owns, an export is answered.
fn refuse(frame: OwnedFrame) {
    if is_script(&frame) {
        return run_script(frame, Run::Refused);
    }
    if matches!(frame.kind(), p::KIND_EXPORT | p::KIND_CALLBACK) {
        return export::refuse(frame, DEPUTY_CLOSED);
    }
    let work = frame.unload();
    frame.go_home();
    drop(work);
}

/// Whether it is for the thread's JavaScript. Such frames reach no record but those that have had some (`Context::open_at`).
fn is_script(frame: &OwnedFrame) -> bool {
    !matches!(frame.kind(), p::KIND_NATIVE | p::KIND_EXPORT | p::KIND_CALLBACK)
}

fn run_script(frame: OwnedFrame, how: Run) {
    if let Some(hooks) = HOOKS.get() {
        (hooks.run)(frame.release(), how);
    }
}

/// Makes more frames for the hosts that have run out: calls wait there.
pub fn restock() {
    let page = root().stock;
    if page.wants() {
        page.restock(STOCK);
        sys::ring_ui();
    }
    let opened = OPENED.iter().map_while(|record| record.get().copied());
    for context in opened.chain([root().main]) {
        if let Some(stock) = context.stock.get()
            && stock.wants()
        {
            stock.restock(STOCK);
            if let Some(owner) = context.owner() {
                owner.unpark();
            }
        }
    }
}

impl Context {
    pub(crate) fn leak(id: deputy_context) -> &'static Self {
        Box::leak(Box::new(Self {
            inbox: Inbox::default(),
            calls: AtomicU32::new(0),
            posts: AtomicU32::new(0),
            posts_failed: AtomicU32::new(0),
            abandoned: AtomicU32::new(0),
            owner: Link::new(),
            left: AtomicU32::new(0),
            dropped: AtomicU32::new(0),
            id: AtomicU32::new(id),
            generation: AtomicU32::new(0),
            objects: AtomicU32::new(0),
            scripted: AtomicU32::new(0),
            stock: OnceLock::new(),
        }))
    }

    /// The context in which JavaScript of this id is called.
    pub fn javascript(id: deputy_context) -> Result<&'static Self, deputy_status> {
        match id {
            DEPUTY_UI => Ok(root().ui),
            DEPUTY_BACKGROUND | DEPUTY_POOL => Err(DEPUTY_UNSUPPORTED),
            _ => match Target::find(id)? {
                Target::Inbox(context, _) if context.scripted.load(Ordering::Acquire) != 0 => Ok(context),
                Target::Inbox(context, _) => Err(context.why_without_script()),
                _ => Err(DEPUTY_UNSUPPORTED),
            },
        }
    }

    /// What to say of one that has no JavaScript: it never had some, or has it no more. `close` closes the inbox before it says so; the
    /// acquire of the load that found that out pairs with its release.
    pub fn why_without_script(&self) -> deputy_status {
        if self.inbox.is_closed() { DEPUTY_CLOSED } else { DEPUTY_UNSUPPORTED }
    }

    /// The context that has the objects of this index.
    pub fn with_objects(index: u32) -> Result<&'static Self, deputy_status> {
        let context = match index {
            DEPUTY_UI => return Ok(root().ui),
            DEPUTY_MAIN => Some(root().main),
            _ => opened(index),
        };
        context.filter(|context| context.scripted.load(Ordering::Acquire) != 0).ok_or(DEPUTY_STALE)
    }

    /// Where JavaScript is called if nothing says where: the calling thread's own, or the UI's.
    pub fn default_javascript() -> &'static Self {
        CURRENT.get().filter(|context| context.scripted.load(Ordering::Relaxed) != 0).unwrap_or_else(|| root().ui)
    }

    /// The context whose host sent this frame, by its stock.
    pub fn of_stock(id: deputy_context) -> Result<&'static Self, deputy_status> {
        if id == 0 { Ok(root().ui) } else { Self::javascript(id) }
    }

    /// Whether its JavaScript is the calling thread's own.
    pub fn is_own_script(&self, thread: &'static Thread) -> bool {
        // Relaxed: only the thread itself writes it while it owns the context.
        self.scripted.load(Ordering::Relaxed) != 0 && self.owner().is_some_and(|owner| core::ptr::eq(owner, thread))
    }

    /// Runs a frame of the calling thread's own JavaScript, at once.
    pub fn run_here(frame: OwnedFrame) {
        run_script(frame, Run::Here);
    }

    /// The calling thread's context, with JavaScript from now on: `host` makes the host for context, id and stock.
    pub fn open_script(
        how: Scripted,
        host: impl FnOnce(&'static Self, deputy_context, &'static Thread),
    ) -> Result<deputy_context, deputy_status> {
        if sys::is_ui() {
            return Ok(DEPUTY_UI);
        }
        let id = Self::open_at(true)?;
        let context = CURRENT.get().ok_or(DEPUTY_INTERNAL)?;
        let stock = context.stock.get_or_init(|| Thread::stock(STOCK));
        if stock.context() == id {
            return Ok(id);
        }
        stock.set_context(id);
        context.objects.store(0, Ordering::Relaxed);
        host(context, id, stock);
        // Release pairs with the acquire in `javascript`: who finds it finds a host that is there when the thread looks.
        context.scripted.store(how as u32, Ordering::Release);
        Ok(id)
    }

    /// Whether it is a JS worker's.
    pub fn is_worker(&self) -> bool {
        self.scripted.load(Ordering::Relaxed) == Scripted::Worker as u32
    }

    /// The context of an id, for a look at its counters.
    pub fn look(id: deputy_context) -> Result<&'static Self, deputy_status> {
        // Not found first: that would start it.
        if matches!(id, DEPUTY_BACKGROUND | DEPUTY_POOL) {
            return Err(DEPUTY_UNSUPPORTED);
        }
        match Target::find(id)? {
            Target::Inbox(context, _) => Ok(context),
            Target::Shared(_) | Target::Here => Err(DEPUTY_UNSUPPORTED),
        }
    }

    /// The calling thread is the deputy: opens its context.
    pub fn open_main() {
        let main = root().main;
        let thread = Thread::current();
        let ticket = main.begin(thread);
        thread.set_name("main");
        thread.set_kind(p::THREAD_MAIN);
        thread.set_context(DEPUTY_MAIN);
        CURRENT.set(Some(main));
        sys::listen(thread.bell(), ticket);
    }

    /// Opens a context for the calling thread, or tells the one it has.
    pub fn open() -> Result<deputy_context, deputy_status> {
        if sys::is_ui() { Ok(DEPUTY_UI) } else { Self::open_at(false) }
    }

    /// A record that has had JavaScript serves none without: frames for its JavaScript may be on their way to it.
    fn open_at(script: bool) -> Result<deputy_context, deputy_status> {
        if let Some(context) = CURRENT.get() {
            return Ok(context.id.load(Ordering::Relaxed));
        }
        let opening = OPENING.lock();
        let suits =
            |context: &Self| context.id.load(Ordering::Relaxed) == 0 && (script || context.stock.get().is_none());
        let free = |record: &OnceLock<&'static Self>| record.get().is_none_or(|context| suits(context));
        let index = OPENED.iter().position(free).ok_or(DEPUTY_NO_MEMORY)?;
        let context = *OPENED.get(index).ok_or(DEPUTY_INTERNAL)?.get_or_init(|| Self::leak(0));
        let generation = context.generation.fetch_add(1, Ordering::Relaxed) + 1;
        #[allow(clippy::cast_possible_truncation, reason = "fewer than 2^10")]
        let id = (generation << INDEX_BITS) | (index as u32 + FIRST);
        let thread = Thread::current();
        let ticket = context.begin(thread);
        context.id.store(id, Ordering::Release);
        thread.set_context(id);
        CURRENT.set(Some(context));
        drop(opening);
        sys::listen(thread.bell(), ticket);
        Ok(id)
    }

    /// This thread serves it from now on. Gives the number of the thread's word to sleep on before it has looked for the first time: whoever
    /// found the context before it closed may push as soon as it takes frames again, and rings once.
    fn begin(&self, owner: &'static Thread) -> u32 {
        let ticket = owner.ticket();
        self.set_owner(owner);
        // Who has found nobody there has rung nobody.
        if self.inbox.open() { ticket } else { ticket.wrapping_sub(1) }
    }

    /// The id of the calling thread's context.
    pub fn current() -> deputy_context {
        if sys::is_ui() {
            return DEPUTY_UI;
        }
        CURRENT.get().map_or(SHARED.get(), |context| context.id.load(Ordering::Relaxed))
    }

    /// Closes the calling thread's context: what is queued is dropped, senders get CLOSED, its id is stale.
    pub fn close() -> Result<(), deputy_status> {
        let context = CURRENT.take().ok_or(DEPUTY_STALE)?;
        let rest = REST.take();
        Thread::current().set_context(SHARED.get());
        let id = context.id.load(Ordering::Relaxed);
        // The inbox first: once the id is 0 another thread may open the record.
        let queued = context.inbox.close();
        let hooks = HOOKS.get().filter(|_| context.scripted.swap(0, Ordering::AcqRel) != 0);
        if hooks.is_none() {
            context.id.store(0, Ordering::Release);
        }
        for frame in rest.into_iter().flatten().chain(queued) {
            context.dropped.fetch_add(1, Ordering::Relaxed);
            refuse(frame);
        }
        if let Some(hooks) = hooks {
            (hooks.close)();
            context.id.store(0, Ordering::Release);
        }
        callback::context_closed(id);
        if let Some(hooks) = hooks {
            (hooks.closed)();
        }
        // Its event loop does not wait for news of this one any more, or the Worker would do so for good.
        Thread::current().unpark();
        Ok(())
    }

    /// Serves the calling thread's context until `deadline`, or with `once` what is there now; returns how much it ran.
    /// Ends early when a function closes the context. A function may serve as well: it goes on where this one is.
    pub fn serve(deadline: Option<Instant>, once: bool) -> Result<usize, deputy_status> {
        let over = || !once && is_past(deadline);
        Self::serve_unless(&over, deadline, once)
    }

    /// Serves what is there for somebody who waits, until that is over or its time is up: both may come with any function.
    pub fn pump(over: &dyn Fn() -> bool, deadline: Option<Instant>) {
        // A thread without a context has nothing to run.
        let _ = Self::serve_unless(&|| over() || is_past(deadline), None, true);
    }

    fn serve_unless(over: &dyn Fn() -> bool, deadline: Option<Instant>, once: bool) -> Result<usize, deputy_status> {
        let context = CURRENT.get().ok_or(DEPUTY_STALE)?;
        let id = context.id.load(Ordering::Relaxed);
        let ran = context.serve_until(id, over, deadline, once);
        if Self::current() == id {
            context.settle_down(Thread::current(), has_rest() || context.lets_go_late(ran));
        }
        Ok(ran)
    }

    /// Whether JavaScript may have seen releases, which it applies when the thread comes by again (`Hooks::between`).
    fn lets_go_late(&self, ran: usize) -> bool {
        ran > 0 && self.scripted.load(Ordering::Relaxed) != 0
    }

    /// Serves, and looks after every function whether it is over; the inbox may be left AWAKE.
    fn serve_until(&self, id: deputy_context, over: &dyn Fn() -> bool, deadline: Option<Instant>, once: bool) -> usize {
        let thread = Thread::current();
        let mut ran = 0;
        loop {
            let ticket = thread.ticket();
            let before = ran;
            let rest = REST.take().filter(|rest| !rest.is_empty());
            // Inside a function that is served there may be a rest, and newer frames behind it.
            let all = rest.is_none();
            let scripted = self.scripted.load(Ordering::Relaxed) != 0;
            let more = all && scripted && HOOKS.get().is_some_and(|hooks| (hooks.between)());
            let mut batch = rest.unwrap_or_else(|| self.inbox.take());
            while let Some(frame) = batch.next() {
                REST.set(Some(batch));
                // A sender that found the context just before it closed may have reached the next one of this record.
                if if is_script(&frame) { frame.is_for(id) } else { frame.target() == id } {
                    self.run(frame);
                    ran += 1;
                } else {
                    refuse(frame);
                }
                if Self::current() != id || over() {
                    return ran;
                }
                // A function that served has emptied it.
                batch = REST.take().unwrap_or_default();
            }
            if more || (once && !all) || (!once && scripted && ran > before) {
                continue;
            }
            if once || (!self.spin(thread) && self.inbox.sleep() && !thread.park(ticket, deadline)) {
                return ran;
            }
        }
    }

    /// The thread's JavaScript has taken frames off its inbox while it waited, and not run them: they are next after what the thread has
    /// taken itself. The inbox is left as by whoever stops serving.
    pub fn put_aside(frames: Option<&'static Frame>) {
        let Some(context) = CURRENT.get() else { return };
        let mut rest = REST.take().unwrap_or_default();
        rest.append(Batch::of(frames));
        let left = !rest.is_empty();
        REST.set(Some(rest));
        context.settle_down(Thread::current(), left);
    }

    /// Nobody looks any more until the thread serves again: senders have to wake it. What is left it tells itself, so that a
    /// wait that pumps, or the event loop, goes on with it.
    fn settle_down(&self, thread: &'static Thread, left: bool) {
        if !self.inbox.sleep() || left {
            thread.unpark();
        }
    }

    /// Looks for news for as long as that pays for this thread; true if there is some.
    fn spin(&self, thread: &'static Thread) -> bool {
        let spin = thread.news.look_mut();
        let turns = spin.turns();
        for _ in 0..turns {
            if self.inbox.has_news() {
                spin.found(turns);
                return true;
            }
            spin_loop();
        }
        spin.missed(turns);
        false
    }

    /// One turn of the calling thread's event loop: runs what is there, and what comes at once after it. Returns the
    /// number to sleep on; `None` if the thread has no context any more.
    pub fn turn() -> Option<u32> {
        let context = CURRENT.get()?;
        let id = context.id.load(Ordering::Relaxed);
        let thread = Thread::current();
        let end = Instant::now() + TURN;
        loop {
            let ran = context.serve_until(id, &|| false, None, true);
            if Self::current() != id {
                // It has closed, and may have another one: that one listens too.
                return None;
            }
            if ran == 0 || !context.spin(thread) || Instant::now() >= end {
                let ticket = thread.ticket();
                context.settle_down(thread, has_rest() || context.lets_go_late(ran));
                return Some(ticket);
            }
        }
    }

    /// Runs what the calling thread has taken off its inbox.
    fn run(&self, frame: OwnedFrame) {
        if is_script(&frame) {
            return run_script(frame, Run::Queued);
        }
        if matches!(frame.kind(), p::KIND_EXPORT | p::KIND_CALLBACK) {
            self.calls.fetch_add(1, Ordering::Relaxed);
            return export::serve(frame);
        }
        let work = frame.unload();
        frame.go_home();
        self.posts.fetch_add(1, Ordering::Relaxed);
        work();
    }

    /// The thread that serves it.
    pub fn owner(&self) -> Option<&'static Thread> {
        self.owner.load(Ordering::Acquire).node()
    }

    /// The thread that serves it from now on.
    pub fn set_owner(&self, thread: &'static Thread) {
        self.owner.store(Held::Node(thread), Ordering::Release);
    }

    /// For owners.
    pub fn take(&self) -> Batch {
        self.inbox.take()
    }

    /// For owners.
    #[must_use = "a false result means there is news: take again"]
    pub fn sleep(&self) -> bool {
        self.inbox.sleep()
    }

    /// Appends a frame and wakes the owner if it sleeps; returns whether it had to. An error gives the frame back.
    pub fn push(&self, frame: OwnedFrame) -> Result<bool, OwnedFrame> {
        let asleep = self.inbox.push(frame)?;
        if asleep {
            match self.owner() {
                Some(owner) => owner.unpark(),
                None if core::ptr::eq(self, root().ui) => sys::ring_ui(),
                // It is still starting, and looks before it sleeps (`begin`).
                None => {}
            }
        }
        Ok(asleep)
    }
}

#[cfg(all(test, loom))]
mod loom_tests {
    use super::*;

    fn context() -> (&'static Context, &'static Thread) {
        let (context, owner) = (Context::leak(9), &*Box::leak(Box::new(Thread::new())));
        context.set_owner(owner);
        (context, owner)
    }

    fn frame() -> OwnedFrame {
        let frame = OwnedFrame::allocate(None);
        frame.prepare(Kind::Native, 9, b"", core::ptr::null(), 0);
        frame
    }

    /// A thread that serves now and then, and sleeps in its event loop in between, misses nothing: neither what comes while
    /// it settles down, nor what it did not get to in its turn.
    #[test]
    fn loom_settles_down_without_losing_a_wakeup() {
        loom::model(|| {
            let (context, owner) = context();
            let senders = [0, 1].map(|_| loom::thread::spawn(move || assert!(context.push(frame()).is_ok())));
            let mut got = 0;
            let mut rest = Batch::default();
            while got < 2 {
                // A turn that runs one at most.
                let ticket = owner.ticket();
                if rest.is_empty() {
                    rest = context.take();
                }
                got += rest.next().map_or(0, |_| 1);
                context.settle_down(owner, !rest.is_empty());
                if got < 2 {
                    // Until the word changes: a lost wake-up is a loop that never ends, which loom reports.
                    owner.park(ticket, None);
                }
            }
            for sender in senders {
                sender.join().expect("no panic");
            }
        });
    }

    /// Who has found a context just before it closed reaches the next owner of its record, who listens before it has looked for the first
    /// time: it is woken, however early that comes. So is the first owner of all, whom a sender may not have seen.
    #[test]
    fn loom_an_early_push_wakes_a_new_owner() {
        for opened_before in [true, false] {
            loom::model(move || {
                let context = Context::leak(9);
                if opened_before {
                    context.set_owner(Box::leak(Box::new(Thread::new())));
                    assert_eq!(context.inbox.close().count(), 0);
                }
                // As `push`, which would look whether it is the UI's, too.
                let push = move || {
                    let pushed = context.inbox.push(frame()).ok();
                    if let Some(owner) = context.owner().filter(|_| pushed == Some(true)) {
                        owner.unpark();
                    }
                    pushed.is_some()
                };
                let sender = loom::thread::spawn(push);
                let owner: &'static Thread = Box::leak(Box::new(Thread::new()));
                let ticket = context.begin(owner);
                if sender.join().expect("no panic") {
                    // Until the word changes: a lost wake-up is a loop that never ends, which loom reports.
                    owner.park(ticket, None);
                    assert_eq!(context.take().count(), 1);
                }
            });
        }
    }

    /// What is pushed while a context closes is run, or refused by its owner, or given back to its sender: one of the three.
    #[test]
    fn loom_close_against_push() {
        loom::model(|| {
            let (context, _) = context();
            let senders = [0, 1].map(|_| loom::thread::spawn(move || usize::from(context.push(frame()).is_err())));
            let ran = context.take().count();
            let refused = context.inbox.close().count();
            let back: usize = senders.into_iter().map(|sender| sender.join().expect("no panic")).sum();
            assert_eq!(ran + refused + back, 2);
            assert_eq!(context.take().count(), 0);
        });
    }
}
