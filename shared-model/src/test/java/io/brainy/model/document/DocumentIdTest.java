package io.brainy.model.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.model.error.InvalidException;
import io.brainy.model.key.Slots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentIdTest {

    private static final String MADE = "~00ff000102030405060708090a0b0c0d0e0f";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                " ",
                "a/b;c..",
                "é",
                "😀",
                "a~",
                "~00ff000102030405060708090a0b0c0d0e0f"
            })
    void theseAreIds(String value) {
        assertThat(new DocumentId(value)).hasToString(value);
    }

    @Test
    void anIdHasAtMost512BytesOfUtf8() {
        assertThat(new DocumentId("x".repeat(512)).value()).hasSize(512);
        assertThat(new DocumentId("é".repeat(256)).value()).hasSize(256);
        assertThat(new DocumentId("😀".repeat(128)).value()).hasSize(256);
        assertRefused("x".repeat(513), "512 bytes");
        assertRefused("é".repeat(256) + "x", "512 bytes");
        assertRefused("😀".repeat(128) + "x", "512 bytes");
        assertRefused("", "empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\n", "\u001f", "\u007f", "a\u0085"})
    void anIdHasNoControlCharacters(String value) {
        assertRefused(value, "control characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "\uDE00", "a\uD83Db", "\uDE00\uD83D", "\uD83D\uD83D\uDE00"})
    void anIdHasNoLoneSurrogate(String value) {
        assertRefused(value, "lone surrogate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "~",
                "~a",
                "~00ff000102030405060708090a0b0c0d0e0",
                "~00ff000102030405060708090a0b0c0d0e0f0",
                "~00FF000102030405060708090a0b0c0d0e0f",
                "~00fg000102030405060708090a0b0c0d0e0f",
                "~~0ff000102030405060708090a0b0c0d0e0f"
            })
    void malformedServerIdsAreRefused(String value) {
        assertRefused(value, "made by the server");
    }

    @Test
    void aServersIdNamesItsSlotAndAClientsDoesNot() {
        DocumentId made = new DocumentId(MADE);
        DocumentId clients = new DocumentId("a");

        assertThat(made.serverMade()).isTrue();
        assertThat(made.ownSlot()).isEqualTo(0x00FF);
        assertThat(made.homeSlot()).isEqualTo(0x00FF);
        assertThat(made.ownHash()).isEqualTo("000102030405060708090a0b0c0d0e0f");
        assertThat(clients.serverMade()).isFalse();
        assertThat(clients.homeSlot()).isEqualTo(Slots.h16("a"));
        assertThatThrownBy(clients::ownSlot).isInstanceOf(IllegalStateException.class);
    }

    private static void assertRefused(String value, String reason) {
        assertThatThrownBy(() -> new DocumentId(value))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining(reason);
    }
}
