//! Tasks: completions that can be waited for, continued and cancelled.
//!
//! A task is native: its state is behind a lock that only native threads take, and never while they call out. What
//! JavaScript settles is the frame of an async call (`frame.rs`, `AsyncFrame`): the host writes the outcome there, sets
//! DONE, wakes one waiter, and hands the frame to the I/O thread if somebody asked for that (FORWARD). Whoever looks at
//! the task next takes the outcome over ("absorbs" it): a waiter that woke, the I/O thread, or a poll.
//!
//! # States
//! pending → settled, once; the lock decides between a result, a cancellation and a timeout. The order of events of one
//! settle: outcome stored · waiters woken · continuations sent to their contexts. A frame whose outcome lost is emptied
//! when it comes back.
//!
//! # Who needs the I/O thread
//! One waiter needs nobody: the host wakes it. A second waiter, a continuation and a handle that was freed early set
//! FORWARD; then the I/O thread absorbs the outcome even if no native thread ever looks.

use std::{
    collections::VecDeque,
    sync::Arc,
    time::{Duration, Instant},
};

use smallvec::SmallVec;

use crate::{
    chain,
    context::{Context, DEPUTY_BACKGROUND, Target},
    frame::{AsyncFrame, FinishedAsync, OwnedFrame},
    io, protocol as p,
    status::deputy_status::{self, *},
    sync::{Mutex, spin_loop},
    sys::{self, tree::Tree},
    thread::{Cycle, Thread, Waiting},
    value::deputy_value,
};

/// How often a wait looks whether it can end at all, while the UI waits for the waiter.
const LOOK: Duration = Duration::from_millis(20);

/// What a task ended with.
#[derive(Clone)]
pub struct Settled {
    /// `DEPUTY_OK`, or why there is no value.
    pub status: deputy_status,
    /// The value, or the error value of a failure.
    pub value: Kept,
}

impl Settled {
    /// An end that has no value.
    pub const fn without_value(status: deputy_status) -> Self {
        Self { status, value: Kept::Plain(deputy_value::NULL) }
    }

    /// A failure of the runtime's own, with an error value that says why.
    pub fn failed(status: deputy_status, why: &str) -> Self {
        let texts = ["DeputyError", why, ""];
        let mut bytes = vec![0; p::ERROR_LENGTHS as usize];
        for text in texts {
            bytes.extend(u32::try_from(text.len()).unwrap_or_default().to_le_bytes());
        }
        for text in texts {
            bytes.extend(text.bytes());
            bytes.push(0);
        }
        #[allow(clippy::cast_possible_truncation, reason = "a tag, and a message")]
        let value = deputy_value { tag: p::TAG_ERROR as u8, len: bytes.len() as u32, ..deputy_value::NULL };
        match Tree::of_outcome(value, &bytes) {
            Some(tree) => Self { status, value: Kept::Tree(Arc::new(tree)) },
            None => Self::without_value(status),
        }
    }
}

impl Settled {
    /// Has `tell` get it once that host can read the value: bytes that another one keeps are fetched first. On the background, since that
    /// one's thread may be busy for long.
    pub fn for_host(self, host: &'static Context, tell: impl FnOnce(Self) + Send + 'static) {
        match &self.value {
            Kept::Stash(_, stash) if !core::ptr::eq(stash.context, host) => {}
            _ => return tell(self),
        }
        let fetch = move || {
            let Self { status, value } = self;
            let value = match value {
                Kept::Stash(value, stash) => stash.fetch(value).unwrap_or(Kept::Plain(deputy_value::NULL)),
                other => other,
            };
            tell(Self { status, value });
        };
        // Dropped where it cannot run: exports are answered all the same.
        let _ = Target::find(DEPUTY_BACKGROUND).and_then(|background| background.submit(Box::new(fetch)));
    }
}

/// A value that a task keeps.
#[derive(Clone)]
pub enum Kept {
    /// A value that is all there is.
    Plain(deputy_value),
    /// A value with what it refers to, or a handle.
    Tree(Arc<Tree>),
    /// A value and the bytes that the host keeps for it.
    Stash(deputy_value, Arc<Stash>),
}

/// An outcome that did not fit its frame and stays with the host until the task is gone.
pub struct Stash {
    context: &'static Context,
    /// Its number there.
    pub id: u32,
    /// Bytes.
    pub len: u32,
}

