/// The bytes of a shard's chain: [Manifest][io.brainy.model.manifest.Manifest] and
/// [ManifestCodec][io.brainy.model.manifest.ManifestCodec] (docs/format.md).
@NullMarked
package io.brainy.model.manifest;

import org.jspecify.annotations.NullMarked;
