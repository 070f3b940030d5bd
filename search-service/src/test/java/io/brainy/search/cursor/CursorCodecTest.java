package io.brainy.search.cursor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.model.error.InvalidException;
import io.brainy.model.error.NotFoundException;
import java.io.DataInputStream;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorCodecTest {

    private static final CursorCodec.Kind FIND = CursorCodec.Kind.FIND;

    @Test
    void whatWasWrittenIsRead() {
        assertThat(CursorCodec.decode(FIND, token(42), DataInputStream::readLong)).isEqualTo(42);
    }

    @Test
    void everyChangedCharacterIsNoticed() {
        String token = token(42);
        for (int i = 0; i < token.length(); i++) {
            for (char other : new char[] {'A', 'B', 'z', '0', '-', '_'}) {
                if (token.charAt(i) != other) {
                    assertInvalid(token.substring(0, i) + other + token.substring(i + 1));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "AAAAAAAAAAAAAAAAAAAA", "not base64!", "ä"})
    void whatIsNoCursorIsInvalid(String text) {
        assertInvalid(text);
    }

    @Test
    void aCutOneAndAVeryLongOneAreInvalid() {
        String token = token(42);
        for (int i = 0; i < token.length(); i++) {
            assertInvalid(token.substring(0, i));
        }
        assertInvalid(token + "A");
        assertInvalid("A".repeat(100_000));
    }

    @Test
    void aCursorOfAnotherCallIsToldApart() {
        assertThatThrownBy(() ->
                        CursorCodec.decode(
                                CursorCodec.Kind.SCAN, token(42), DataInputStream::readLong))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("another call");
    }

    @Test
    void aCursorOfAnotherVersionIsGone() {
        byte[] bytes = Base64.getUrlDecoder().decode(token(42));
        bytes[0] = 99;
        byte[] body = Arrays.copyOf(bytes, bytes.length - 8);
        System.arraycopy(Fingerprint.sha256(body, 8), 0, bytes, body.length, 8);
        String other = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);

        assertThatThrownBy(() -> CursorCodec.decode(FIND, other, DataInputStream::readLong))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("another version");
    }

    @Test
    void fingerprintsTellFieldsApart() {
        assertThat(new Fingerprint().add("ab").add("c").value())
                .isNotEqualTo(new Fingerprint().add("a").add("bc").value());
        assertThat(new Fingerprint().add((String) null).value())
                .isNotEqualTo(new Fingerprint().add("").value());
    }

    private static void assertInvalid(String token) {
        assertThatThrownBy(() -> CursorCodec.decode(FIND, token, DataInputStream::readLong))
                .as(token)
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("exactly as an answer gave it");
    }

    private static String token(long value) {
        return CursorCodec.encode(FIND, out -> out.writeLong(value));
    }
}
