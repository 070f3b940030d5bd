package io.brainy.model.document;

import io.brainy.model.key.Slots;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The ids that servers make (D2): the slot, then a hash of what the document says. The same event
/// sent twice is one document, and whoever holds the id knows where it lies.
public final class ServerMadeId {

    /// 128 bits of the SHA-256.
    private static final int HASH_BYTES = 16;

    private ServerMadeId() {}

    /// The id of a document that came without one. Its hash is over content, type and routing key;
    /// without content also over metadata and vector, or all such documents would be one.
    public static DocumentId of(
            @Nullable String type,
            @Nullable Content content,
            @Nullable Vector vector,
            FieldValue.Fields metadata,
            @Nullable String routingKey) {
        String hash = hash(canonical(type, content, vector, metadata, routingKey));
        return new DocumentId("~%04x%s".formatted(Slots.of(hash, routingKey), hash));
    }

    /// Whether a document of this id may have this routing key. An id of a client's may have any; a
    /// server's names its slot, which a key of another `h8` would contradict, and so would none
    /// where the id was made with one: then the write is a conflict.
    public static boolean agrees(DocumentId id, @Nullable String routingKey) {
        if (!id.serverMade()) {
            return true;
        }
        return routingKey == null
                ? id.ownSlot() == Slots.h16(id.ownHash())
                : id.ownSlot() >>> 8 == Slots.h8(routingKey);
    }

    /// What is hashed, as RFC 8785 writes it; members that are missing are left out.
    static String canonical(
            @Nullable String type,
            @Nullable Content content,
            @Nullable Vector vector,
            FieldValue.Fields metadata,
            @Nullable String routingKey) {
        Map<String, FieldValue> members = new LinkedHashMap<>();
        if (type != null) {
            members.put("type", new FieldValue.Text(type));
        }
        if (routingKey != null) {
            members.put("routingKey", new FieldValue.Text(routingKey));
        }
        switch (content) {
            case Content.Text(String text) -> members.put("content", new FieldValue.Text(text));
            case Content.Structured(FieldValue.Fields fields) -> members.put("content", fields);
            case null -> {
                if (!metadata.values().isEmpty()) {
                    members.put("metadata", metadata);
                }
                if (vector != null) {
                    members.put("vector", items(vector));
                }
            }
        }
        return CanonicalJson.of(new FieldValue.Fields(members));
    }

    /// Each component as the double that it is exactly: 0.1f is 0.10000000149011612.
    private static FieldValue.Items items(Vector vector) {
        List<FieldValue> items = new ArrayList<>(vector.dimension());
        for (float component : vector.components()) {
            items.add(new FieldValue.Real(component));
        }
        return new FieldValue.Items(items);
    }

    private static String hash(String canonical) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(canonical.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
