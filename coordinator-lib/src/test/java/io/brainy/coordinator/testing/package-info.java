/// Test doubles that other modules use too: the seeded single-threaded simulator
/// ([Simulation][io.brainy.coordinator.testing.Simulation]) with its
/// [HostileBucket][io.brainy.coordinator.testing.HostileBucket], and counting or failing
/// decorators.
@NullMarked
package io.brainy.coordinator.testing;

import org.jspecify.annotations.NullMarked;
