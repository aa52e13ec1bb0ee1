//! Small reads of files, served in native code from bytes that were read ahead.
//!
//! # Algorithm
//! Files are the UI's, in emscripten's JavaScript. On the trip of a small read the UI may lend a [`Lease`]: bytes of the file, how long it is,
//! and its *place*, where it is read next. As long as the word `place` has one, nobody has changed the file, closed the descriptor or looked
//! at the place elsewhere: before the UI does any of that, for whomever, it takes the place back, by an exchange for [`GONE`]. Native code
//! copies bytes first and then moves the place, by a compare-and-swap: if that succeeds, the bytes were the file's at that moment, and nobody
//! else was given them. If not, the read goes to the UI, as all would without this. The UI never waits, and native threads do not wait for
//! one another: who finds a lease busy goes to the UI, too.
//!
//! # Fields, and who writes them
//! | field | by | when |
//! |---|---|---|
//! | `place` | UI, to GONE | at any time |
//! | `place` | UI, to a place | on a trip of the thread that has `busy` |
//! | `place` | native, onwards | while it has `busy` |
//! | `busy` | native | whoever swaps it from false has the lease until it stores false |
//! | the others | UI | on a trip of the thread that has `busy`, while `place` is GONE |
//!
//! So there is no ABA: while a thread has `busy`, the word only goes to GONE, unless the thread itself makes a trip.
//!
//! # Orderings
//! The UI writes bytes and fields before it stores `place`, and the end of the trip is what that thread acquires; the next one acquires `busy`,
//! which that one releases.

use crate::sync::{AtomicBool, AtomicI32, AtomicPtr, AtomicU32, Ordering};

/// Bytes that are read ahead.
#[cfg(not(loom))]
pub(crate) const WINDOW: u32 = 16 * 1024;
/// Longer reads go to the UI.
#[cfg(not(loom))]
pub(crate) const SMALL: usize = WINDOW as usize / 2;
/// Files that are read at a time. With more, the UI takes back what it has lent for others.
const LEASES: usize = if cfg!(loom) { 1 } else { 16 };
/// The UI has the place.
pub(crate) const GONE: u32 = u32::MAX;

/// What the UI writes ($DeputyAhead in emscripten-js/internals.js), laid out as it is here.
#[repr(C)]
pub struct Lease {
    place: AtomicU32,
    /// The descriptor it is for. Several of one file each have their own, and take the place from one another.
    fd: AtomicI32,
    /// Of the file, this is here: from `from` to `to`.
    from: AtomicU32,
    to: AtomicU32,
    /// Of the whole file.
    size: AtomicU32,
    /// [`WINDOW`] of them, or NULL.
    bytes: AtomicPtr<u8>,
    busy: AtomicBool,
}

/// All that there are.
pub struct Leases {
    all: [Lease; LEASES],
    next: AtomicU32,
}

#[cfg(any(not(loom), test))]
macro_rules! none {
    () => {
        Lease {
            place: AtomicU32::new(GONE),
            fd: AtomicI32::new(-1),
            from: AtomicU32::new(0),
            to: AtomicU32::new(0),
            size: AtomicU32::new(0),
            bytes: AtomicPtr::new(core::ptr::null_mut()),
            busy: AtomicBool::new(false),
        }
    };
}

/// The program's.
#[cfg(not(loom))]
pub static LEASES_OF_ALL: Leases = Leases { all: [const { none!() }; LEASES], next: AtomicU32::new(0) };

/// A lease that is the calling thread's for now.
pub struct Mine<'a>(&'a Lease);

impl Drop for Mine<'_> {
    fn drop(&mut self) {
        // Release pairs with the swap in `Lease::take`.
        self.0.busy.store(false, Ordering::Release);
    }
}

impl Leases {
    /// The one that was lent for a descriptor; or else, where any will do, one that nobody needs, or that some other file had for long enough.
    pub fn find(&self, fd: i32, or_any: bool) -> Option<Mine<'_>> {
        let mut free = None;
        // Relaxed: what is found is looked at again once it cannot change.
        for lease in &self.all {
            if lease.fd.load(Ordering::Relaxed) == fd {
                return lease.take().filter(|mine| or_any || mine.is_of(fd));
            }
            if lease.place.load(Ordering::Relaxed) == GONE {
                free = free.or(Some(lease));
            }
        }
        if !or_any {
            return None;
        }
        free.or_else(|| self.all.get(self.next.fetch_add(1, Ordering::Relaxed) as usize % LEASES))?.take()
    }
}

impl Lease {
    fn take(&self) -> Option<Mine<'_>> {
        // Acquire pairs with the store of whoever had it.
        (!self.busy.swap(true, Ordering::Acquire)).then_some(Mine(self))
    }
}

