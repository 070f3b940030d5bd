package io.brainy.model.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.model.codec.ByteReader;
import io.brainy.model.codec.ByteWriter;
import io.brainy.model.error.CorruptException;
import io.brainy.model.log.CollectionSettings.Similarity;
import io.brainy.model.testing.RandomValues;
import io.brainy.model.testing.SeededTest;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The hex strings here are the format: they never change.
class SettingsCodecTest {

    @Test
    void settingsHaveTheseBytes() {
        assertThat(hex(CollectionSettings.DEFAULTS.withoutModel())).isEqualTo("02050000000101");
        assertThat(
                        hex(
                                new CollectionSettings(
                                        Similarity.EUCLIDEAN,
                                        OptionalInt.of(384),
                                        "m",
                                        true,
                                        true,
                                        256,
                                        16)))
                .isEqualTo("0209" + "02" + "8003" + "07" + "8002" + "10" + "016d");
    }

    @SeededTest(runs = 100)
    void settingsAreReadAsTheyWereWritten(RandomGenerator random) {
        CollectionSettings settings = new RandomValues(random).settings();

        assertThat(read(hex(settings))).isEqualTo(settings);
    }

    @ParameterizedTest
    @CsvSource({
        "a similarity, 02050300000101",
        "a flag, 02050000080101",
        "a critical setting, 020500000001010400"
    })
    void whatALaterVersionWroteIsRefused(String name, String hex) {
        assertThatThrownBy(() -> read(hex))
                .as(name)
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("written by a newer version of Brainy");
    }

    @Test
    void anOptionalSettingOfALaterVersionIsSkipped() {
        assertThat(read("02050000000101" + "030107"))
                .isEqualTo(CollectionSettings.DEFAULTS.withoutModel());
    }

    @Test
    void settingsThatAreMissingAreDamage() {
        assertThatThrownBy(() -> read(""))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("settings are missing");
    }

    private static String hex(CollectionSettings settings) {
        ByteWriter out = new ByteWriter();
        SettingsCodec.write(out, settings);
        return HexFormat.of().formatHex(out.toByteArray());
    }

    private static CollectionSettings read(String hex) {
        return SettingsCodec.read(
                new ByteReader(HexFormat.of().parseHex(hex), "a test's settings"));
    }
}
