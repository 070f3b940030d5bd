package io.brainy.model.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.model.error.CorruptException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SectionReaderTest {

    private static final int KNOWN = 2;

    @Test
    void sectionsAreTagLengthAndBody() {
        ByteWriter out = new ByteWriter();

        new SectionWriter(out).add(2, body -> body.text("a")).add(300, body -> body.u8(9));

        assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo("02020161" + "ac020109");
    }

    @Test
    void theyAreWrittenInOrderOnly() {
        SectionWriter sections = new SectionWriter(new ByteWriter()).add(2, body -> {});

        assertThatThrownBy(() -> sections.add(2, body -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anUnknownOddTagIsSkippedWhereverItStands() {
        assertThat(read("0103ffffff" + "020107" + "8d8080808080800101ff")).isEqualTo(7);
    }

    @Test
    void anUnknownEvenTagIsANewerVersions() {
        assertThatThrownBy(() -> read("020107" + "0400"))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("written by a newer version of Brainy")
                .hasMessageContaining("section 4");
    }

    @ParameterizedTest
    @CsvSource({
        "again, 020107020107",
        "descending, 0300020107",
        "tag 0, 0000",
        "body cut, 020207",
        "body not read to its end, 02020708",
        "length missing, 02"
    })
    void damageIsRefused(String name, String hex) {
        assertThatThrownBy(() -> read(hex))
                .as(name)
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("damaged");
    }

    private static int read(String hex) {
        SectionReader sections =
                new SectionReader(new ByteReader(HexFormat.of().parseHex(hex), "a test's object"));
        int value = -1;
        while (sections.next()) {
            if (sections.tag() == KNOWN) {
                value = sections.body().u8();
            } else {
                sections.unknown();
            }
        }
        return value;
    }
}
