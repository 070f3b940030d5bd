/// Runs models by ONNX Runtime, and is its only importer:
/// [OnnxEncoder][io.brainy.inference.onnx.OnnxEncoder] holds a model's weights,
/// [OnnxRunner][io.brainy.inference.onnx.OnnxRunner] runs one batch at a time on them. Knows
/// nothing of queues, HTTP or where texts come from.
@NullMarked
package io.brainy.inference.onnx;

import org.jspecify.annotations.NullMarked;
