//! The same for many files, on all cores.

use std::sync::OnceLock;

/// Below this many, one thread does it all.
const FEW: usize = 200;
/// More threads than this gain nothing.
const MOST_THREADS: usize = 8;

/// Returns how many threads are worth their while.
pub fn most_threads() -> usize {
    static CORES: OnceLock<usize> = OnceLock::new(); // the system reads several files to tell
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    (*CORES.get_or_init(cores)).min(MOST_THREADS)
}

/// Returns what `make` makes of each, in the same order.
pub fn on_all_cores<T: Sync, R: Send>(all: &[T], make: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = most_threads();
    if all.len() < FEW || cores == 1 {
        return all.iter().map(make).collect();
    }
    let (make, part) = (&make, all.len().div_ceil(cores));
    let mut made: Vec<Option<R>> = all.iter().map(|_| None).collect();
    std::thread::scope(|scope| {
        for (all, made) in all.chunks(part).zip(made.chunks_mut(part)) {
            scope.spawn(move || {
                all.iter().zip(made).for_each(|(one, made)| *made = Some(make(one)));
            });
        }
    });
    made.into_iter().map(|made| made.expect("each part makes all of its own")).collect()
}
