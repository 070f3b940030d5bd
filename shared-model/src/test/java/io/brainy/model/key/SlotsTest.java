package io.brainy.model.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The values here are the format: they never change.
class SlotsTest {

    @ParameterizedTest
    @CsvSource({
        "'', ef46db3751d8e999",
        "a, d24ec4f1a98c6e5b",
        "abc, 44bc2cf5ad770999",
        "Nobody inspects the spammish repetition, fbcea83c8a378bf1",
        "é😀, 8eebad97f27c1856"
    })
    void theHashIsXxh64OfUtf8WithSeed0(String text, String hash) {
        assertThat(HexFormat.of().toHexDigits(Slots.h64(text))).isEqualTo(hash);
        assertThat(Slots.h16(text)).isEqualTo(Integer.parseInt(hash, 0, 4, 16));
        assertThat(Slots.h8(text)).isEqualTo(Integer.parseInt(hash, 0, 2, 16));
    }

    @Test
    void aRoutingKeyGivesTheUpperHalf() {
        assertThat(Slots.of("a", null)).isEqualTo(0xD24E);
        assertThat(Slots.of("a", "abc")).isEqualTo(0x44D2);
        assertThat(Slots.of("abc", "a")).isEqualTo(0xD244);
        assertThat(Slots.of("abc", "")).isEqualTo(0xEF44);
    }
}
