//! The same for many things, on all cores.

use std::sync::OnceLock;
#[cfg(target_os = "linux")]
use std::sync::atomic::{AtomicUsize, Ordering};

/// Below this many, one thread does it all.
pub const FEW: usize = 200;
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
    let mut parts = in_parts(all, |part| part.iter().map(&make).collect::<Vec<R>>()).into_iter();
    let mut made = parts.next().unwrap_or_default();
    made.reserve_exact(all.len() - made.len());
    parts.for_each(|mut part| made.append(&mut part));
    made
}

/// Returns what `make` makes of each of some parts, one behind the other, that are all together.
pub fn in_parts<T: Sync, R: Send>(all: &[T], make: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
    let cores = most_threads();
    if all.len() < FEW || cores == 1 {
        return vec![make(all)];
    }
    let mut parts = all.chunks(all.len().div_ceil(cores));
    let (first, make) = (parts.next().unwrap_or_default(), &make);
    std::thread::scope(|scope| {
        let others: Vec<_> = parts.map(|part| scope.spawn(move || make(part))).collect();
        let first = make(first);
        let others = others.into_iter().map(|other| match other.join() {
            Ok(made) => made,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        std::iter::once(first).chain(others).collect()
    })
}

/// Returns what `make` makes of each, in the same order, on so many threads: of those of which one may take much
/// longer than another, each thread takes the next when it is done.
#[cfg(target_os = "linux")]
pub fn one_by_one<T: Sync, R: Send>(
    all: &[T],
    threads: usize,
    make: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    if threads <= 1 {
        return all.iter().map(make).collect();
    }
    let (make, next) = (&make, &AtomicUsize::new(0));
    let work = || {
        let mut made = Vec::new();
        while let Some((at, one)) = {
            let at = next.fetch_add(1, Ordering::Relaxed);
            all.get(at).map(|one| (at, one))
        } {
            made.push((at, make(one)));
        }
        made
    };
    let mut made: Vec<(usize, R)> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let own = work();
        let others = others.into_iter().flat_map(|other| other.join().expect("it does not panic"));
        own.into_iter().chain(others).collect()
    });
    made.sort_unstable_by_key(|(at, _)| *at);
    made.into_iter().map(|(_, made)| made).collect()
}

#[cfg(test)]
mod tests {
    use super::{in_parts, on_all_cores};

    #[test]
    fn what_is_made_on_all_cores_is_in_order() {
        for count in [0, 1, 199, 200, 201, 1001] {
            let all: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = all.iter().map(|n| n * 2).collect();
            assert_eq!(on_all_cores(&all, |n| n * 2), doubled);
            assert_eq!(in_parts(&all, <[usize]>::to_vec).concat(), all);
        }
    }
}
