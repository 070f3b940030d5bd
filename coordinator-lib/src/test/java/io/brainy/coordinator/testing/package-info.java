/// What tests of this and of other modules build on: the contract that every bucket passes, and
/// buckets that count or misbehave. Shipped as the test jar; production code never imports it.
@NullMarked
package io.brainy.coordinator.testing;

import org.jspecify.annotations.NullMarked;
