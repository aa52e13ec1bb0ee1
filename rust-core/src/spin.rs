//! How long a thread looks for something before it sleeps.
//!
//! A sleep and a wake-up take tens of microseconds, and what a thread waits for often comes sooner. How long looking pays, each thread
//! learns, for each kind of waiting: twice as long when it found something, half as long when it had to sleep anyway. Now and then it looks
//! as long as ever, because what takes a little longer than the budget would keep the budget down for good.

use std::{
    cell::Cell,
    time::{Duration, Instant},
};

use crate::context::root;

/// Looks at a word in a microsecond, about.
const TURNS_PER_US: u32 = 330;

/// The most looks at a word, whatever is allowed.
const MOST: u32 = 16384;

/// Where a budget starts.
const START: u32 = 4096;

/// What is looked for, and the limits of the budget, in looks.
pub struct Rule {
    /// The longest look is so many times that for an answer,
    times: u32,
    /// and so many times fewer looks, because each takes longer.
    slower: u32,
    /// What having looked in vain leaves, at least and at most.
    least: u32,
    vain: u32,
    /// One of so many looks in a row that were in vain is the longest.
    probe: u32,
}

/// The answer to a call.
pub static ANSWER: Rule = Rule { times: 1, slower: 1, least: 1024, vain: MOST / 4, probe: 8 };

/// The answer of a call that waits for the network: it takes longer, and comes when it comes.
pub static NETWORK: Rule = Rule { times: 6, vain: 6 * MOST / 4, ..ANSWER };

/// News of the thread's context.
pub static NEWS: Rule = Rule { times: 1, slower: 1, least: 64, vain: MOST, probe: 8 };

/// A task that settles. A look takes a lock; and what is a task mostly takes long.
pub static TASK: Rule = Rule { times: 1, slower: 16, least: 2, vain: MOST / 16, probe: 128 };

impl Rule {
    /// The longest look that is allowed now.
    fn most(&self) -> u32 {
        if self.times == 0 {
            0
        } else {
            root().options.spin_us().saturating_mul(TURNS_PER_US).min(MOST) * self.times / self.slower
        }
    }
}

/// How long to look, as learnt so far.
#[derive(Clone, Copy)]
pub struct Spin {
    rule: &'static Rule,
    turns: u32,
    misses: u32,
}

impl Spin {
    /// Nothing is known yet.
    pub const fn new(rule: &'static Rule) -> Self {
        Self { rule, turns: START / rule.slower, misses: 0 }
    }

    /// Not at all: for models, which check what comes after it.
    #[cfg(loom)]
    pub const NONE: Self = Self { rule: &Rule { times: 0, ..ANSWER }, turns: 0, misses: 0 };

    /// So many looks now.
    pub fn turns(&self) -> u32 {
        let most = self.rule.most();
        if self.misses % self.rule.probe == self.rule.probe - 1 { most } else { self.turns.min(most) }
    }

    /// Found, in so many looks at most.
    pub fn found(&mut self, turns: u32) {
        self.turns = (turns * 2).clamp(1, self.rule.most().max(1));
        self.misses = 0;
    }

    /// Not found in so many.
    pub fn missed(&mut self, turns: u32) {
        self.turns = (turns / 2).clamp(self.rule.least, self.rule.vain);
        self.misses = self.misses.wrapping_add(1);
    }
}

/// A burst of calls keeps two processors busy, and nobody sleeps: whatever else wants one, such as the browser's compositor, waits until the
/// system takes it away from a burst, and does so at every step on its way. So a burst takes a breath now and then.
pub const BREATH: Duration = Duration::from_micros(50);

/// So long a burst goes on in one breath, about.
const BURST: Duration = Duration::from_millis(2);

/// Calls between two looks at the clock.
const CALLS: u32 = 256;

thread_local! {
    /// Calls that the thread has looked for the answers of, and when it began.
    static BURSTING: Cell<(u32, Option<Instant>)> = const { Cell::new((0, None)) };
}

/// The thread looks for an answer once more: whether it is to sleep first.
pub fn is_out_of_breath() -> bool {
    let (calls, since) = BURSTING.get();
    if calls < CALLS {
        BURSTING.set((calls + 1, since));
        return false;
    }
    let now = Instant::now();
    let out = since.is_some_and(|since| now - since >= BURST);
    let since = if out { Some(now) } else { since.or(Some(now)) };
    BURSTING.set((0, since));
    out
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn looking_is_learnt() {
        let mut spin = Spin::new(&TASK);
        for _ in 0..20 {
            let turns = spin.turns();
            spin.missed(turns);
        }
        assert_eq!(spin.turns(), TASK.least);
        for _ in 0..20 {
            let turns = spin.turns();
            spin.found(turns);
        }
        assert_eq!(spin.turns(), TASK.most());
    }

    #[test]
    fn now_and_then_it_looks_as_long_as_ever() {
        let mut spin = Spin::new(&ANSWER);
        let longest = (0..ANSWER.probe)
            .filter(|_| {
                let turns = spin.turns();
                spin.missed(turns);
                turns == ANSWER.most()
            })
            .count();
        assert_eq!(longest, 1);
    }

    #[test]
    fn a_burst_takes_a_breath_when_its_time_is_over() {
        let breathes = || (0..=CALLS).filter(|_| is_out_of_breath()).count();
        assert_eq!(breathes(), 0);
        std::thread::sleep(BURST);
        assert_eq!(breathes(), 1);
    }
}
