package io.brainy.model.log;

public final class RecordCodec {}
