package io.brainy.model.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.model.codec.ByteReader;
import io.brainy.model.codec.ByteWriter;
import io.brainy.model.document.Content;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.document.FieldValue;
import io.brainy.model.document.FieldValue.Fields;
import io.brainy.model.document.FieldValue.Items;
import io.brainy.model.document.FieldValue.Whole;
import io.brainy.model.document.Relationship;
import io.brainy.model.document.Vector;
import io.brainy.model.error.CorruptException;
import io.brainy.model.error.InvalidException;
import io.brainy.model.log.LogRecord.End;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The hex strings here are the format: they never change.
class RecordCodecTest {

    private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000, 5);
    private static final String TIME_HEX = "80c49fd50c" + "05";

    @Test
    void theLeastDocumentHasTheseBytes() {
        Document document =
                new Document(new DocumentId("a"), null, null, null, Fields.EMPTY, null, null, TIME);

        assertBytes(new LogRecord.DocumentWrite(document), "00" + "0161" + TIME_HEX);
    }

    @Test
    void aWholeDocumentHasTheseBytes() {
        Map<String, FieldValue> metadata = new LinkedHashMap<>();
        metadata.put("z", FieldValue.Null.NULL);
        metadata.put("t", new FieldValue.Bool(true));
        metadata.put("f", new FieldValue.Bool(false));
        metadata.put("w", new Whole(-2));
        metadata.put("r", new FieldValue.Real(0.5));
        metadata.put("s", new FieldValue.Text("é"));
        metadata.put("i", new Items(List.of(new Whole(1), new Items(List.of()))));
        metadata.put("o", new Fields(Map.of("k", new Whole(64))));
        Document document =
                new Document(
                        new DocumentId("a"),
                        "ty",
                        new Content.Text("c"),
                        new Vector(new float[] {1, 2}, true),
                        new Fields(metadata),
                        "d",
                        "cu",
                        TIME);

        assertBytes(
                new LogRecord.DocumentWrite(document),
                "fb01"
                        + "0161"
                        + TIME_HEX
                        + "027479"
                        + "0163"
                        + "0164"
                        + "026375"
                        + "08"
                        + "017a"
                        + "00"
                        + "0174"
                        + "02"
                        + "0166"
                        + "01"
                        + "0177"
                        + "0303"
                        + "0172"
                        + "04000000000000e03f"
                        + "0173"
                        + "0502c3a9"
                        + "0169"
                        + "06020302"
                        + "0600"
                        + "016f"
                        + "070101"
                        + "6b"
                        + "038001");
    }

    @Test
    void structuredContentAndAGivenVectorHaveTheseBytes() {
        Document document =
                new Document(
                        new DocumentId("a"),
                        null,
                        new Content.Structured(new Fields(Map.of("k", new Whole(0)))),
                        new Vector(new float[] {1}, false),
                        Fields.EMPTY,
                        null,
                        null,
                        TIME);

        assertBytes(
                new LogRecord.DocumentWrite(document),
                "0c" + "0161" + TIME_HEX + "01" + "016b" + "0300");
    }

    @Test
    void theOtherRecordsHaveTheseBytes() {
        Relationship.Key key =
                new Relationship.Key(new DocumentId("s"), new DocumentId("t"), "knows");
        Fields metadata = new Fields(Map.of("k", FieldValue.Null.NULL));

        assertBytes(new LogRecord.DocumentTombstone(new DocumentId("ab")), "026162");
        assertBytes(new LogRecord.Locator(new DocumentId("a"), 0xFFFF), "0161" + "ffff03");
        assertBytes(
                new LogRecord.RelationshipWrite(new Relationship(key, 1, Fields.EMPTY), End.SOURCE),
                "00" + "0173" + "0174" + "056b6e6f7773");
        assertBytes(
                new LogRecord.RelationshipWrite(new Relationship(key, 0.5, metadata), End.TARGET),
                "07" + "0173" + "0174" + "056b6e6f7773" + "000000000000e03f" + "01016b00");
        assertBytes(
                new LogRecord.RelationshipTombstone(key, End.TARGET),
                "01" + "0173" + "0174" + "056b6e6f7773");
    }

    @Test
    void fieldsKeepTheOrderInWhichTheyWereWritten() {
        Map<String, FieldValue> values = new LinkedHashMap<>();
        for (String name : List.of("z", "a", "m", "")) {
            values.put(name, new Whole(1));
        }

        Document read = storedAndRead(documentWith(new Fields(values)), null);

        assertThat(read.metadata().values().keySet()).containsExactly("z", "a", "m", "");
    }

    @Test
    void whoMadeTheVectorIsToldByTheBytesAlone() {
        Document document = documentWith(Fields.EMPTY);
        Vector made = new Vector(new float[] {1, 2}, true);
        Vector given = new Vector(new float[] {1, 2}, false);

        assertThat(origin(document)).isEqualTo(VectorOrigin.NONE);
        assertThat(origin(document.withVector(made))).isEqualTo(VectorOrigin.MADE);
        assertThat(origin(document.withVector(given))).isEqualTo(VectorOrigin.GIVEN);
        assertThat(storedAndRead(document.withVector(made), given).vector()).isEqualTo(made);
        assertThat(storedAndRead(document.withVector(given), made).vector()).isEqualTo(given);
        assertThat(storedAndRead(document.withVector(made), null).vector()).isNull();
        assertThatThrownBy(() -> storedAndRead(document, made))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("no vector");
    }

    @Test
    void valuesLieAtMost64LevelsDeep() {
        Document deepest = documentWith(nested(64));

        assertThat(storedAndRead(deepest, null)).isEqualTo(deepest);
        assertThatThrownBy(() -> RecordCodec.encodeDocument(documentWith(nested(65))))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("64 levels");
    }

    @ParameterizedTest
    @CsvSource({
        "empty, ''",
        "id missing, 00",
        "two contents, 060161" + TIME_HEX + "0000",
        "made and no vector, 100161" + TIME_HEX,
        "empty id, 0000" + TIME_HEX,
        "control character in id, 000107" + TIME_HEX,
        "time beyond all, 000161ffffffffffffffffff0100",
        "nanosecond too many, 0001610080948ebdb80f",
        "byte behind the end, 000161" + TIME_HEX + "00",
        "field twice, 80010161" + TIME_HEX + "02" + "016b00" + "016b00",
        "not a number, 80010161" + TIME_HEX + "01" + "016b04000000000000f07f",
        "more items than bytes, 80010161" + TIME_HEX + "01" + "016b06ffffffff7f",
        "more fields than bytes, 80010161" + TIME_HEX + "ffffffff7f"
    })
    void damageIsRefused(String name, String hex) {
        assertThatThrownBy(() -> decode(hex, RecordKind.DOCUMENT_WRITE))
                .as(name)
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("damaged");
    }

    @ParameterizedTest
    @CsvSource({
        "unknown flag, 80020161" + TIME_HEX,
        "unknown tag of a value, 80010161" + TIME_HEX + "01" + "016b08",
        "unknown critical extension, 000161" + TIME_HEX + "020107"
    })
    void whatALaterVersionWroteIsToldFromDamage(String name, String hex) {
        assertThatThrownBy(() -> decode(hex, RecordKind.DOCUMENT_WRITE))
                .as(name)
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("written by a newer version of Brainy")
                .hasMessageContaining("upgrade this node");
    }

    @Test
    void anOptionalExtensionOfALaterVersionIsSkipped() {
        String key = "0173" + "0174" + "00";
        String extension = "03020708";

        assertSkipped("000161" + TIME_HEX, extension, RecordKind.DOCUMENT_WRITE);
        assertSkipped("0161", extension, RecordKind.DOCUMENT_TOMBSTONE);
        assertSkipped("016107", extension, RecordKind.LOCATOR);
        assertSkipped("01" + key, extension, RecordKind.RELATIONSHIP_WRITE);
        assertSkipped("01" + key, extension, RecordKind.RELATIONSHIP_TOMBSTONE);
    }

    @Test
    void sixtyFiveLevelsOfNothingButBeginningsAreDamage() {
        ByteWriter out = new ByteWriter();
        out.bytes(HexFormat.of().parseHex("80010161" + TIME_HEX + "01016b"));
        for (int i = 0; i < 100_000; i++) {
            out.u8(6).u8(1);
        }
        byte[] body = out.toByteArray();

        assertThatThrownBy(() -> RecordCodec.decodeDocument(body, 0, body.length, null))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("64 levels");
    }

    @ParameterizedTest
    @EnumSource(RecordKind.class)
    void everyBodyIsCutSomewhere(RecordKind kind) {
        assertThatThrownBy(() -> decode("01", kind)).isInstanceOf(CorruptException.class);
    }

    private static void assertSkipped(String body, String extension, RecordKind kind) {
        assertThat(decode(body + extension, kind)).isEqualTo(decode(body, kind));
    }

    private static Fields nested(int levels) {
        FieldValue value = new Whole(7);
        for (int level = levels; level > 1; level--) {
            value = level % 2 == 0 ? new Items(List.of(value)) : new Fields(Map.of("k", value));
        }
        return new Fields(Map.of("k", value));
    }

    private static Document documentWith(Fields metadata) {
        return new Document(new DocumentId("a"), null, null, null, metadata, null, null, TIME);
    }

    private static VectorOrigin origin(Document document) {
        byte[] body = RecordCodec.encodeDocument(document);
        return RecordCodec.vectorOrigin(body, 0, body.length);
    }

    private static Document storedAndRead(Document document, @Nullable Vector vector) {
        byte[] body = RecordCodec.encodeDocument(document);
        return RecordCodec.decodeDocument(body, 0, body.length, vector);
    }

    private static void assertBytes(LogRecord record, String hex) {
        EncodedRecord encoded = RecordCodec.encode(record);
        assertThat(HexFormat.of().formatHex(encoded.body())).isEqualTo(hex);
        assertThat(
                        RecordCodec.decode(
                                new ByteReader(encoded.body(), "a test's record"),
                                RecordKind.of(record),
                                encoded.vector()))
                .isEqualTo(record);
    }

    /// As a commit's reader does, which turns what values refuse into damage.
    private static LogRecord decode(String hex, RecordKind kind) {
        ByteReader in = new ByteReader(HexFormat.of().parseHex(hex), "a test's record");
        try {
            return RecordCodec.decode(in, kind, null);
        } catch (InvalidException e) {
            throw new CorruptException("damaged: " + e.getMessage(), e);
        }
    }
}
