//! What the runtime keeps for a native thread: a word to sleep on and a stock of frames.
//!
//! Records are never freed, because late answers may still arrive for a thread that is gone; they are used again by
//! later threads. A thread gets its record with its first call and gives it back when it ends.
//!
//! # Sleeping
//! Everybody with news for the thread first publishes the news, then bumps `park` and notifies it. The thread reads
//! `park`, then looks for news, then waits for `park` to change from what it read: news published before the look is
//! seen, news published after it has changed the word.
//!
//! # Frames
//! `free` is the thread's own stack. `returned` is where others push frames that come back (Treiber push, take-all by
//! the thread: no ABA, as in `inbox.rs`). A thread that has [`FRAMES`] frames out waits for one to return: it sets
//! `wants`, looks at `returned` again and sleeps; whoever returns a frame pushes first and reads `wants` after, both
//! sequentially consistent, so one of the two sees the other.

use core::cell::Cell;
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use crate::{
    chain::Chain,
    frame::{EMPTY, Frame, OpenReleases, OwnedFrame},
    protocol as p,
    spin::{self, Spin},
    status::deputy_status,
    sync::{AtomicU32, Ordering, spin_loop},
    sys::{
        self,
        memory::{Address, Held, Link, Plain},
    },
};

/// Frames one thread can have out at a time; then it waits for one to come back.
#[cfg(not(loom))]
pub(crate) const FRAMES: u32 = 1024;
#[cfg(loom)]
pub(crate) const FRAMES: u32 = 1;

/// Turns of the loop that looks for a returned frame before the thread sleeps.
#[cfg(not(loom))]
const SPIN_FOR_FRAMES: u32 = 4096;
#[cfg(loom)]
const SPIN_FOR_FRAMES: u32 = 0;

/// So long everybody in a cycle waits for the same before that is a deadlock; as in emscripten-js/host/spin.js. What one of them waits for
/// may be there already, and it only has to get to run.
pub const STUCK: Duration = Duration::from_millis(75);

/// The record of one native thread.
#[repr(C, align(64))]
pub struct Thread {
    park: AtomicU32,
    returned: Link<Frame>,
    wants: AtomicU32,
    /// Top of the stack of free frames; owned by the thread.
    free: Plain<Option<&'static Frame>>,
    /// Frames made for this record so far; owned by the thread.
    made: Plain<u32>,
    /// A record nobody sleeps on, for the frames of `spare_frame`; owned by the thread.
    spare: Plain<Option<&'static Thread>>,
    /// No other thread had it before.
    number: AtomicU32,
    /// What the thread calls itself, for the page.
    name: Plain<Name>,
    /// What the thread waits for, for the UI to see: one of `WAIT_*`, and a number above it.
    wait: AtomicU32,
    wait_for: AtomicU32,
    /// The id of its context.
    context: AtomicU32,
    /// The thread that is to bring what this one waits for, NULL if that is not known. While it waits for a task, written under the
    /// task's lock by whoever begins to run what settles it.
    awaits: Link<Thread>,
    /// The record that was made before.
    older: Link<Thread>,
    /// Where it sleeps, and since when: written by the guard.
    futex: AtomicU32,
    futex_since: AtomicU32,
    /// What it is for.
    kind: AtomicU32,
    /// What libc calls it.
    pthread: AtomicU32,
    /// On whose behalf it runs; owned by the thread.
    pub(crate) chain: Plain<Chain>,
    /// Calls that run inside calls that it waits for; owned by the thread.
    pub(crate) nested: Plain<u32>,
    /// The frame that takes the thread's releases of objects (`object.rs`); owned by the thread.
    pub(crate) releases: Plain<Option<OpenReleases>>,
    /// How long to look for answers, for news of the thread's context, and for tasks to settle; owned by the thread.
    pub(crate) answers: Plain<Spin>,
    pub(crate) news: Plain<Spin>,
    pub(crate) tasks: Plain<Spin>,
}

/// What a thread waits for, published until this is dropped.
pub struct Waiting {
    thread: &'static Thread,
    before: (u32, u32, Option<&'static Thread>),
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let (kind, of, awaits) = self.before;
        self.thread.publish(kind, of, awaits);
    }
}

/// What a thread has found that waits for itself, and until when it must have changed.
pub struct Cycle {
    state: u32,
    until: Instant,
}

impl Cycle {
    /// Looks whether the thread, which has published what it waits for, waits for itself.
    pub fn look(thread: &'static Thread) -> Option<Self> {
        thread.cycle().map(|state| Self { state, until: Instant::now() + STUCK })
    }