impl<'a> Mine<'a> {
    /// The word for the UI; the lease stays busy until [`Mine::again`] is dropped.
    pub fn keep(self) -> &'a Lease {
        let lease = self.0;
        core::mem::forget(self);
        lease
    }

    /// What `keep` has kept.
    pub fn again(lease: &'a Lease) -> Self {
        Self(lease)
    }

    /// Where its bytes lie; NULL if it has no room for any.
    pub fn bytes(&self) -> *mut u8 {
        self.0.bytes.load(Ordering::Relaxed)
    }

    /// Gives it room.
    pub fn set_bytes(&self, bytes: *mut u8) {
        self.0.bytes.store(bytes, Ordering::Relaxed);
    }

    /// Whether it was lent for this descriptor.
    pub fn is_of(&self, fd: i32) -> bool {
        self.0.fd.load(Ordering::Relaxed) == fd
    }

    /// A read of `count` bytes, at `at` or, if that is None, at the file's place, which moves. Gives how many bytes it has read, and has
    /// `copy` copy them, so many from there in the window. None: go to the UI, whatever was copied.
    pub fn read(&self, at: Option<u64>, count: u32, copy: impl FnOnce(u32, u32)) -> Option<u32> {
        let lease = self.0;
        // Acquire pairs with the UI's store.
        let place = lease.place.load(Ordering::Acquire);
        if place == GONE {
            return None;
        }
        let begin = match at {
            None => place,
            Some(at) => u32::try_from(at).ok()?,
        };
        let there = count.min(lease.size.load(Ordering::Relaxed).saturating_sub(begin));
        if there > 0 {
            let before = begin.checked_sub(lease.from.load(Ordering::Relaxed))?;
            if begin + there > lease.to.load(Ordering::Relaxed) {
                return None;
            }
            copy(before, there);
        }
        self.go(place, if at.is_none() { place + there } else { place }).then_some(there)
    }

    /// Moves the file's place, as `lseek()` does, and gives it.
    pub fn seek(&self, offset: i64, whence: i32) -> Option<u32> {
        // Acquire as in `read`.
        let place = self.0.place.load(Ordering::Acquire);
        let base = match whence {
            _ if place == GONE => return None,
            0 => 0,
            1 => place,
            2 => self.0.size.load(Ordering::Relaxed),
            _ => return None,
        };
        let to = u32::try_from(offset.checked_add(i64::from(base))?).ok().filter(|&to| to != GONE)?;
        self.go(place, to).then_some(to)
    }

    /// AcqRel: what was copied was copied before, and the UI's exchange for GONE comes before or after all of it.
    fn go(&self, from: u32, to: u32) -> bool {
        self.0.place.compare_exchange(from, to, Ordering::AcqRel, Ordering::Relaxed).is_ok()
    }
}

#[cfg(all(test, not(loom)))]
#[allow(clippy::unwrap_used, reason = "test only")]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_read_and_nothing_else() {
        let leases = Leases { all: [const { none!() }; LEASES], next: AtomicU32::new(0) };
        assert!(leases.find(5, false).is_none());
        let mine = leases.find(-2, true).unwrap();
        // The trip.
        let lease = mine.keep();
        for (field, value) in [(&lease.from, 10), (&lease.to, 20), (&lease.size, 25), (&lease.place, 12)] {
            field.store(value, Ordering::SeqCst);
        }
        lease.fd.store(5, Ordering::SeqCst);
        assert!(leases.find(5, false).is_none(), "it is busy");
        drop(Mine::again(lease));

        let mine = leases.find(5, false).unwrap();
        let read = |at, count| {
            let mut copied = None;
            mine.read(at, count, |from, count| copied = Some((from, count))).map(|read| (read, copied))
        };
        assert_eq!(read(None, 3), Some((3, Some((2, 3)))));
        assert_eq!(read(Some(10), 10), Some((10, Some((0, 10)))));
        assert_eq!(read(None, 5), Some((5, Some((5, 5)))), "the place was not moved by the one at 10");
        assert_eq!(read(None, 1), None, "there is more, but not here");
        assert_eq!(read(Some(9), 1), None);
        assert_eq!(read(Some(u64::from(u32::MAX) + 13), 1), None);
        assert_eq!(read(Some(25), 9), Some((0, None)), "the end of the file");
        assert_eq!(mine.seek(-1, 2), Some(24));
        assert_eq!(read(None, 9), None);
        assert_eq!(mine.seek(1, 1), Some(25));
        assert_eq!(read(None, 9), Some((0, None)));
        assert_eq!(mine.seek(1000, 0), Some(1000));
        assert_eq!(read(None, 9), Some((0, None)));
        for (offset, whence) in [(-1, 0), (i64::MAX, 1), (i64::from(u32::MAX), 0), (0, 3)] {
            assert_eq!(mine.seek(offset, whence), None);
        }
        // The UI takes it back.
        assert_eq!(lease.place.swap(GONE, Ordering::SeqCst), 1000);
        assert_eq!((read(None, 1), mine.seek(0, 0)), (None, None));
        assert!(leases.find(6, false).is_none());
    }

    #[test]
    fn the_free_ones_are_used_first() {
        let leases = Leases { all: [const { none!() }; LEASES], next: AtomicU32::new(0) };
        for (fd, lease) in (100..).zip(&leases.all) {
            let mine = leases.find(-2, true).unwrap();
            mine.0.fd.store(fd, Ordering::SeqCst);
            mine.0.place.store(0, Ordering::SeqCst);
            assert!(core::ptr::eq(mine.0, lease));
        }
        assert!(core::ptr::eq(leases.find(-2, true).unwrap().0, &raw const leases.all[0]));
        assert!(core::ptr::eq(leases.find(-2, true).unwrap().0, &raw const leases.all[1]));
        leases.all[7].place.store(GONE, Ordering::SeqCst);
        assert!(core::ptr::eq(leases.find(-2, true).unwrap().0, &raw const leases.all[7]));
    }
}

