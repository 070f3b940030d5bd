package io.brainy.model.log;

import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.document.Relationship;
import io.brainy.model.key.Slots;

/// One record of a commit, filed at a slot. A commit holds at most one document, tombstone or
/// locator per id and slot, and at most one write per relationship key (L3), so their order means
/// nothing.
public sealed interface LogRecord {

    int slot();

    /// A document as of this commit, replacing every earlier one of its id.
    record DocumentWrite(Document document) implements LogRecord {
        @Override
        public int slot() {
            return document.slot();
        }
    }

    /// The id has no document as of this commit; filed at the id's home slot.
    record DocumentTombstone(DocumentId id) implements LogRecord {
        @Override
        public int slot() {
            return id.homeSlot();
        }
    }

    /// The document of a client's id lies at another slot than `h16(id)`, where this record is
    /// (D3).
    record Locator(DocumentId id, int documentSlot) implements LogRecord {
        @Override
        public int slot() {
            return Slots.h16(id.value());
        }
    }

    /// Which end of a relationship a record is filed at.
    enum End {
        SOURCE,
        TARGET
    }

    record RelationshipWrite(Relationship relationship, End end) implements LogRecord {
        @Override
        public int slot() {
            return endSlot(relationship.key(), end);
        }
    }

    record RelationshipTombstone(Relationship.Key key, End end) implements LogRecord {
        @Override
        public int slot() {
            return endSlot(key, end);
        }
    }

    private static int endSlot(Relationship.Key key, End end) {
        return (end == End.SOURCE ? key.source() : key.target()).homeSlot();
    }
}