impl Stash {
    /// The context whose host keeps it.
    pub const fn context(&self) -> &'static Context {
        self.context
    }
}

impl Stash {
    /// What the host keeps, as the calling thread's own.
    fn fetch(&self, value: deputy_value) -> Option<Kept> {
        let mut words = sys::memory::words(self.len as usize).ok()?;
        let bytes = sys::memory::bytes_of(&mut words);
        crate::call::read(Thread::current(), self, bytes.as_mut_ptr()).ok()?;
        let tree = Tree::of_outcome(value, bytes.get(..self.len as usize)?)?;
        Some(Kept::Tree(Arc::new(tree)))
    }
}

impl Drop for Stash {
    fn drop(&mut self) {
        crate::call::discard(self.context, self.id);
    }
}

/// A completion.
pub struct Task {
    inner: Mutex<Inner>,
}

struct Inner {
    settled: Option<Settled>,
    /// The call that settles it, while it is out.
    call: Option<AsyncFrame>,
    /// Where that call runs.
    context: Option<&'static Context>,
    /// Mostly one.
    waiters: SmallVec<[Waiter; 1]>,
    /// The thread that runs what settles it, or will, if that is known.
    runner: Option<&'static Thread>,
    continuations: VecDeque<Continuation>,
    /// Cancelled with this one.
    children: Vec<std::sync::Weak<Task>>,
    /// Somebody has seen how it ended, or will be told.
    observed: bool,
    /// The handle is gone.
    abandoned: bool,
    /// The I/O thread has a timer for it.
    timed: bool,
    /// The I/O thread will get the frame, or has it: asked for once.
    forwarded: bool,
    /// It was ended by `cancel`: children that come later are cancelled too.
    cancelled: bool,
    /// Somebody settles it in any case: it outlives its handle.
    promised: bool,
}

/// A thread that waits for a task.
#[derive(Clone, Copy)]
struct Waiter {
    thread: &'static Thread,
    /// For nothing else: without this task it cannot go on.
    alone: bool,
}

/// What runs when a task has settled, and where.
pub struct Continuation {
    /// Its context.
    pub target: Target,
    /// The function; it gets how the task ended.
    pub work: Box<dyn FnOnce(Settled) + Send>,
}

impl Task {
    /// A task that native code settles.
    pub fn new() -> Arc<Self> {
        Self::with(None, None, false)
    }

    /// A task that native code has promised to settle, whether or not anybody has a handle.
    pub fn promised() -> Arc<Self> {
        Self::with(None, None, true)
    }

    /// A task that a call settles.
    pub fn of_call(call: AsyncFrame, context: &'static Context) -> Arc<Self> {
        Self::with(Some(call), Some(context), false)
    }

    fn with(call: Option<AsyncFrame>, context: Option<&'static Context>, promised: bool) -> Arc<Self> {
        Arc::new(Self {
            inner: Mutex::new(Inner {
                settled: None,
                call,
                context,
                waiters: SmallVec::new(),
                runner: context.and_then(Context::owner),
                continuations: VecDeque::new(),
                children: Vec::new(),
                observed: false,
                abandoned: false,
                timed: false,
                forwarded: false,
                cancelled: false,
                promised,
            }),
        })
    }

    /// How it ended, if it has. Whoever asks has seen it: a failure is not reported any more.
    pub fn settled(self: &Arc<Self>) -> Option<Settled> {
        self.look(|inner| {
            inner.observed |= inner.settled.is_some();
            inner.settled.clone()
        })
    }

    /// Whether it has ended.
    pub fn is_settled(self: &Arc<Self>) -> bool {
        self.look(|inner| inner.settled.is_some())
    }

    /// Looks at it, with the outcome of its call if there is one.
    fn look<T>(self: &Arc<Self>, see: impl FnOnce(&mut Inner) -> T) -> T {
        let mut inner = self.inner.lock();
        let call = inner.call.take();
        let finished = call.and_then(|call| call.finished().map_err(|call| inner.call = Some(call)).ok());
        let wakes = finished.map(|finished| inner.absorb(finished));
        let seen = see(&mut inner);
        drop(inner);
        Wakes::carry_out(wakes);
        seen
    }

