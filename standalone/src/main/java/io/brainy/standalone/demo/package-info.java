/// The demonstration: WordNet 3.1 as documents, loaded and searched over HTTP, so that it proves
/// the contract and not only the code behind it. Open [Demo][io.brainy.standalone.demo.Demo] first;
/// [WordNet][io.brainy.standalone.demo.WordNet] reads the data and serves the benchmarks too. Knows
/// the HTTP contract only, nothing of what answers it.
@NullMarked
package io.brainy.standalone.demo;

import org.jspecify.annotations.NullMarked;
