package io.brainy.coordinator.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeyTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/a", "a/", "a//b"})
    void otherNamesAreNoKeys(String value) {
        assertThat(ObjectKey.isKey(value)).isFalse();
        assertThatThrownBy(() -> new ObjectKey(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keysAreAtMostNineHundredLong() {
        assertThat(new ObjectKey("k".repeat(900)).value()).hasSize(900);
        assertThatThrownBy(() -> new ObjectKey("k".repeat(901)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void orderIsThatOfTheBytes() {
        var random = new Random(42);
        String[] parts = {"a", "b", "-", "ä", "\uffff", "\ue000", "😀", "𝄞", "/x"};
        for (int i = 0; i < 5_000; i++) {
            String one = "k" + draw(parts, random);
            String other = "k" + draw(parts, random);

            assertThat(Integer.signum(new ObjectKey(one).compareTo(new ObjectKey(other))))
                    .as("%s and %s", one, other)
                    .isEqualTo(
                            Integer.signum(
                                    Arrays.compareUnsigned(
                                            one.getBytes(StandardCharsets.UTF_8),
                                            other.getBytes(StandardCharsets.UTF_8))));
        }
    }

    private static String draw(String[] parts, Random random) {
        var drawn = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            drawn.append(parts[random.nextInt(parts.length)]);
        }
        return drawn.toString();
    }
}