    /// Waits until it has settled. An error is why not: TIMED_OUT or DEADLOCK.
    pub fn wait(
        self: &Arc<Self>,
        thread: &'static Thread,
        deadline: Option<Instant>,
    ) -> Result<Settled, deputy_status> {
        Self::wait_any(thread, core::slice::from_ref(self), deadline)?;
        self.settled().ok_or(DEPUTY_INTERNAL)
    }

    /// The same for a thread that has published what it waits for, and looked whether it waits for itself.
    pub fn wait_in(
        self: &Arc<Self>,
        thread: &'static Thread,
        deadline: Option<Instant>,
        cycle: &mut Option<Cycle>,
    ) -> Result<Settled, deputy_status> {
        Self::wait_until(thread, core::slice::from_ref(self), deadline, Some(cycle))?;
        self.settled().ok_or(DEPUTY_INTERNAL)
    }

    /// Waits until one of them has settled and says which. An error is why not: TIMED_OUT or DEADLOCK.
    pub fn wait_any(
        thread: &'static Thread,
        tasks: &[Arc<Self>],
        deadline: Option<Instant>,
    ) -> Result<usize, deputy_status> {
        Self::wait_until(thread, tasks, deadline, None)
    }

    fn wait_until(
        thread: &'static Thread,
        tasks: &[Arc<Self>],
        deadline: Option<Instant>,
        published: Option<&mut Option<Cycle>>,
    ) -> Result<usize, deputy_status> {
        let first = |tasks: &[Arc<Self>]| {
            let found = tasks.iter().position(Self::is_settled)?;
            // Before it there may be the same one, which was looked at a moment too early.
            tasks.iter().take(found).position(Self::is_settled).or(Some(found))
        };
        if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
            return first(tasks).ok_or(DEPUTY_TIMED_OUT);
        }
        let turns = thread.tasks.get().turns();
        for _ in 0..turns as usize / tasks.len().max(1) {
            if let Some(found) = first(tasks) {
                thread.tasks.look_mut().found(turns);
                return Ok(found);
            }
            spin_loop();
        }
        thread.tasks.look_mut().missed(turns);
        // Before the watches, and after them in the end: those write to it.
        let _waiting = published.is_none().then(|| Self::publish(thread, tasks, false));
        let alone = tasks.len() == 1;
        let _watches: SmallVec<[_; 1]> = tasks.iter().map(|task| task.watch(thread, alone)).collect();
        let mut own = if published.is_none() { Cycle::look(thread) } else { None };
        let cycle = published.unwrap_or(&mut own);
        loop {
            let ticket = thread.ticket();
            if let Some(found) = first(tasks) {
                return Ok(found);
            }
            if let Err(status) = Self::sleep(thread, tasks, ticket, deadline, cycle) {
                return first(tasks).ok_or(status);
            }
        }
    }

    /// Has others see what the thread waits for.
    fn publish(thread: &'static Thread, tasks: &[Arc<Self>], pumps: bool) -> Waiting {
        let promises = tasks.iter().all(|task| task.inner.lock().call.is_some());
        thread.waits(chain::kind_of_wait(promises, pumps), 0, None)
    }

    /// The thread that runs what settles it from now on, or will.
    pub fn runs_on(&self, runner: Option<&'static Thread>) {
        let mut inner = self.inner.lock();
        if inner.settled.is_none() {
            inner.runner = runner;
            inner.tell_runner();
        }
    }

    /// Sleeps until there may be news. An error: the time is up, or what the thread waits for cannot come.
    fn sleep(
        thread: &'static Thread,
        tasks: &[Arc<Self>],
        ticket: u32,
        deadline: Option<Instant>,
        cycle: &mut Option<Cycle>,
    ) -> Result<(), deputy_status> {
        if tasks.iter().all(|task| task.is_own_script(thread)) {
            return Err(DEPUTY_DEADLOCK);
        }
        if !chain::holds_ui(thread) {
            return Cycle::park(cycle, thread, ticket, deadline);
        }
        // The UI spins for this thread: of what it does meanwhile nobody tells, so look now and then.
        let id = thread.chain.get().id;
        if tasks.iter().all(|task| task.needs_free_ui(id)) {
            return Err(DEPUTY_DEADLOCK);
        }
        let soon = Instant::now() + LOOK;
        let awake = thread.park(ticket, Some(deadline.map_or(soon, |deadline| deadline.min(soon))));
        if awake || deadline.is_none_or(|deadline| deadline > Instant::now()) { Ok(()) } else { Err(DEPUTY_TIMED_OUT) }
    }

    /// Whether only the UI can settle it, and not while it spins for that chain.
    pub fn needs_free_ui(&self, chain: u32) -> bool {
        self.inner.lock().call.as_ref().is_some_and(|call| call.needs_free_ui(chain))
    }

    /// Whether only JavaScript of the thread itself can settle it, which does not run while the thread waits.
    fn is_own_script(&self, thread: &'static Thread) -> bool {
        let inner = self.inner.lock();
        inner.call.is_some() && inner.context.is_some_and(|context| context.is_own_script(thread))
    }

    /// As [`Self::wait`], and runs what is sent to the calling thread's context meanwhile.
    pub fn wait_and_pump(
        self: &Arc<Self>,
        thread: &'static Thread,
        deadline: Option<Instant>,
    ) -> Result<Settled, deputy_status> {
        let tasks = core::slice::from_ref(self);
        let _waiting = Self::publish(thread, tasks, true);
        let _watch = self.watch(thread, true);
        loop {
            let ticket = thread.ticket();
            if let Some(settled) = self.settled() {
                return Ok(settled);
            }
            Context::pump(&|| self.is_settled(), deadline);
            if let Err(status) = Self::sleep(thread, tasks, ticket, deadline, &mut None) {
                return self.settled().ok_or(status);
            }
        }
    }

    /// Wakes the thread when the task settles, as long as what this returns lives. `alone`: it waits for nothing else, and has published that.
    pub fn watch(self: &Arc<Self>, thread: &'static Thread, alone: bool) -> Watch {
        self.add_waiter(Waiter { thread, alone });
        Watch { task: self.clone(), thread }
    }

    /// Whether it was cancelled, or its time was up: whatever ends what is attached to it.
    pub fn is_cancelled(&self) -> bool {
        self.inner.lock().cancelled
    }

    fn add_waiter(self: &Arc<Self>, waiter: Waiter) {
        let Waiter { thread, alone } = waiter;
        let mut inner = self.inner.lock();
        inner.waiters.push(waiter);
        if alone {
            thread.await_thread(inner.runner);
        }
        let mut finished = None;
        if let Some(call) = inner.call.take() {
            match call.wake(thread) {
                Ok(done) => finished = Some(done),
                Err(call) => inner.call = Some(call),
            }
        }
        if finished.is_none() && inner.waiters.len() > 1 {
            finished = inner.forward(self);
        }
        let wakes = finished.map(|finished| inner.absorb(finished));
        drop(inner);
        Wakes::carry_out(wakes);
    }

    fn remove_waiter(&self, thread: &'static Thread) {
        let mut inner = self.inner.lock();
        if let Some(at) = inner.waiters.iter().position(|waiter| core::ptr::eq(waiter.thread, thread)) {
            inner.waiters.swap_remove(at);
        }
    }

    /// Settles it. False if it has settled already.
    pub fn settle(self: &Arc<Self>, settled: Settled) -> bool {
        self.settle_or_cancel(settled, false).is_some()
    }

    /// Settles it; some if this did. A cancellation takes the children in the same step: a child is either among them or
    /// finds its parent cancelled (`adopt`).
    fn settle_or_cancel(self: &Arc<Self>, settled: Settled, cancel: bool) -> Option<Vec<std::sync::Weak<Self>>> {
        let mut inner = self.inner.lock();
        let mut wakes = None;
        if let Some(call) = inner.call.take() {
            match call.finished() {
                // Its own outcome was there first.
                Ok(finished) => wakes = Some(inner.absorb(finished)),
                Err(call) => inner.call = Some(call),
            }
        }
        let won = inner.settled.is_none();
        let mut children = Vec::new();
        if won {
            wakes = Some(inner.end(settled));
            inner.cancelled = cancel;
            children = core::mem::take(&mut inner.children);
        }
        drop(inner);
        Wakes::carry_out(wakes);
        won.then_some(children)
    }

    /// Cancels it and everything attached to it. The function of a call is told through its AbortSignal.
    pub fn cancel(self: &Arc<Self>, status: deputy_status) -> bool {
        let (won, mut children) = self.cancel_one(status);
        // A list, not recursion: trees can be deeper than a stack.
        while let Some(child) = children.pop() {
            if let Some(child) = child.upgrade() {
                children.extend(child.cancel_one(DEPUTY_CANCELLED).1);
            }
        }
        won
    }

    fn cancel_one(self: &Arc<Self>, status: deputy_status) -> (bool, Vec<std::sync::Weak<Self>>) {
        let settled = Settled::without_value(status);
        let Some(children) = self.settle_or_cancel(settled, true) else { return (false, Vec::new()) };
        let mut inner = self.inner.lock();
        // The frame comes back through the I/O thread, with an outcome that nobody wants.
        let late = inner.forward(self).map(|finished| inner.absorb(finished));
        let out = inner.call.as_ref().map(AsyncFrame::give_up).zip(inner.context);
        drop(inner);
        Wakes::carry_out(late);
        if let Some(((frame, serial), context)) = out {
            crate::call::cancel(context, frame, serial);
        }
        (true, children)
    }

    /// Has the I/O thread end it with `status` at that time, unless it has settled by then.
    pub fn end_at(self: &Arc<Self>, at: Instant, status: deputy_status) -> Result<(), deputy_status> {
        let mut inner = self.inner.lock();
        if inner.settled.is_none() {
            inner.timed = true;
            drop(inner);
            io::at(at, self, status)?;
        }
        Ok(())
    }

    /// Has the I/O thread settle it with OK at that time, and keep it until then.
    pub fn delay(self: &Arc<Self>, at: Instant) {
        self.inner.lock().timed = true;
        io::delay(at, self.clone());
    }

    /// Whether it has settled, as far as native code knows: without a look at the call.
    pub fn is_over(&self) -> bool {
        self.inner.lock().settled.is_some()
    }

    /// Cancels `child` when this one is cancelled.
    pub fn adopt(self: &Arc<Self>, child: &Arc<Self>) {
        let mut inner = self.inner.lock();
        if inner.cancelled {
            drop(inner);
            child.cancel(DEPUTY_CANCELLED);
        } else if inner.settled.is_none() {
            inner.children.retain(|child| child.strong_count() > 0);
            inner.children.push(Arc::downgrade(child));
        }
    }

    /// Runs `continuation` once the task has settled; at once if it has.
    pub fn then(self: &Arc<Self>, continuation: Continuation) {
        self.inner.lock().observed = true;
        self.also(continuation);
    }

    /// The same, for work of the runtime's own, which does not look whether it failed.
    pub fn also(self: &Arc<Self>, continuation: Continuation) {
        let mut inner = self.inner.lock();
        if let Some(settled) = inner.settled.clone() {
            drop(inner);
            return continuation.send(settled);
        }
        inner.continuations.push_back(continuation);
        let wakes = inner.forward(self).map(|finished| inner.absorb(finished));
        drop(inner);
        Wakes::carry_out(wakes);
    }

    /// The I/O thread: the frame of this task's call has come.
    pub fn arrived(self: &Arc<Self>, frame: &OwnedFrame) {
        let mut inner = self.inner.lock();
        let Some(call) = inner.call.take() else { return };
        let wakes = if call.is(frame) {
            call.finished().ok().map(|finished| inner.absorb(finished))
        } else {
            inner.call = Some(call);
            None
        };
        drop(inner);
        Wakes::carry_out(wakes);
    }

    /// The handle is gone: nobody will look any more. A failure that nobody saw is reported.
    pub fn abandon(self: &Arc<Self>) {
        let mut inner = self.inner.lock();
        inner.abandoned = true;
        let mut wakes = inner.forward(self).map(|finished| inner.absorb(finished)).unwrap_or_default();
        if inner.settled.is_none() && inner.call.is_none() && !inner.promised {
            // Only the handle could have settled it. Whoever waits must not wait for ever.
            wakes = inner.end(Settled::without_value(DEPUTY_CLOSED));
            wakes.unseen = None;
        }
        wakes.unseen = wakes.unseen.or_else(|| inner.unseen());
        drop(inner);
        Wakes::carry_out(Some(wakes));
    }
}

