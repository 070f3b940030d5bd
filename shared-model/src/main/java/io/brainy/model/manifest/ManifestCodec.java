package io.brainy.model.manifest;

public final class ManifestCodec {}
