/// Where every object lies: keys are built in
/// [BucketLayout][io.brainy.coordinator.layout.BucketLayout] and nowhere else.
@NullMarked
package io.brainy.coordinator.layout;

import org.jspecify.annotations.NullMarked;
