package io.brainy.model.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.model.error.InvalidException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectionNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "news-2026_en", "9-", "a__"})
    void theseAreNames(String value) {
        assertThat(new CollectionName(value)).hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "-a", "_a", "A", "aB", "a.b", "a/b", "..", "a b", "é", "a\n", "\na", "a\0"
            })
    void theseAreNot(String value) {
        assertThatThrownBy(() -> new CollectionName(value))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("1 to 63");
    }

    @Test
    void aNameHasAtMost63Characters() {
        assertThat(new CollectionName("x".repeat(63)).value()).hasSize(63);
        assertThatThrownBy(() -> new CollectionName("x".repeat(64)))
                .isInstanceOf(InvalidException.class);
    }

    @Test
    void aLongNameIsCutInTheMessage() {
        assertThatThrownBy(() -> new CollectionName("x".repeat(10_000)))
                .message()
                .hasSizeLessThan(300);
    }
}
