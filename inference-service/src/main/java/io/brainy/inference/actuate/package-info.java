/// What operators see of inference:
/// [InferenceHealthIndicator][io.brainy.inference.actuate.InferenceHealthIndicator].
@NullMarked
package io.brainy.inference.actuate;

import org.jspecify.annotations.NullMarked;
