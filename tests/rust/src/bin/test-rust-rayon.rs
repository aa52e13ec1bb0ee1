// rayon, unchanged: its pool of threads is made by whoever asks first; loops, joins, scopes and sorting from every executor, in
// each other; a pool of the program's own comes to its end.
// FEATURE: F60 F72
// TIMEOUT: 60
use rayon::prelude::*;

fn fibonacci(n: u64) -> u64 {
    if n < 2 {
        return n;
    }
    let (a, b) = rayon::join(|| fibonacci(n - 1), || fibonacci(n - 2));
    a + b
}

fn body() {
    let sum: u64 = (0..100_000_u64).into_par_iter().map(|n| n % 7).sum();
    assert_eq!(sum, (0..100_000_u64).map(|n| n % 7).sum());
    let mut numbers: Vec<u32> = (0..20_000_u32).map(|n| n.wrapping_mul(2_654_435_761)).collect();
    numbers.par_sort_unstable();
    assert!(numbers.is_sorted());
    assert_eq!(fibonacci(12), 144);
    let nested: usize = (0..8).into_par_iter().map(|_| (0..100).into_par_iter().filter(|n| n % 2 == 0).count()).sum();
    assert_eq!(nested, 400);
    let mut parts = [0; 4];
    rayon::scope(|scope| {
        for (i, part) in parts.iter_mut().enumerate() {
            scope.spawn(move |_| *part = i * i);
        }
    });
    assert_eq!(parts, [0, 1, 4, 9]);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    assert_eq!(pool.install(rayon::current_num_threads), 3);
    assert_eq!(pool.install(|| (0..1000).into_par_iter().sum::<i32>()), 499_500);
}

fn main() {
    rust_tests::executors::on_each_executor(body);
}
