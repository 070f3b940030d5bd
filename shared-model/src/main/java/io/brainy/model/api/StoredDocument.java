package io.brainy.model.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.brainy.model.document.Content;
import io.brainy.model.document.Document;
import io.brainy.model.document.FieldValue;
import io.brainy.model.document.Vector;
import org.jspecify.annotations.Nullable;

/// A document as it is read back. What is null is not written.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoredDocument(
        String id,
        @Nullable String type,
        @Nullable Content content,
        @Nullable Vector vector,
        FieldValue.@Nullable Fields metadata,
        @Nullable String domain,
        @Nullable String customerId,
        String createdAt) {

    /// As it was written: a vector that a model made is left out, so that what was read can be
    /// changed and written again without turning it into a given one.
    public static StoredDocument asWritten(Document document) {
        @Nullable Vector vector = document.vector();
        return of(
                document,
                document.content(),
                document.metadata(),
                vector == null || vector.made() ? null : vector);
    }

    /// With chosen parts only.
    public static StoredDocument of(
            Document document,
            @Nullable Content content,
            FieldValue.@Nullable Fields metadata,
            @Nullable Vector vector) {
        return new StoredDocument(
                document.id().value(),
                document.type(),
                content,
                vector,
                metadata,
                document.domain(),
                document.customerId(),
                document.createdAt().toString());
    }
}