    /// As [`Thread::park`]. An error is why not to wait any more: TIMED_OUT, or DEADLOCK if nothing has changed for so long.
    pub fn park(
        cycle: &mut Option<Self>,
        thread: &'static Thread,
        ticket: u32,
        deadline: Option<Instant>,
    ) -> Result<(), deputy_status> {
        let soon = cycle.as_ref().map(|cycle| cycle.until).filter(|until| deadline.is_none_or(|end| *until < end));
        if thread.park(ticket, soon.or(deadline)) {
            return Ok(());
        }
        // Only once: whoever is not in a cycle any more is not in the same one later.
        match cycle.take() {
            Some(Self { state, .. }) if soon.is_some() && thread.cycle() == Some(state) => {
                Err(deputy_status::DEPUTY_DEADLOCK)
            }
            Some(_) if soon.is_some() => Ok(()),
            _ => Err(deputy_status::DEPUTY_TIMED_OUT),
        }
    }
}

/// What is known of a thread at some time.
pub struct Known {
    /// Its record.
    pub thread: &'static Thread,
    /// No other thread had it before.
    pub number: u32,
    /// Empty if it has none.
    pub name: &'static str,
    /// One of `THREAD_*`.
    pub kind: u32,
    /// What libc calls it.
    pub pthread: u32,
    /// The id of its context, or 0.
    pub context: u32,
    /// One of `WAIT_*`.
    pub waits: u32,
    /// The number of the thread that is to bring it, 0 if that is not known.
    pub awaits: u32,
}

/// Text that lives for ever.
#[derive(Clone, Copy)]
#[repr(C)]
struct Name {
    at: Address<u8>,
    len: u32,
}

#[cfg(all(target_arch = "wasm32", not(loom)))]
const _: () = {
    use core::mem::offset_of;
    assert!(offset_of!(Thread, park) == p::HOME_PARK as usize);
    assert!(offset_of!(Thread, returned) == p::HOME_RETURNED as usize);
    assert!(offset_of!(Thread, wants) == p::HOME_WANTS as usize);
    assert!(offset_of!(Thread, number) == p::HOME_NUMBER as usize);
    assert!(offset_of!(Thread, name) == p::HOME_NAME as usize);
    assert!(offset_of!(Thread, name) + offset_of!(Name, len) == p::HOME_NAME_LEN as usize);
    assert!(offset_of!(Thread, wait) == p::HOME_WAIT as usize);
    assert!(offset_of!(Thread, wait_for) == p::HOME_WAIT_FOR as usize);
    assert!(offset_of!(Thread, context) == p::HOME_CONTEXT as usize);
    assert!(offset_of!(Thread, awaits) == p::HOME_AWAITS as usize);
    assert!(offset_of!(Thread, older) == p::HOME_NEXT as usize);
    assert!(offset_of!(Thread, futex) == p::HOME_FUTEX as usize);
    assert!(offset_of!(Thread, futex_since) == p::HOME_FUTEX_SINCE as usize);
    assert!(offset_of!(Thread, kind) == p::HOME_KIND as usize);
    assert!(offset_of!(Thread, pthread) == p::HOME_PTHREAD as usize);
    assert!(size_of::<Thread>() == p::HOME_SIZE as usize);
};

const NAMELESS: Name = Name { at: Address::NULL, len: 0 };

/// Records whose threads are gone.
static IDLE: Mutex<Vec<&'static Thread>> = Mutex::new(Vec::new());

thread_local! {
    static CURRENT: Cell<Option<&'static Thread>> = const { Cell::new(None) };
}

impl Thread {
    pub(crate) fn new() -> Self {
        Self {
            park: AtomicU32::new(0),
            returned: Link::new(),
            wants: AtomicU32::new(0),
            free: Plain::new(None),
            made: Plain::new(0),
            spare: Plain::new(None),
            number: AtomicU32::new(0),
            name: Plain::new(NAMELESS),
            wait: AtomicU32::new(0),
            wait_for: AtomicU32::new(0),
            context: AtomicU32::new(0),
            awaits: Link::new(),
            older: Link::new(),
            futex: AtomicU32::new(0),
            futex_since: AtomicU32::new(0),
            kind: AtomicU32::new(0),
            pthread: AtomicU32::new(0),
            chain: Plain::new(Chain::NONE),
            nested: Plain::new(0),
            releases: Plain::new(None),
            answers: Plain::new(Spin::new(&spin::ANSWER)),
            news: Plain::new(Spin::new(&spin::NEWS)),
            tasks: Plain::new(Spin::new(&spin::TASK)),
        }
    }

