package io.brainy.model.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.model.error.CorruptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardIdTest {

    @Test
    void itIsReadAsItIsWritten() {
        ShardId id = new ShardId(Long.MAX_VALUE, 7);

        assertThat(ShardId.parse(id.toString())).isEqualTo(id);
        assertThat(id).isGreaterThan(new ShardId(9, 8)).isLessThan(new ShardId(id.entry(), 8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", "1", "-1", "1-", "0-0", "1--1", "1-0-0", "a-0", "+1-0", "01-0"})
    void anotherFormIsDamage(String text) {
        assertThatThrownBy(() -> ShardId.parse(text))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
