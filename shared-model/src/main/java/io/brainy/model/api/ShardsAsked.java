package io.brainy.model.api;

/// How complete an answer is.
///
/// @param total shards of the collection
/// @param queried how many of them could have matches and were asked
/// @param failed how many of those could not answer: their documents are missing here
public record ShardsAsked(int total, int queried, int failed) {}
