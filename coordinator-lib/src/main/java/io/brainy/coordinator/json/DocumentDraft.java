package io.brainy.coordinator.json;

import io.brainy.model.document.Content;
import io.brainy.model.document.DocumentId;
import io.brainy.model.document.FieldValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A document as a user sent it: what is left out is still to be made, and it was not yet held
/// against a collection's settings.
///
/// @param vector as given; shared, not copied
@SuppressWarnings("ArrayRecordComponent")
public record DocumentDraft(
        @Nullable DocumentId id,
        @Nullable String type,
        @Nullable Content content,
        float @Nullable [] vector,
        FieldValue.Fields metadata,
        @Nullable String domain,
        @Nullable String customerId,
        @Nullable Instant createdAt) {

    /// `domain`, else `customerId`, else null.
    public @Nullable String routingKey() {
        return domain != null ? domain : customerId;
    }

    public DocumentDraft withId(DocumentId replacement) {
        return new DocumentDraft(
                replacement, type, content, vector, metadata, domain, customerId, createdAt);
    }
}