    /// A record of nobody's with so many frames, for the UI's host to send.
    pub fn stock(frames: u32) -> &'static Self {
        let stock: &'static Self = Box::leak(Box::new(Self::new()));
        for _ in 0..frames {
            stock.give_back(OwnedFrame::allocate(Some(stock)));
        }
        stock
    }

    /// Whether somebody sleeps because there is no free frame, or for the UI's stock would.
    pub fn wants(&self) -> bool {
        self.wants.load(Ordering::SeqCst) != 0
    }

    /// Makes more frames for a stock that has run out.
    pub fn restock(&'static self, frames: u32) {
        self.wants.store(0, Ordering::SeqCst);
        for _ in 0..frames {
            self.give_back(OwnedFrame::allocate(Some(self)));
        }
    }

    /// For tests that play the UI's host: a frame of the stock, as `Exports.take` in emscripten-js/host/exports.js takes it.
    /// None: the I/O thread, which is to be woken, makes more.
    #[cfg(test)]
    pub(crate) fn take_from_stock(&self) -> Option<OwnedFrame> {
        self.pop().or_else(|| {
            self.wants.store(1, Ordering::SeqCst);
            // It may have just put some there.
            self.pop()
        })
    }

    /// The word that [`Self::unpark`] bumps.
    pub const fn bell(&self) -> &AtomicU32 {
        &self.park
    }

    /// The record of the calling thread.
    pub fn current() -> &'static Self {
        CURRENT.with(|current| match current.get() {
            Some(thread) => thread,
            None => {
                // The UI thread takes no lock; it lives as long as the program, so it needs no used record.
                let used = if sys::is_ui() { None } else { IDLE.lock().pop() };
                let thread = used.unwrap_or_else(Self::one_more);
                thread.number_anew();
                if sys::is_ui() {
                    thread.set_name("UI");
                    thread.set_kind(p::THREAD_UI);
                }
                current.set(Some(thread));
                sys::call_at_thread_exit();
                thread
            }
        })
    }

    /// The calling thread's record, if it has one. Allocates nothing, and takes no lock.
    pub fn known() -> Option<&'static Self> {
        CURRENT.get()
    }

    /// The thread sleeps there from now on, with 0 nowhere.
    pub fn sleeps_at(&self, futex: u32, since: u32) {
        self.futex_since.store(since, Ordering::Relaxed);
        self.futex.store(futex, Ordering::Release);
    }

    /// A record that whoever looks for those of all threads finds.
    fn one_more() -> &'static Self {
        let thread: &'static Self = Box::leak(Box::new(Self::new()));
        let newest = &crate::context::root().threads;
        let mut older = newest.load(Ordering::Relaxed);
        loop {
            thread.older.store(older, Ordering::Relaxed);
            // Release: whoever finds it finds what lies in it.
            match newest.compare_exchange(older, Held::Node(thread), Ordering::Release, Ordering::Relaxed) {
                Ok(()) => return thread,
                Err(now) => older = now,
            }
        }
    }

    fn number_anew(&self) {
        // Not one of loom's: it orders nothing.
        static NUMBER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(1);
        self.number.store(NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed), Ordering::Relaxed);
        self.name.set(NAMELESS);
        self.set_kind(p::THREAD_PROGRAM);
        self.pthread.store(sys::pthread_self(), Ordering::Relaxed);
        self.chain.set(Chain::NONE);
        self.nested.set(0);
        self.publish(p::WAIT_NONE, 0, None);
        if let Some(spare) = self.spare.get() {
            self.name_spare(spare);
        }
    }

    /// What the thread is called from now on. The text is kept for ever: for names that are few.
    pub fn set_name(&self, name: &'static str) {
        #[allow(clippy::cast_possible_truncation, reason = "names are short")]
        self.name.set(Name { at: Address(name.as_ptr()), len: name.len() as u32 });
        if let Some(spare) = self.spare.get() {
            self.name_spare(spare);
        }
    }

    /// What the thread is for from now on.
    pub fn set_kind(&self, kind: u32) {
        self.kind.store(kind, Ordering::Relaxed);
    }

    /// Every thread that has not ended and that this is asked of, with what is known of it. They come and go meanwhile.
    pub fn all() -> impl Iterator<Item = Known> {
        let first = crate::context::root().threads.load(Ordering::Acquire).node();
        core::iter::successors(first, |thread| thread.older.load(Ordering::Relaxed).node())
            .filter_map(Self::what_is_known)
    }

    fn what_is_known(&'static self) -> Option<Known> {
        let number = self.number.load(Ordering::Relaxed);
        let name = self.name.get();
        let known = Known {
            thread: self,
            number,
            name: if name.len == 0 { "" } else { sys::memory::lasting_text(name.at, name.len) },
            kind: self.kind.load(Ordering::Relaxed),
            pthread: self.pthread.load(Ordering::Relaxed),
            context: self.context(),
            waits: self.wait.load(Ordering::Acquire) & p::WAIT_KIND,
            awaits: self.awaits.load(Ordering::Acquire).node().map_or(0, |other| other.number.load(Ordering::Relaxed)),
        };
        (number != 0).then_some(known)
    }

    /// What the page calls the thread: its name, or else its number.
    pub fn label(&self) -> String {
        let name = self.name.get();
        if name.len == 0 {
            self.number.load(Ordering::Relaxed).to_string()
        } else {
            sys::memory::lasting_text(name.at, name.len).into()
        }
    }

    /// The page finds a frame's thread by the frame's home.
    fn name_spare(&self, spare: &Self) {
        spare.number.store(self.number.load(Ordering::Relaxed), Ordering::Relaxed);
        spare.name.set(self.name.get());
    }

    /// The calling thread ends: its record is free for another thread. Frames that are still out come back to it
    /// later and serve that one.
    pub fn retire() {
        if let Some(thread) = CURRENT.with(Cell::take) {
            // Whoever remembers who it was finds out that it is gone.
            thread.number.store(0, Ordering::Relaxed);
            IDLE.lock().push(thread);
        }
    }

    /// The id of the thread's context.
    pub fn context(&self) -> u32 {
        self.context.load(Ordering::Acquire)
    }

    /// The id of the thread's context from now on.
    pub fn set_context(&self, id: u32) {
        self.context.store(id, Ordering::Release);
    }

    /// Publishes what the thread waits for from now on: one of `WAIT_*`, of what, and who is to bring it.
    pub fn waits(&'static self, kind: u32, of: usize, awaits: Option<&'static Self>) -> Waiting {
        let before = (self.wait.load(Ordering::Relaxed) & 0xff, self.wait_for.load(Ordering::Relaxed), self.awaits());
        #[allow(clippy::cast_possible_truncation, reason = "addresses are 32 bits on wasm32")]
        self.publish(kind, of as u32, awaits);
        Waiting { thread: self, before }
    }

    /// Who is to bring what the thread waits for, from now on.
    pub fn await_thread(&self, runner: Option<&'static Self>) {
        // Release: with the kind of wait, or later than that.
        self.awaits.store(runner.map_or(Held::Mark(0), Held::Node), Ordering::Release);
    }

    fn awaits(&self) -> Option<&'static Self> {
        self.awaits.load(Ordering::Acquire).node()
    }

    /// Whether this thread, which has published what it waits for, waits for itself: by way of others, of which none serves
    /// meanwhile. Then nobody can go on. Gives a number that is the same as long as nothing has changed. Of threads
    /// that have published that they wait and ask this at the same time, one at least is told.
    pub fn cycle(&'static self) -> Option<u32> {
        let mut at = self.awaits()?;
        // Pairs with the others': of two that publish and then look, one sees what the other has published.
        std::sync::atomic::fence(std::sync::atomic::Ordering::SeqCst);
        let mut state = 0_u32;
        // Only so many, for others come and go meanwhile.
        for _ in 0..16 {
            if core::ptr::eq(at, self) {
                return Some(state);
            }
            for part in [at.wait.load(Ordering::Acquire), at.park.load(Ordering::Acquire)] {
                state = state.wrapping_mul(31).wrapping_add(part);
            }
            at = at.stuck_for()?;
        }
        None
    }

    /// The thread that is to run what this one waits for and does nothing else meanwhile.
    fn stuck_for(&self) -> Option<&'static Self> {
        let wait = self.wait.load(Ordering::Acquire);
        let (of, awaits) = (self.wait_for.load(Ordering::Acquire), self.awaits());
        let same = self.wait.load(Ordering::Acquire) == wait;
        let stays = match wait & 0xff {
            p::WAIT_CALL => !sys::memory::is_done(of),
            p::WAIT_TASK | p::WAIT_PROMISE | p::WAIT_SEND => true,
            _ => false,
        };
        awaits.filter(|_| same && stays)
    }

    /// Whether it has published what it waits for.
    pub fn is_waiting(&self) -> bool {
        self.wait.load(Ordering::Relaxed) & p::WAIT_KIND != p::WAIT_NONE
    }

    fn publish(&self, kind: u32, of: u32, awaits: Option<&'static Self>) {
        let number = self.wait.load(Ordering::Relaxed).wrapping_add(0x100) & !0xff;
        self.wait_for.store(of, Ordering::Relaxed);
        self.await_thread(awaits);
        // Release: whoever sees this number sees what it is for.
        self.wait.store(number | kind, Ordering::Release);
    }

    /// Tells the thread there is news.
    pub fn unpark(&self) {
        // Release pairs with the acquire in `parked`: the news is visible to whoever sees the new number.
        self.park.fetch_add(1, Ordering::AcqRel);
        sys::wake(&self.park);
    }

    /// The same for a thread that is in a wait for it. It may be the calling one, which finds it before it sleeps.
    pub fn unpark_waiter(&self) {
        if Self::known().is_some_and(|thread| core::ptr::eq(thread, self)) {
            self.park.fetch_add(1, Ordering::AcqRel);
        } else {
            self.unpark();
        }
    }

    /// The number to pass to [`Self::park`]; read before looking for news.
    pub fn ticket(&self) -> u32 {
        self.park.load(Ordering::Acquire)
    }

    /// Sleeps until there may be news since `ticket`, or until `deadline`. False when the deadline has passed.
    pub fn park(&self, ticket: u32, deadline: Option<Instant>) -> bool {
        let left = match deadline {
            None => None,
            Some(deadline) => match deadline.checked_duration_since(Instant::now()) {
                None | Some(Duration::ZERO) => return false,
                left => left,
            },
        };
        sys::wait(&self.park, ticket, left);
        true
    }

    /// Sleeps until there may be news since `ticket`, or for so long, without a look at the clock. True: the time is up.
    pub fn nap(&self, ticket: u32, time: Duration) -> bool {
        sys::wait(&self.park, ticket, Some(time))
    }

    /// A free frame; waits for one to come back when [`FRAMES`] are out, until the time that is asked for then.
    pub fn frame(&'static self, end: impl FnOnce() -> Option<Instant>) -> Result<OwnedFrame, deputy_status> {
        if let Some(frame) = self.pop() {
            return Ok(frame);
        }
        if self.made.get() < FRAMES {
            self.made.set(self.made.get() + 1);
            return Ok(OwnedFrame::allocate(Some(self)));
        }
        if sys::is_ui() {
            return Err(deputy_status::DEPUTY_WOULD_BLOCK);
        }
        // The host gives frames back in batches, and soon if it is busy with ours.
        for _ in 0..SPIN_FOR_FRAMES {
            if !self.returned.load(Ordering::Relaxed).same(EMPTY)
                && let Some(frame) = self.pop()
            {
                return Ok(frame);
            }
            spin_loop();
        }
        let deadline = end();
        self.wants.store(1, Ordering::SeqCst);
        let _waiting = self.waits(p::WAIT_FRAME, 0, None);
        let result = loop {
            let ticket = self.ticket();
            if let Some(frame) = self.pop() {
                break Ok(frame);
            }
            if !self.park(ticket, deadline) {
                break Err(deputy_status::DEPUTY_TIMED_OUT);
            }
        };
        self.wants.store(0, Ordering::SeqCst);
        result
    }

    /// A frame for a second trip, which fetches what a first one brought: never waits, for the calls that are out may be
    /// those that wait for it. There are as many more frames as such trips at a time.
    pub fn frame_at_once(&'static self) -> OwnedFrame {
        self.pop().unwrap_or_else(|| OwnedFrame::allocate(Some(self)))
    }

    /// A frame that is out is not counted among [`FRAMES`] any more; it may come back late, or never.
    pub fn count_out(&self) {
        self.made.set(self.made.get().saturating_sub(1));
    }

    /// How many frames have come back.
    #[cfg(all(test, loom))]
    pub(crate) fn returned_for_test(&self) -> usize {
        core::iter::from_fn(|| self.pop()).count()
    }

    /// A frame for the runtime's own messages and for native work: never waits, and is not counted among [`FRAMES`],
    /// or a thread that has sent much to a context that is not served could make no call any more.
    pub fn spare_frame(&self) -> OwnedFrame {
        let spare = self.spare.get().unwrap_or_else(|| {
            let spare = Box::leak(Box::new(Self::new()));
            self.spare.set(Some(spare));
            self.name_spare(spare);
            spare
        });
        spare.pop().unwrap_or_else(|| OwnedFrame::allocate(Some(spare)))
    }

    fn pop(&self) -> Option<OwnedFrame> {
        // SeqCst pairs with `give_back`, see the head comment; acquire: the frame's fields are ours.
        // A swap even if there is nothing: it cannot read an old value, so together with `wants` no return is missed.
        let frame = match self.free.get() {
            Some(frame) => frame,
            None => self.returned.swap(EMPTY, Ordering::SeqCst).node()?,
        };
        self.free.set(frame.next().load(Ordering::Relaxed).node());
        Some(OwnedFrame::adopt(frame))
    }

    /// The thread itself: the frame is free.
    pub fn recycle(&self, frame: OwnedFrame) {
        let frame = frame.release();
        frame.next().store(self.free.get().map_or(EMPTY, Held::Node), Ordering::Relaxed);
        self.free.set(Some(frame));
    }

    /// Anybody else: the frame goes back to this thread.
    pub fn give_back(&self, frame: OwnedFrame) {
        let node = frame.release();
        let mut head = self.returned.load(Ordering::Relaxed);
        loop {
            node.next().store(head, Ordering::Relaxed);
            match self.returned.compare_exchange(head, Held::Node(node), Ordering::SeqCst, Ordering::Relaxed) {
                Ok(()) => break,
                Err(now) => head = now,
            }
        }
        if self.wants.load(Ordering::SeqCst) != 0 {
            self.unpark();
        }
    }
}

