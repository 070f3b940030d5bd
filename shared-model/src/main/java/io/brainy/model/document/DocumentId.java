package io.brainy.model.document;

import io.brainy.model.error.InvalidException;
import io.brainy.model.key.Slots;
import java.nio.charset.StandardCharsets;

/// A document's id: 1 to 512 bytes of UTF-8 without control characters. One that begins with `~`
/// was made by a server and carries its slot: `~`, 4 hex digits of the slot, 32 of the hash (D2).
public record DocumentId(String value) implements Comparable<DocumentId> {

    public static final int MAX_BYTES = 512;
    private static final int SERVER_MADE_LENGTH = 1 + 4 + 32;

    public DocumentId {
        checkShape(value);
    }

    public boolean serverMade() {
        return value.charAt(0) == '~';
    }

    /// The slot that a server-made id names.
    public int ownSlot() {
        if (!serverMade()) {
            throw new IllegalStateException("only a server's id names its slot: " + value);
        }
        return Integer.parseInt(value, 1, 5, 16);
    }

    /// The hash part of a server-made id, 32 hex digits.
    public String ownHash() {
        return value.substring(5);
    }

    /// The slot at which deletes and locators of this id are filed, and a relationship that starts
    /// or ends here: `h16(id)`, or the slot that a server's id names.
    public int homeSlot() {
        return serverMade() ? ownSlot() : Slots.h16(value);
    }

    private static void checkShape(String value) {
        if (value.isEmpty()) {
            throw new InvalidException("id", "an id has 1 to 512 bytes, found an empty one");
        }
        if (value.length() > MAX_BYTES
                || value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new InvalidException("id", "an id has at most 512 bytes of UTF-8; shorten it");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isISOControl(c)) {
                throw new InvalidException(
                        "id", "an id has no control characters, found U+%04X".formatted((int) c));
            }
            if (Character.isSurrogate(c)) {
                boolean pair =
                        Character.isHighSurrogate(c)
                                && i + 1 < value.length()
                                && Character.isLowSurrogate(value.charAt(i + 1));
                if (!pair) {
                    throw new InvalidException(
                            "id", "an id is valid Unicode, found a lone surrogate");
                }
                i++;
            }
        }
        if (value.charAt(0) == '~' && !isServerMade(value)) {
            throw new InvalidException(
                    "id",
                    "ids beginning with '~' are made by the server: ~, 4 and 32 lower-case hex digits;"
                            + " choose another first character");
        }
    }

    private static boolean isServerMade(String value) {
        if (value.length() != SERVER_MADE_LENGTH) {
            return false;
        }
        for (int i = 1; i < SERVER_MADE_LENGTH; i++) {
            char c = value.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(DocumentId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
