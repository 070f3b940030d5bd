package io.brainy.ingest.write;

import io.brainy.coordinator.json.DocumentDraft;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.document.ServerMadeId;
import io.brainy.model.document.Vector;
import io.brainy.model.error.ConflictException;
import io.brainy.model.error.ProblemType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// From a draft to a document: makes what was left out and refuses what contradicts the collection.
final class Admission {

    private Admission() {}

    static Document admit(DocumentDraft draft, VectorRule rule, Instant now) {
        float[] components = draft.vector();
        Vector vector = null;
        if (components != null) {
            rule.given(components);
            vector = new Vector(components, false);
        }
        DocumentId id = draft.id();
        if (id == null) {
            id =
                    ServerMadeId.of(
                            draft.type(),
                            draft.content(),
                            vector,
                            draft.metadata(),
                            draft.routingKey());
        }
        checkRoute(id, draft.routingKey());
        Instant createdAt = draft.createdAt();
        return new Document(
                id,
                draft.type(),
                draft.content(),
                vector,
                draft.metadata(),
                draft.domain(),
                draft.customerId(),
                createdAt == null ? now : createdAt);
    }

    /// Holds a document that was read or admitted before against the rule as it is now: a vector
    /// that the model made is left out where the collection takes no such ones.
    static Document readmit(Document document, VectorRule rule) {
        Vector vector = document.vector();
        if (vector == null) {
            return document;
        }
        if (vector.made()) {
            return rule.makes() == null ? document.withVector(null) : document;
        }
        rule.given(vector.components());
        return document;
    }

    /// Rule D2: an id that the server made lies where its routing key says.
    static void checkRoute(DocumentId id, @Nullable String routingKey) {
        if (!ServerMadeId.agrees(id, routingKey)) {
            throw new ConflictException(
                    ProblemType.CONFLICT,
                    "the id "
                            + id
                            + " was made by the server for another domain or customerId, or for"
                            + " none; keep that of the document, or write it under an id of your own");
        }
    }
}
