//! On which random cases a property is tried: in a plain run on the same ones each time, so that a change is
//! never blamed for what another one did.

use proptest::prelude::ProptestConfig;
use proptest::test_runner::RngSeed;

/// Returns so many cases. Where `PROPTEST_CASES` is set it says how many, and they are others in each run.
pub fn cases(count: u32) -> ProptestConfig {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() {
        return config;
    }
    ProptestConfig { cases: count, rng_seed: RngSeed::Fixed(1), ..config }
}
