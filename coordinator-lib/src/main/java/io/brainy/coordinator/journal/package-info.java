/// What the whole cluster agrees on: which collections there are and who publishes their shards.
/// Open [Journal][io.brainy.coordinator.journal.Journal] first;
/// [ClusterState][io.brainy.coordinator.journal.ClusterState] is the pure fold of its entries
/// (rules J1, J2, L9, L10).
@NullMarked
package io.brainy.coordinator.journal;

import org.jspecify.annotations.NullMarked;
