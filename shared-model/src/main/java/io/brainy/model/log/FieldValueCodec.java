package io.brainy.model.log;

import io.brainy.model.codec.ByteReader;
import io.brainy.model.codec.ByteWriter;
import io.brainy.model.document.FieldValue;
import io.brainy.model.error.InvalidException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The bytes of a [FieldValue]: a tag, then what the tag says. Both sides count levels, so that a
/// tree of nothing but beginnings overflows no stack, and nothing is written that cannot be read.
final class FieldValueCodec {

    /// How many levels of items and fields may lie in each other. The API allows 32; the rest is
    /// room for it to grow without a new format.
    static final int MAX_LEVELS = 64;

    private static final int NULL = 0;
    private static final int FALSE = 1;
    private static final int TRUE = 2;
    private static final int WHOLE = 3;
    private static final int REAL = 4;
    private static final int TEXT = 5;
    private static final int ITEMS = 6;
    private static final int FIELDS = 7;

    private FieldValueCodec() {}

    /// The fields without the tag, where nothing else can stand.
    static void writeFields(ByteWriter out, FieldValue.Fields fields) {
        writeFields(out, fields, 1);
    }

    static FieldValue.Fields readFields(ByteReader in) {
        return readFields(in, 1);
    }

    private static void write(ByteWriter out, FieldValue value, int level) {
        switch (value) {
            case FieldValue.Null _ -> out.u8(NULL);
            case FieldValue.Bool(boolean truth) -> out.u8(truth ? TRUE : FALSE);
            case FieldValue.Whole(long number) -> out.u8(WHOLE).zigzag(number);
            case FieldValue.Real(double number) -> out.u8(REAL).f64(number);
            case FieldValue.Text(String text) -> out.u8(TEXT).text(text);
            case FieldValue.Items(List<FieldValue> values) -> {
                checkLevel(level);
                out.u8(ITEMS).varint(values.size());
                for (FieldValue item : values) {
                    write(out, item, level + 1);
                }
            }
            case FieldValue.Fields fields -> {
                out.u8(FIELDS);
                writeFields(out, fields, level);
            }
        }
    }

    private static void writeFields(ByteWriter out, FieldValue.Fields fields, int level) {
        checkLevel(level);
        out.varint(fields.values().size());
        for (Map.Entry<String, FieldValue> field : fields.values().entrySet()) {
            out.text(field.getKey());
            write(out, field.getValue(), level + 1);
        }
    }

    private static void checkLevel(int level) {
        if (level > MAX_LEVELS) {
            throw new InvalidException(
                    "metadata",
                    "fields and items lie at most %d levels deep in each other; flatten them"
                            .formatted(MAX_LEVELS));
        }
    }

    private static FieldValue read(ByteReader in, int level) {
        int tag = in.u8();
        return switch (tag) {
            case NULL -> FieldValue.Null.NULL;
            case FALSE -> new FieldValue.Bool(false);
            case TRUE -> new FieldValue.Bool(true);
            case WHOLE -> new FieldValue.Whole(in.zigzag());
            case REAL -> new FieldValue.Real(in.finite());
            case TEXT -> new FieldValue.Text(in.text());
            case ITEMS -> {
                checkLevel(in, level);
                int count = in.count(1);
                List<FieldValue> values = new ArrayList<>(Math.min(count, 64));
                for (int i = 0; i < count; i++) {
                    values.add(read(in, level + 1));
                }
                yield new FieldValue.Items(values);
            }
            case FIELDS -> readFields(in, level);
            default -> throw in.newer("a value has the unknown tag " + tag);
        };
    }

    private static FieldValue.Fields readFields(ByteReader in, int level) {
        checkLevel(in, level);
        int count = in.count(2);
        if (count == 0) {
            return FieldValue.Fields.EMPTY;
        }
        Map<String, FieldValue> values = LinkedHashMap.newLinkedHashMap(Math.min(count, 64));
        for (int i = 0; i < count; i++) {
            String name = in.text();
            if (values.put(name, read(in, level + 1)) != null) {
                throw in.corrupt("a field is there twice");
            }
        }
        return new FieldValue.Fields(values);
    }

    private static void checkLevel(ByteReader in, int level) {
        if (level > MAX_LEVELS) {
            throw in.corrupt("values lie more than %d levels deep".formatted(MAX_LEVELS));
        }
    }
}
