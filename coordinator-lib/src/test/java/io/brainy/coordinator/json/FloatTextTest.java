package io.brainy.coordinator.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds [FloatText] against the JDK's parser, bit for bit.
class FloatTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "0.0",
                "-0.0",
                "1",
                "-1",
                "1.5",
                "0.1",
                "16777217",
                "16777216.5",
                "16777219",
                "1.00000005960464477539",
                "1.000000059604644775390625",
                "1.0000000596046448",
                "3.4028235e38",
                "3.4028236e38",
                "3.5e38",
                "1e39",
                "-1e39",
                "1e400",
                "1e-45",
                "1e-46",
                "1.17549435e-38",
                "1.1754942e-38",
                "1e-400",
                "0.000000000000000000000000000000000001",
                "12345678901234567890123456789012345678",
                "9007199254740993",
                "0.03345678746700287",
                "1E5",
                "1e+5",
                "1e-5",
                "0e999999",
                "000000.5e1"
            })
    void readsAsTheJdkDoes(String text) {
        assertThat(Float.floatToRawIntBits(parse(text)))
                .as(text)
                .isEqualTo(Float.floatToRawIntBits(Float.parseFloat(text)));
    }

    @Test
    void readsRandomNumbersAsTheJdkDoes() {
        long seed = 20261123L;
        Random random = new Random(seed);
        for (int i = 0; i < 300_000; i++) {
            String text = randomNumber(random);
            assertThat(Float.floatToRawIntBits(parse(text)))
                    .as("seed %d, %s", seed, text)
                    .isEqualTo(Float.floatToRawIntBits(Float.parseFloat(text)));
        }
    }

    private static String randomNumber(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Float.toString((float) random.nextGaussian());
            case 1 -> Double.toString(random.nextGaussian());
            case 2 -> finite(Float.intBitsToFloat(random.nextInt()));
            case 3 -> Double.toString((float) random.nextGaussian());
            case 4 -> middle(random);
            default -> String.format(Locale.ROOT, "%.8f", random.nextDouble());
        };
    }

    /// The exact middle between two floats, or a hair beside it.
    private static String middle(Random random) {
        float low = (float) random.nextGaussian();
        double middle = ((double) low + Math.nextUp(low)) / 2;
        return Double.toString(
                switch (random.nextInt(3)) {
                    case 0 -> middle;
                    case 1 -> Math.nextUp(middle);
                    default -> Math.nextDown(middle);
                });
    }

    private static String finite(float value) {
        return Float.isFinite(value) ? Float.toString(value) : "0";
    }

    private static float parse(String text) {
        char[] padded = ("xx" + text + "99").toCharArray();
        return FloatText.parse(padded, 2, text.length());
    }
}
