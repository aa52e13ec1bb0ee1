//! Task handles: an index and a generation, so that a handle that was freed never comes to mean another task.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use parking_lot::Mutex;

use crate::{
    status::deputy_status::{self, *},
    task::Task,
};

/// Names a task. 0 is no task. A handle is freed once, by deputy_task_free(); after that it is DEPUTY_STALE.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
pub type deputy_task = u64;

#[derive(Default)]
struct Slot {
    generation: u32,
    task: Option<Arc<Task>>,
}

#[derive(Default)]
struct Handles {
    slots: Vec<Slot>,
    free: Vec<u32>,
}

static HANDLES: Mutex<Handles> = Mutex::new(Handles { slots: Vec::new(), free: Vec::new() });

/// How many are not freed. Beside the lock, which the UI must not take.
static LIVE: AtomicUsize = AtomicUsize::new(0);

/// A handle for a task.
pub fn give(task: Arc<Task>) -> Result<deputy_task, deputy_status> {
    crate::sys::use_tasks();
    let mut handles = HANDLES.lock();
    let index = match handles.free.pop() {
        Some(index) => index,
        None => {
            let index = u32::try_from(handles.slots.len()).map_err(|_| DEPUTY_NO_MEMORY)?;
            handles.slots.push(Slot::default());
            index
        }
    };
    let slot = handles.slots.get_mut(index as usize).ok_or(DEPUTY_INTERNAL)?;
    // From 1 up: 0 is no handle.
    slot.generation = slot.generation.wrapping_add(1).max(1);
    slot.task = Some(task);
    // Relaxed: a counter orders nothing.
    LIVE.fetch_add(1, Ordering::Relaxed);
    Ok((u64::from(slot.generation) << 32) | u64::from(index))
}

#[allow(clippy::cast_possible_truncation, reason = "the halves of a handle")]
const fn split(handle: deputy_task) -> (usize, u32) {
    (handle as u32 as usize, (handle >> 32) as u32)
}

/// The task of a handle.
pub fn find(handle: deputy_task) -> Result<Arc<Task>, deputy_status> {
    let (index, generation) = split(handle);
    let handles = HANDLES.lock();
    let slot = handles.slots.get(index).filter(|slot| slot.generation == generation).ok_or(DEPUTY_STALE)?;
    slot.task.clone().ok_or(DEPUTY_STALE)
}

/// The task of a handle, which is no handle any more.
pub fn take(handle: deputy_task) -> Result<Arc<Task>, deputy_status> {
    let (index, generation) = split(handle);
    let mut handles = HANDLES.lock();
    let slot = handles.slots.get_mut(index).filter(|slot| slot.generation == generation).ok_or(DEPUTY_STALE)?;
    let task = slot.task.take().ok_or(DEPUTY_STALE)?;
    // A slot that has had every generation is not used again.
    if generation != u32::MAX {
        #[allow(clippy::cast_possible_truncation, reason = "the index came from a u32")]
        handles.free.push(index as u32);
    }
    LIVE.fetch_sub(1, Ordering::Relaxed);
    Ok(task)
}

/// Handles that are not freed.
pub fn live() -> usize {
    LIVE.load(Ordering::Relaxed)
}