/// The head comment's claims: each byte goes to one, and what was written before a read began is what it reads.
#[cfg(all(test, loom))]
#[allow(clippy::expect_used, reason = "test only")]
mod tests {
    use loom::sync::Arc;

    use super::*;
    use crate::sync::Mutex;

    /// A file in which every byte is how often it was written.
    struct Ui {
        written: u32,
        place: u32,
        lent: bool,
    }

    struct Scene {
        leases: Leases,
        /// The window.
        bytes: AtomicU32,
        ui: Mutex<Ui>,
        /// How many writes have ended.
        ended: AtomicU32,
    }

    impl Scene {
        fn take_back(&self, ui: &mut Ui) {
            if core::mem::take(&mut ui.lent) {
                ui.place = self.leases.all[0].place.swap(GONE, Ordering::SeqCst);
            }
        }

        fn write(&self) {
            let mut ui = self.ui.lock();
            ui.written += 1;
            self.take_back(&mut ui);
            let written = ui.written;
            drop(ui);
            self.ended.store(written, Ordering::Release);
        }

        fn trip(&self, lease: Option<&Lease>) -> (u32, u32) {
            let mut ui = self.ui.lock();
            self.take_back(&mut ui);
            let got = (ui.place, ui.written);
            ui.place += 1;
            if let Some(lease) = lease {
                self.bytes.store(ui.written, Ordering::Relaxed);
                lease.to.store(100, Ordering::Relaxed);
                lease.size.store(100, Ordering::Relaxed);
                lease.fd.store(1, Ordering::Relaxed);
                lease.place.store(ui.place, Ordering::SeqCst);
                ui.lent = true;
            }
            got
        }

        /// A byte: its place and what it is.
        fn read(&self) -> u32 {
            let ended = self.ended.load(Ordering::Acquire);
            let mine = self.leases.find(1, true);
            let mut here = (0, 0);
            let served = mine
                .as_ref()
                .filter(|mine| mine.is_of(1))
                .and_then(|mine| mine.read(None, 1, |at, _| here = (at, self.bytes.load(Ordering::Relaxed))));
            let (place, byte) = if served == Some(1) { here } else { self.trip(mine.as_ref().map(|mine| mine.0)) };
            assert!(byte >= ended, "a write that had ended was not seen");
            place
        }
    }

    #[test]
    fn loom_reads_ahead_are_as_good_as_others() {
        loom::model(|| {
            let scene = Arc::new(Scene {
                leases: Leases { all: core::array::from_fn(|_| none!()), next: AtomicU32::new(0) },
                bytes: AtomicU32::new(0),
                ui: Mutex::new(Ui { written: 0, place: 0, lent: false }),
                ended: AtomicU32::new(0),
            });
            // Lent from the start, so that few steps see much.
            assert_eq!(scene.read(), 0);
            let reader = {
                let scene = scene.clone();
                loom::thread::spawn(move || scene.read())
            };
            let writer = {
                let scene = scene.clone();
                loom::thread::spawn(move || scene.write())
            };
            let mine = scene.read();
            let other = reader.join().expect("no panic");
            writer.join().expect("no panic");
            assert_eq!((mine.min(other), mine.max(other)), (1, 2), "each byte goes to one");
        });
    }
}