impl Inner {
    /// Has the I/O thread absorb the outcome of the call, if there is one out. Some if it is there already.
    fn forward(&mut self, task: &Arc<Task>) -> Option<FinishedAsync> {
        let call = self.call.take()?;
        if core::mem::replace(&mut self.forwarded, true) {
            return call.finished().map_err(|call| self.call = Some(call)).ok();
        }
        // Registered first: the frame may arrive at once.
        io::expect(call.identity().0.addr(), task.clone());
        match call.forward() {
            Ok(finished) => {
                io::forget_if_not_forwarded(&finished, task);
                Some(finished)
            }
            Err(call) => {
                self.call = Some(call);
                None
            }
        }
    }

    /// Takes the outcome over.
    fn absorb(&mut self, finished: FinishedAsync) -> Wakes {
        let outcome = finished.outcome();
        let (status, value) = (outcome.status, outcome.value);
        let size = value.outcome_size();
        let value = if value.is_stashed() {
            #[allow(clippy::cast_possible_truncation, reason = "a stash number is 32 bits, and so is the size")]
            let (id, len) = (value.bits() as u32, size as u32);
            match self.context {
                Some(context) => Kept::Stash(value, Arc::new(Stash { context, id, len })),
                None => Kept::Plain(deputy_value::NULL),
            }
        } else if value.has_content() || value.is_handle() {
            let tree = Tree::of_outcome(value, outcome.data.get(..size).unwrap_or_default());
            tree.map_or(Kept::Plain(deputy_value::NULL), |tree| Kept::Tree(Arc::new(tree)))
        } else {
            Kept::Plain(value)
        };
        finished.recycle();
        let settled = Settled { status, value };
        if self.settled.is_some() { Wakes { late: Some(settled), ..Wakes::default() } } else { self.end(settled) }
    }

