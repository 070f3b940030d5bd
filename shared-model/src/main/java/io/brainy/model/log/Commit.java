package io.brainy.model.log;

import java.util.List;

/// A commit whose blocks were read: the header and the records of the wanted slots, by slot.
public record Commit(CommitHeader header, List<LogRecord> records) {

    public Commit {
        records = List.copyOf(records);
    }

    public long number() {
        return header.number();
    }
}
