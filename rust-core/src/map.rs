//! Hash maps with keys that the program itself makes: without a random seed, for which every program would need the page's generator.

use std::hash::{BuildHasherDefault, DefaultHasher};

/// Made by `Map::default()`.
pub type Map<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<DefaultHasher>>;
