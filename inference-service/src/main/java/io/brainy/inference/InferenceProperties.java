package io.brainy.inference;

import io.brainy.inference.onnx.Device;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// How this node embeds. Untouched it uses every core.
///
/// @param sessions how many batches run at once; 0 = one per core, or two on a GPU
/// @param device where models run
/// @param cacheDirectory where the model and native libraries are unpacked to, once; by default a
///   folder of the user's home, or a temporary one where that cannot be written
/// @param queue how much may wait
@Validated
@ConfigurationProperties("brainy.inference")
public record InferenceProperties(
        @DefaultValue("0") @PositiveOrZero @Max(512) int sessions,
        @DefaultValue("auto") @NotNull Device device,
        @Nullable Path cacheDirectory,
        @DefaultValue @Valid Queue queue) {

    /// What is beyond is answered by 429.
    ///
    /// @param queries the most query texts that wait
    /// @param documents the most document texts that wait
    /// @param size the most text that waits, of each of the two
    public record Queue(
            @DefaultValue("2048") @Min(1) @Max(1_000_000) int queries,
            @DefaultValue("8192") @Min(1) @Max(1_000_000) int documents,
            @DefaultValue("64MB") @NotNull DataSize size) {}
}
