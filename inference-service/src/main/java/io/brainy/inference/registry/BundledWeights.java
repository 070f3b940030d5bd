package io.brainy.inference.registry;

import java.util.regex.Pattern;

/// Weights that come with the product, as class path resources.
///
/// @param modelSha256 of the uncompressed model, in hex: other weights would silently make vectors
///   that cannot be compared with those already stored
public record BundledWeights(String modelResource, String modelSha256, String tokenizerResource) {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public BundledWeights {
        if (!SHA_256.matcher(modelSha256).matches()) {
            throw new IllegalArgumentException(
                    "a SHA-256 is 64 hex digits in lower case, found '" + modelSha256 + "'");
        }
    }
}
