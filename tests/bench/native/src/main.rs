//! The loop of `pool_speedup.c` without a browser: on rayon's pools of 1, 2, ... threads, and on as many threads made for it and joined.
//! Prints `threads microseconds-on-rayon microseconds-by-hand`, medians.
use std::{
    thread,
    time::{Duration, Instant},
};

use rayon::prelude::*;

const COUNT: usize = 200_000;

fn compute(results: &mut [f32], begin: usize) {
    for (i, result) in results.iter_mut().enumerate() {
        let mut x = (begin + i) as f32;
        for _ in 0..40 {
            x = x * 0.999 + 1.5 / (x + 1.0);
        }
        *result = x;
    }
}

fn median(mut run: impl FnMut()) -> f64 {
    let warm = Instant::now();
    while warm.elapsed() < Duration::from_millis(100) {
        run();
    }
    let mut samples = Vec::new();
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_millis(500) {
        let one = Instant::now();
        run();
        samples.push(one.elapsed().as_secs_f64() * 1e6);
    }
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}

fn main() {
    let mut results = vec![0_f32; COUNT];
    let cores = thread::available_parallelism().map_or(1, usize::from).min(8);
    for threads in 1..=cores {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let part = COUNT.div_ceil(threads * 8);
        let on_rayon = median(|| {
            pool.install(|| {
                results.par_chunks_mut(part).enumerate().for_each(|(i, part_of)| compute(part_of, i * part))
            });
        });
        let part = COUNT.div_ceil(threads);
        let by_hand = median(|| {
            thread::scope(|scope| {
                for (i, part_of) in results.chunks_mut(part).enumerate() {
                    scope.spawn(move || compute(part_of, i * part));
                }
            });
        });
        println!("{threads} {on_rayon} {by_hand}");
    }
    assert!(results[COUNT - 1] > 0.0);
}