    /// Tells those that wait for nothing else.
    fn tell_runner(&self) {
        for waiter in self.waiters.iter().filter(|waiter| waiter.alone) {
            waiter.thread.await_thread(self.runner);
        }
    }

    fn end(&mut self, settled: Settled) -> Wakes {
        self.settled = Some(settled.clone());
        // Whoever waits has only to get to run.
        self.runner = None;
        self.tell_runner();
        Wakes {
            settled: Some(settled),
            threads: self.waiters.iter().map(|waiter| waiter.thread).collect(),
            continuations: core::mem::take(&mut self.continuations),
            late: None,
            unseen: self.unseen(),
            timer: core::mem::take(&mut self.timed),
        }
    }

    /// A failure that nobody has seen and nobody will see. Told once.
    fn unseen(&mut self) -> Option<Settled> {
        let settled = self.settled.as_ref()?;
        let failed = settled.status != DEPUTY_OK && settled.status != DEPUTY_CANCELLED;
        if !self.abandoned || self.observed || !failed {
            return None;
        }
        self.observed = true;
        Some(settled.clone())
    }
}

/// A thread that is woken when a task settles.
pub struct Watch {
    task: Arc<Task>,
    thread: &'static Thread,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.task.remove_waiter(self.thread);
    }
}

/// What is to be done after a settle, once the lock is released.
#[derive(Default)]
struct Wakes {
    settled: Option<Settled>,
    threads: SmallVec<[&'static Thread; 1]>,
    continuations: VecDeque<Continuation>,
    /// An outcome that came too late. Dropped outside the lock: its bytes may have to be discarded at the host.
    late: Option<Settled>,
    /// A failure to report.
    unseen: Option<Settled>,
    /// A timer that has become useless.
    timer: bool,
}

impl Wakes {
    fn carry_out(wakes: Option<Self>) {
        let Some(wakes) = wakes else { return };
        drop(wakes.late);
        for thread in wakes.threads {
            thread.unpark_waiter();
        }
        if let Some(settled) = wakes.settled {
            for continuation in wakes.continuations {
                continuation.send(settled.clone());
            }
        }
        if let Some(settled) = wakes.unseen {
            crate::unobserved::report(settled);
        }
        if wakes.timer {
            io::forget_timer();
        }
    }
}

impl Continuation {
    fn send(self, settled: Settled) {
        let Self { target, work } = self;
        // A context that has closed drops the work; what the user's part of it does then is kept off the I/O thread
        // where the user's data is dropped (ffi/user.rs).
        let _ = target.submit(Box::new(move || work(settled)));
    }
}

#[cfg(all(test, loom))]
mod loom_tests {
    use loom::sync::{Arc as LoomArc, atomic::AtomicUsize};

