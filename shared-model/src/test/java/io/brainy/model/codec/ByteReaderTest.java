package io.brainy.model.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.model.error.CorruptException;
import io.brainy.model.error.InvalidException;
import io.brainy.model.testing.SeededTest;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteReaderTest {

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "127, 7f",
        "128, 8001",
        "300, ac02",
        "16383, ff7f",
        "16384, 808001",
        "9223372036854775807, ffffffffffffffff7f"
    })
    void varintsHaveTheseBytes(long value, String hex) {
        assertThat(hex(new ByteWriter().varint(value))).isEqualTo(hex);
        assertThat(reader(hex).varint()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "-1, 01",
        "1, 02",
        "-64, 7f",
        "64, 8001",
        "9223372036854775807, feffffffffffffffff01",
        "-9223372036854775808, ffffffffffffffffff01"
    })
    void zigzagsHaveTheseBytes(long value, String hex) {
        assertThat(hex(new ByteWriter().zigzag(value))).isEqualTo(hex);
        assertThat(reader(hex).zigzag()).isEqualTo(value);
    }

    @Test
    void fixedNumbersAreLittleEndian() {
        ByteWriter out = new ByteWriter(0);

        out.u8(0xFE).u16(0xFEDC).u32(0xFEDCBA98).u64(0xFEDCBA9876543210L).f64(-2.5);
        out.floats(new float[] {1.5f, -0.0f});

        assertThat(hex(out))
                .isEqualTo(
                        "fe"
                                + "dcfe"
                                + "98badcfe"
                                + "1032547698badcfe"
                                + "00000000000004c0"
                                + "0000c03f"
                                + "00000080");
        ByteReader in = reader(hex(out));
        assertThat(in.u8()).isEqualTo(0xFE);
        assertThat(in.u16()).isEqualTo(0xFEDC);
        assertThat(in.u32()).isEqualTo(0xFEDCBA98);
        assertThat(in.u64()).isEqualTo(0xFEDCBA9876543210L);
        assertThat(in.finite()).isEqualTo(-2.5);
        assertThat(in.floats(2)).containsExactly(1.5f, -0.0f);
        in.end();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "€\uFFFD", "😀", "\0\n"})
    void textsAreUtf8WithTheirLength(String text) {
        ByteReader in = new ByteReader(new ByteWriter().text(text).toByteArray(), "a test");

        assertThat(in.text()).isEqualTo(text);
        in.end();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "a\uDE00", "\uDE00\uD83D", "\uD83D\uD83D\uDE00"})
    void aLoneSurrogateIsNotWritten(String text) {
        assertThatThrownBy(() -> new ByteWriter().text(text))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("lone surrogate");
    }

    @ParameterizedTest
    @CsvSource({
        "'', u8",
        "00, u16",
        "000000, u32",
        "00000000000000, u64",
        "'', varint",
        "80, varint",
        "8000, varint",
        "ffffffffffffffffff01, varint",
        "ffffffffffffffffff02, zigzag",
        "ffffffffffffffffffff01, zigzag",
        "000000000000f07f, finite",
        "000000000000f8ff, finite",
        "000000, floats",
        "05, count",
        "ffffffffffffffff7f, count",
        "0561, text",
        "ffffffff0f, text",
        "01ff, text",
        "03eda080, text",
        "02c080, text",
        "00, slice",
        "00, skip",
        "00, end",
        "0a, most9"
    })
    void whatCannotBeReadIsDamage(String hex, String read) {
        ByteReader in = reader(hex);

        assertThatThrownBy(() -> reading(read).accept(in))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("a test's object is damaged at byte ");
    }

    @SeededTest(runs = 200)
    void anyBytesAreReadOrRefused(RandomGenerator random) {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        ByteReader in = new ByteReader(bytes, "a test's object");
        String[] reads = {"u8", "u16", "u32", "varint", "zigzag", "text", "count", "floats"};

        try {
            while (in.remaining() > 0) {
                reading(reads[random.nextInt(reads.length)]).accept(in);
            }
        } catch (CorruptException e) {
            assertThat(in.remaining()).isNotNegative();
        }
    }

    @Test
    void aNewerVersionIsToldFromDamage() {
        assertThat(reader("").newer("the section 8 is unknown here"))
                .hasMessage(
                        "a test's object was written by a newer version of Brainy"
                                + " (the section 8 is unknown here); upgrade this node");
    }

    private static Consumer<ByteReader> reading(String name) {
        return switch (name) {
            case "u8" -> ByteReader::u8;
            case "u16" -> ByteReader::u16;
            case "u32" -> ByteReader::u32;
            case "u64" -> ByteReader::u64;
            case "varint" -> ByteReader::varint;
            case "zigzag" -> ByteReader::zigzag;
            case "finite" -> ByteReader::finite;
            case "floats" -> in -> in.floats(1);
            case "count" -> in -> in.count(1);
            case "text" -> ByteReader::text;
            case "slice" -> in -> in.slice(2);
            case "skip" -> in -> in.skip(2);
            case "end" -> ByteReader::end;
            case "most9" -> in -> in.varint(9, "a test's number");
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static ByteReader reader(String hex) {
        return new ByteReader(HexFormat.of().parseHex(hex), "a test's object");
    }

    private static String hex(ByteWriter out) {
        return HexFormat.of().formatHex(out.toByteArray());
    }
}
