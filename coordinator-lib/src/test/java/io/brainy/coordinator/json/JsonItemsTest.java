package io.brainy.coordinator.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every test runs with streams that give one byte at a time, a few, and all at once.
class JsonItemsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1 << 20})
    void linesAreItemsAndBlankOnesAreNot(int pace) {
        assertThat(lines("{\"a\":1}\n\n  \r\n{\"b\":2}\r\n[3]", 100, pace))
                .containsExactly("1 {\"a\":1}", "4 {\"b\":2}", "5 [3]");
        assertThat(lines("", 100, pace)).isEmpty();
        assertThat(lines("\n \n", 100, pace)).isEmpty();
        assertThat(lines("1\n", 100, pace)).containsExactly("1 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4096, 1 << 20})
    void aLineThatIsTooLongCostsOnlyItself(int pace) {
        String limit = "x".repeat(50);
        String over = "y".repeat(51);
        String far = "z".repeat(200_000);

        assertThat(lines(limit + "\n" + over + "\n" + far + "\n1", 50, pace))
                .containsExactly("1 " + limit, "2 TOO_LARGE", "3 TOO_LARGE", "4 1");
        assertThat(lines("1\n" + far, 50, pace)).containsExactly("1 1", "2 TOO_LARGE");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1 << 20})
    void elementsAreItems(int pace) {
        assertThat(array("[]", pace)).isEmpty();
        assertThat(array("[ \n ] ", pace)).isEmpty();
        assertThat(array("[1, {\"a\":[2,\"],\\\"}\"]} ,\n[3]]", pace))
                .containsExactly("1 1", "2 {\"a\":[2,\"],\\\"}\"]}", "3 [3]");
        assertThat(array("[\"\\\\\",2]", pace)).containsExactly("1 \"\\\\\"", "2 2");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1 << 20})
    void anArrayThatBreaksOffKeepsWhatCameBefore(int pace) {
        assertThat(array("[1,2", pace)).containsExactly("1 1", "2 MALFORMED");
        assertThat(array("[1,{\"a\":2}", pace))
                .containsExactly("1 1", "2 {\"a\":2}", "3 MALFORMED");
        assertThat(array("[{\"a\":\"}", pace)).containsExactly("1 MALFORMED");
        assertThat(array("[1,{\"a\":", pace)).containsExactly("1 1", "2 MALFORMED");
        assertThat(array("[1,", pace)).containsExactly("1 1", "2 MALFORMED");
        assertThat(array("[1,]", pace)).containsExactly("1 1", "2 MALFORMED");
        assertThat(array("[,1]", pace)).containsExactly("1 MALFORMED", "2 1");
        assertThat(array("[1] 2", pace)).containsExactly("1 1", "2 MALFORMED");
        assertThat(array("[", pace)).containsExactly("1 MALFORMED");
        assertThat(array("[1}, 2]", pace)).containsExactly("1 1}", "2 2");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4096, 1 << 20})
    void anElementThatIsTooLargeCostsOnlyItself(int pace) {
        String limit = "1".repeat(50);
        assertThat(
                        items(
                                JsonItems.array(
                                        paced(
                                                "["
                                                        + limit
                                                        + ",1"
                                                        + limit
                                                        + ",\""
                                                        + "x".repeat(200_000)
                                                        + "\",4]",
                                                pace),
                                        50,
                                        1 << 20)))
                .containsExactly("1 " + limit, "2 TOO_LARGE", "3 TOO_LARGE", "4 4");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1 << 20})
    void anArrayIsReadUpToItsLimit(int pace) {
        String body = "[1,22,333]";
        assertThat(items(JsonItems.array(paced(body, pace), 50, body.length())))
                .containsExactly("1 1", "2 22", "3 333");
        assertThat(items(JsonItems.array(paced(body, pace), 50, body.length() - 1)))
                .containsExactly("1 1", "2 22", "3 TOO_LARGE");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1 << 20})
    void aConnectionThatIsLostBreaksTheLastItem(int pace) {
        JsonItems lines = JsonItems.lines(lost("1\n2\n{}", pace), 50);
        assertThat(items(lines)).containsExactly("1 1", "2 2", "3 MALFORMED");
        assertThat(lines.brokenOff()).isTrue();

        JsonItems elements = JsonItems.array(lost("[1,2", pace), 50, 100);
        assertThat(items(elements)).containsExactly("1 1", "2 MALFORMED");
        assertThat(elements.brokenOff()).isTrue();
    }

    private static List<String> lines(String text, int maxItemBytes, int pace) {
        return items(JsonItems.lines(paced(text, pace), maxItemBytes));
    }

    private static List<String> array(String text, int pace) {
        return items(JsonItems.array(paced(text, pace), 100, 1000));
    }

    private static List<String> items(JsonItems items) {
        List<String> found = new ArrayList<>();
        while (items.next()) {
            var failure = items.failure();
            found.add(
                    items.line()
                            + " "
                            + (failure != null
                                    ? failure.type().name()
                                    : new String(
                                            items.bytes(), items.offset(), items.length(), UTF_8)));
        }
        assertThat(items.next()).isFalse();
        return found;
    }

    private static InputStream paced(String text, int pace) {
        return new ByteArrayInputStream(text.getBytes(UTF_8)) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(pace, length));
            }
        };
    }

    private static InputStream lost(String text, int pace) {
        InputStream body = paced(text, pace);
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("read in bytes");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int count = body.read(into, offset, length);
                if (count < 0) {
                    throw new IOException("connection reset");
                }
                return count;
            }
        };
    }
}