    use super::*;
    use crate::{frame::Kind, sync::Ordering};

    fn thread() -> &'static Thread {
        let thread: &'static Thread = Box::leak(Box::new(Thread::new()));
        // The models check what comes after the spin.
        thread.tasks.set(crate::spin::Spin::NONE);
        thread
    }

    fn resolved() -> Settled {
        Settled { status: DEPUTY_OK, value: Kept::Plain(deputy_value::i32(7)) }
    }

    /// Counts the runs of a continuation, by what it is told.
    fn counted(ran: &LoomArc<AtomicUsize>) -> Continuation {
        let ran = ran.clone();
        let work = Box::new(move |settled: Settled| {
            ran.fetch_add(if settled.status == DEPUTY_OK { 1 } else { 100 }, Ordering::SeqCst);
        });
        Continuation { target: Target::Here, work }
    }

    /// A result against a cancellation, with a waiter and a continuation: one of the two wins, and everybody is told of that one.
    #[test]
    fn loom_settle_against_cancel() {
        loom::model(|| {
            let task = Task::new();
            let ran = LoomArc::new(AtomicUsize::new(0));
            let (settles, cancels) = (task.clone(), task.clone());
            let settler = loom::thread::spawn(move || settles.settle(resolved()));
            let canceller = loom::thread::spawn(move || cancels.cancel(DEPUTY_CANCELLED));
            task.then(counted(&ran));
            let seen = task.wait(thread(), None).expect("no deadline").status;
            let (settled, cancelled) = (settler.join().expect("no panic"), canceller.join().expect("no panic"));
            assert!(settled != cancelled, "one of the two");
            assert_eq!(seen, if settled { DEPUTY_OK } else { DEPUTY_CANCELLED });
            assert_eq!(ran.load(Ordering::SeqCst), if settled { 1 } else { 100 }, "once, with what the waiter saw");
        });
    }

