//! Timers: the I/O thread keeps the times (`io.rs`), which no browser throttles in a hidden page.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use parking_lot::Mutex;

use crate::{
    context::{Target, deputy_context},
    status::deputy_status::{self, *},
    task::{Continuation, Settled, Task},
};

/// Runs a function in a context again and again, until its task has settled.
pub struct Interval {
    context: deputy_context,
    period: Duration,
    /// Ends it.
    task: Arc<Task>,
    run: Box<dyn Fn() + Send + Sync>,
    /// It was sent, and has not returned.
    out: AtomicBool,
    /// What the next tick waits for.
    next: Mutex<Option<Arc<Task>>>,
}

impl Interval {
    /// Begins; the first tick comes after one period. The task ends it when it is cancelled.
    pub fn begin(
        context: deputy_context,
        period: Duration,
        run: Box<dyn Fn() + Send + Sync>,
    ) -> Result<Arc<Task>, deputy_status> {
        // Found once now: the I/O thread must not be the one who starts a context's threads.
        Target::find(context)?;
        let task = Task::promised();
        let interval = Arc::new(Self {
            context,
            period,
            task: task.clone(),
            run,
            out: AtomicBool::new(false),
            next: Mutex::new(None),
        });
        interval.arm(Instant::now() + period);
        let waits = Arc::downgrade(&interval);
        let end = Box::new(move |_| {
            // It is not kept until its next tick.
            let next = waits.upgrade().and_then(|interval| interval.next.lock().take());
            if let Some(next) = next {
                next.cancel(DEPUTY_CANCELLED);
            }
        });
        task.also(Continuation { target: Target::Here, work: end });
        Ok(task)
    }

    fn arm(self: &Arc<Self>, at: Instant) {
        let (interval, delay) = (self.clone(), Task::promised());
        *self.next.lock() = Some(delay.clone());
        delay.also(Continuation { target: Target::Here, work: Box::new(move |_| interval.tick(at)) });
        delay.delay(at);
        // Cancelled before it was there to be found.
        if self.task.is_over() {
            delay.cancel(DEPUTY_CANCELLED);
        }
    }

    /// The I/O thread: its time has come, or it is over.
    fn tick(self: Arc<Self>, at: Instant) {
        if self.task.is_over() {
            return;
        }
        // One that has not returned is not sent a second time.
        if !self.out.swap(true, Ordering::SeqCst) {
            let sent = Sent(self.clone());
            let work = Box::new(move || sent.0.run());
            if let Err(status) = Target::find(self.context).and_then(|target| target.submit(work)) {
                self.task.settle(Settled::without_value(status));
                return;
            }
        }
        // Ticks that were missed are not made up for.
        let mut next = at + self.period;
        let now = Instant::now();
        if next < now {
            next = now + self.period;
        }
        self.arm(next);
    }

    fn run(&self) {
        if !self.task.is_over() {
            (self.run)();
        }
    }
}

/// A tick that was sent: run or dropped, the next one may come.
struct Sent(Arc<Interval>);

impl Drop for Sent {
    fn drop(&mut self) {
        self.0.out.store(false, Ordering::SeqCst);
    }
}
