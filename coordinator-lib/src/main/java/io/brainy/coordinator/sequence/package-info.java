/// The primitive of everything that is agreed: a run of numbered objects, each created once by
/// put-if-absent. Open [Sequence][io.brainy.coordinator.sequence.Sequence] first: a state machine
/// that never blocks, against an [Edge][io.brainy.coordinator.sequence.Edge] that is either
/// [ProtocolLoop][io.brainy.coordinator.sequence.ProtocolLoop] or the simulator. It does not know
/// what entries mean.
@NullMarked
package io.brainy.coordinator.sequence;

import org.jspecify.annotations.NullMarked;
