package io.brainy.model.document;

import io.brainy.model.key.Slots;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One document as it was written. Its version is the position of the commit that holds it, which
/// is not part of it.
public record Document(
        DocumentId id,
        @Nullable String type,
        @Nullable Content content,
        @Nullable Vector vector,
        FieldValue.Fields metadata,
        @Nullable String domain,
        @Nullable String customerId,
        Instant createdAt) {

    /// `domain`, else `customerId`, else null: then the id alone gives the slot.
    public @Nullable String routingKey() {
        return domain != null ? domain : customerId;
    }

    /// Rule D1, D2.
    public int slot() {
        return id.serverMade() ? id.ownSlot() : Slots.of(id.value(), routingKey());
    }

    public Document withVector(@Nullable Vector replacement) {
        return new Document(
                id, type, content, replacement, metadata, domain, customerId, createdAt);
    }
}
