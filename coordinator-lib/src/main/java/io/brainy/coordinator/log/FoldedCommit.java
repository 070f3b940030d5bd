package io.brainy.coordinator.log;

import io.brainy.model.log.Commit;

/// A commit that counts (S5), with the size of its object.
public record FoldedCommit(Commit commit, int bytes) {}
