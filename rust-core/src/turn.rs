//! Turns at what several threads use one after the other, each within a time that begins when it asks.

use std::time::{Duration, Instant};

use parking_lot::{Mutex, MutexGuard};

/// Waits for its turn, and gives what is left of the milliseconds, at least one; 0 is without limit. None: the time is up.
pub fn turn<T>(lock: &Mutex<T>, ms: u32) -> Option<(MutexGuard<'_, T>, u32)> {
    if ms == 0 {
        return Some((lock.lock(), 0));
    }
    if let Some(guard) = lock.try_lock() {
        return Some((guard, ms));
    }
    let end = Instant::now() + Duration::from_millis(ms.into());
    let guard = lock.try_lock_until(end)?;
    let left = end.saturating_duration_since(Instant::now()).as_millis();
    Some((guard, u32::try_from(left).unwrap_or(ms).max(1)))
}

#[cfg(all(test, not(loom)))]
#[allow(clippy::unwrap_used, reason = "test only")]
mod tests {
    use super::*;

    #[test]
    fn who_waits_for_its_turn_has_less_time_left() {
        let lock = Mutex::new(());
        assert_eq!(turn(&lock, 0).map(|(_, left)| left), Some(0));
        assert_eq!(turn(&lock, 7).map(|(_, left)| left), Some(7));
        let held = lock.lock();
        assert!(turn(&lock, 1).is_none());
        std::thread::scope(|scope| {
            let other = scope.spawn(|| turn(&lock, 60_000).map(|(_, left)| left));
            std::thread::sleep(Duration::from_millis(5));
            drop(held);
            let left = other.join().unwrap().unwrap();
            assert!(left > 0 && left <= 60_000);
        });
    }
}
