package io.brainy.inference.onnx;

/// Where a model is to run.
public enum Device {
    /// On a GPU where the runtime on the class path and the machine have one, else on the CPU.
    AUTO,
    CPU,
    /// On a GPU, or not at all.
    CUDA
}
