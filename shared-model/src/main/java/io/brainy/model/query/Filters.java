package io.brainy.model.query;

public final class Filters {}