    fn call() -> (&'static Thread, OwnedFrame, Arc<Task>) {
        let home = thread();
        let frame = OwnedFrame::allocate(Some(home));
        frame.prepare(Kind::Async, 1, b"f", core::ptr::null(), 0);
        let (pushed, call) = AsyncFrame::split(frame, home, 1);
        (home, pushed, Task::of_call(call, Context::leak(9)))
    }

    /// The host, and the I/O thread behind it.
    fn answer(frame: OwnedFrame, task: &Arc<Task>) {
        frame.take();
        if let Some(frame) = frame.finish_async(DEPUTY_OK, deputy_value::i32(7)) {
            task.arrived(&frame);
            frame.go_home();
        }
    }

    /// A call is answered while it is waited for and continued: both are told once, the frame comes back once.
    #[test]
    fn loom_answer_against_wait_and_then() {
        loom::model(|| {
            let (home, pushed, task) = call();
            let ran = LoomArc::new(AtomicUsize::new(0));
            let (answers, continues, told) = (task.clone(), task.clone(), ran.clone());
            let host = loom::thread::spawn(move || answer(pushed, &answers));
            let other = loom::thread::spawn(move || continues.then(counted(&told)));
            assert_eq!(task.wait(thread(), None).expect("no deadline").status, DEPUTY_OK);
            host.join().expect("no panic");
            other.join().expect("no panic");
            assert_eq!(ran.load(Ordering::SeqCst), 1);
            assert_eq!(home.returned_for_test(), 1);
        });
    }

    /// A call is answered while it is cancelled and waited for: one outcome, and the frame comes back once.
    #[test]
    fn loom_answer_against_cancel() {
        loom::model(|| {
            let (home, pushed, task) = call();
            let (answers, cancels) = (task.clone(), task.clone());
            let host = loom::thread::spawn(move || answer(pushed, &answers));
            let canceller = loom::thread::spawn(move || cancels.cancel(DEPUTY_CANCELLED));
            let seen = task.wait(thread(), None).expect("no deadline").status;
            host.join().expect("no panic");
            let cancelled = canceller.join().expect("no panic");
            assert_eq!(seen, if cancelled { DEPUTY_CANCELLED } else { DEPUTY_OK });
            assert_eq!(home.returned_for_test(), 1);
        });
    }
}
