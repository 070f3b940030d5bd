/// The cluster for people and probes: `/v1/cluster/…`, answered from a
/// [ClusterView][io.brainy.coordinator.port.ClusterView], and the health that follows from it. Open
/// [ClusterConfiguration][io.brainy.coordinator.actuate.ClusterConfiguration] first. Decides
/// nothing.
@NullMarked
package io.brainy.coordinator.actuate;

import org.jspecify.annotations.NullMarked;
