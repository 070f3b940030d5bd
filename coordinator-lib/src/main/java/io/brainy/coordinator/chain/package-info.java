/// A shard's chain of manifests (rules C1, C2): open
/// [ManifestChain][io.brainy.coordinator.chain.ManifestChain] first. Each appended manifest is the
/// moment at which segments and position become true together; an epoch fences whoever had the
/// shard before.
@NullMarked
package io.brainy.coordinator.chain;

import org.jspecify.annotations.NullMarked;
