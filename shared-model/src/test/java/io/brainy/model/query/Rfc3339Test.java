package io.brainy.model.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T07:30:00Z, 2026-11-23T07:30:00Z",
        "2026-11-23t07:30:00z, 2026-11-23T07:30:00Z",
        "2026-11-23T07:30:00+01:00, 2026-11-23T06:30:00Z",
        "2026-11-23T07:30:00-23:59, 2026-11-24T07:29:00Z",
        "2026-11-23T07:30:00-00:00, 2026-11-23T07:30:00Z",
        "2026-11-23T07:30:00.5Z, 2026-11-23T07:30:00.5Z",
        "2026-11-23T07:30:00.123456789Z, 2026-11-23T07:30:00.123456789Z",
        "2026-11-23T07:30:00.1234567899999Z, 2026-11-23T07:30:00.123456789Z",
        "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
        "0000-02-29T00:00:00Z, 0000-02-29T00:00:00Z",
        "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z",
        "2000-02-29T00:00:00Z, 2000-02-29T00:00:00Z",
        "1969-12-31T23:59:59.999999999Z, 1969-12-31T23:59:59.999999999Z",
    })
    void dateTimesWithAnOffsetAreInstants(String text, Instant instant) {
        assertThat(Rfc3339.instantOf(text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026",
                "2026-11-23",
                "2026-11-23T07:30:00",
                "2026-11-23T07:30Z",
                "2026-11-23 07:30:00Z",
                "2026-11-23T07:30:00.Z",
                "2026-11-23T07:30:00,5Z",
                "2026-11-23T07:30:00+0100",
                "2026-11-23T07:30:00+01",
                "2026-11-23T07:30:00+24:00",
                "2026-11-23T07:30:00+01:60",
                "2026-11-23T07:30:00Z ",
                " 2026-11-23T07:30:00Z",
                "2026-11-23T07:30:00ZZ",
                "2026-13-23T07:30:00Z",
                "2026-00-23T07:30:00Z",
                "2026-11-31T07:30:00Z",
                "2026-11-00T07:30:00Z",
                "2025-02-29T07:30:00Z",
                "1900-02-29T07:30:00Z",
                "2026-11-23T24:00:00Z",
                "2026-11-23T07:60:00Z",
                "2026-11-23T07:30:61Z",
                "202a-11-23T07:30:00Z",
                "-026-11-23T07:30:00Z",
                "2026-11-23T07:30:00.",
                "2026-11-23T07:30:00.5",
                "+2026-11-23T07:30:00Z",
                "٢٠٢٦-11-23T07:30:00Z",
            })
    void everythingElseIsOnlyText(String text) {
        assertThat(Rfc3339.instantOf(text)).isNull();
    }

    @Test
    void agreesWithTheLibraryOnEveryDayOfTheCalendar() {
        SplittableRandom random = new SplittableRandom(7);
        long first = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
        long last = Instant.parse("9998-01-01T00:00:00Z").getEpochSecond();
        for (int i = 0; i < 20_000; i++) {
            Instant instant =
                    Instant.ofEpochSecond(
                            random.nextLong(first, last), random.nextInt(1_000_000_000));
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(60 * random.nextInt(-1079, 1080));
            String text = OffsetDateTime.ofInstant(instant, offset).toString();
            if (text.length() < 20 || text.charAt(16) != ':') {
                continue;
            }

            assertThat(Rfc3339.instantOf(text)).as(text).isEqualTo(instant);
        }
    }
}
