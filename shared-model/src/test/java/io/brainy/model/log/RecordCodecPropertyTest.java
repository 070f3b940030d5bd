package io.brainy.model.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.model.codec.ByteReader;
import io.brainy.model.document.Document;
import io.brainy.model.error.CorruptException;
import io.brainy.model.error.InvalidException;
import io.brainy.model.testing.RandomValues;
import io.brainy.model.testing.SeededTest;
import java.util.Arrays;
import java.util.random.RandomGenerator;

class RecordCodecPropertyTest {

    @SeededTest(runs = 300)
    void aRecordIsReadAsItWasWritten(RandomGenerator random) {
        LogRecord record = new RandomValues(random).record();

        EncodedRecord encoded = RecordCodec.encode(record);

        assertThat(decode(encoded.body(), encoded)).isEqualTo(record);
    }

    @SeededTest(runs = 300)
    void aStoredDocumentIsReadAsItWasWritten(RandomGenerator random) {
        Document document = new RandomValues(random).document();
        byte[] body = RecordCodec.encodeDocument(document);
        byte[] within = new byte[body.length + 12];
        System.arraycopy(body, 0, within, 5, body.length);

        Document read = RecordCodec.decodeDocument(within, 5, body.length, document.vector());

        assertThat(read).isEqualTo(document);
        assertThat(RecordCodec.decodeDocument(body, 0, body.length, null))
                .isEqualTo(document.withVector(null));
    }

    @SeededTest(runs = 300)
    void damagedBodiesAreReadAsSomethingElseOrRefused(RandomGenerator random) {
        EncodedRecord encoded = RecordCodec.encode(new RandomValues(random).record());
        byte[] damaged = encoded.body().clone();
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        byte[] cut = Arrays.copyOf(damaged, random.nextInt(damaged.length + 1));

        decodeOrRefuse(damaged, encoded);
        decodeOrRefuse(cut, encoded);
    }

    /// Whatever the bytes, the only failures are those that a commit's reader turns into damage.
    private static void decodeOrRefuse(byte[] body, EncodedRecord original) {
        try {
            decode(body, original);
        } catch (CorruptException | InvalidException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    private static LogRecord decode(byte[] body, EncodedRecord original) {
        return RecordCodec.decode(
                new ByteReader(body, "a test's record"),
                RecordKind.of(original.record()),
                original.vector());
    }
}