#[cfg(all(test, loom))]
mod loom_tests {
    use super::*;

    /// A thread without a free frame sleeps until one comes back, whoever is first.
    #[test]
    fn loom_waits_for_a_returned_frame() {
        loom::model(|| {
            let thread: &'static Thread = Box::leak(Box::new(Thread::new()));
            let frame = thread.frame(|| None).map_err(|_| ()).expect("the first is new");
            let returner = loom::thread::spawn(move || thread.give_back(frame));
            assert!(thread.frame(|| None).is_ok());
            returner.join().expect("no panic");
        });
    }

    /// The stock of the UI's host: with no frame left it asks for more and goes to sleep, while a frame that was freed comes back
    /// and the I/O thread looks whether more are wanted. The host gets one, and is rung if it has to be.
    #[test]
    fn loom_stock_is_refilled() {
        use loom::sync::{Arc, atomic::AtomicUsize};
        loom::model(|| {
            let new = || -> &'static Thread { Box::leak(Box::new(Thread::new())) };
            let (stock, io) = (new(), new());
            let released = OwnedFrame::allocate(Some(stock));
            let rings = Arc::new(AtomicUsize::new(0));
            let rang = rings.clone();
            let thread = loom::thread::spawn(move || {
                // `io::run`, until the host has been rung: here that ends it, and without it nothing does.
                let mut released = Some(released);
                loop {
                    let ticket = io.ticket();
                    if let Some(frame) = released.take() {
                        stock.give_back(frame);
                    }
                    if stock.wants() {
                        stock.restock(1);
                        rang.fetch_add(1, Ordering::SeqCst);
                        return;
                    }
                    io.park(ticket, None);
                }
            });
            // Two calls: one has the frame that comes back, the other a new one, or both have new ones.
            let mut got = 0;
            while got < 2 {
                if stock.take_from_stock().is_some() {
                    got += 1;
                    continue;
                }
                io.unpark();
                while rings.load(Ordering::SeqCst) == 0 {
                    loom::thread::yield_now();
                }
            }
            thread.join().expect("no panic");
        });
    }

    /// Frames that two others return at once are all there.
    #[test]
    fn loom_returns_do_not_get_lost() {
        loom::model(|| {
            let thread: &'static Thread = Box::leak(Box::new(Thread::new()));
            let returners = [0, 1].map(|_| {
                let frame = OwnedFrame::allocate(Some(thread));
                loom::thread::spawn(move || thread.give_back(frame))
            });
            let _: [(); 2] = returners.map(|r| r.join().expect("no panic"));
            assert!(thread.pop().is_some());
            assert!(thread.pop().is_some());
            assert!(thread.pop().is_none());
        });
    }
}
