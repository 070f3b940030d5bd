package io.brainy.model.log;

import io.brainy.model.codec.ByteReader;
import io.brainy.model.codec.ByteWriter;
import io.brainy.model.codec.SectionReader;
import io.brainy.model.codec.SectionWriter;
import io.brainy.model.log.CollectionSettings.Similarity;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The bytes of a collection's settings, as they stand in headers and in the journal entry of its
/// creation (L9). They are sections, since settings will be added: one that changes the meaning of
/// records gets an even tag, so that an older node refuses the collection instead of misreading it.
public final class SettingsCodec {

    private static final int CORE = 2;

    private static final int MODEL = 1;
    private static final int MODEL_NAMED = 1 << 1;
    private static final int DOMAINS_FIXED = 1 << 2;
    private static final int KNOWN = (1 << 3) - 1;

    private SettingsCodec() {}

    /// Sections to the end of what they are written into.
    public static void write(ByteWriter out, CollectionSettings settings) {
        new SectionWriter(out).add(CORE, body -> writeCore(body, settings));
    }

    /// Reads to the end of `in`.
    public static CollectionSettings read(ByteReader in) {
        SectionReader sections = new SectionReader(in);
        CollectionSettings settings = null;
        while (sections.next()) {
            switch (sections.tag()) {
                case CORE -> settings = readCore(sections.body());
                default -> sections.unknown();
            }
        }
        if (settings == null) {
            throw in.corrupt("settings are missing");
        }
        return settings;
    }

    private static void writeCore(ByteWriter out, CollectionSettings settings) {
        String model = settings.embeddingModel();
        out.u8(code(settings.similarity()));
        out.varint(settings.dimension().orElse(0));
        out.varint(
                (model == null ? 0 : MODEL)
                        | (settings.modelNamed() ? MODEL_NAMED : 0)
                        | (settings.domainsFixed() ? DOMAINS_FIXED : 0));
        out.varint(settings.shards()).varint(settings.replicas());
        if (model != null) {
            out.text(model);
        }
    }

    private static CollectionSettings readCore(ByteReader in) {
        Similarity similarity = similarity(in);
        int dimension = in.varint(Integer.MAX_VALUE, "a dimension");
        long flags = in.varint();
        if ((flags & ~KNOWN) != 0) {
            throw in.newer("settings have the unknown flags 0x%x".formatted(flags));
        }
        int shards = in.varint(Integer.MAX_VALUE, "a number of shards");
        int replicas = in.varint(Integer.MAX_VALUE, "a number of replicas");
        @Nullable String model = (flags & MODEL) == 0 ? null : in.text();
        return new CollectionSettings(
                similarity,
                dimension == 0 ? OptionalInt.empty() : OptionalInt.of(dimension),
                model,
                (flags & MODEL_NAMED) != 0,
                (flags & DOMAINS_FIXED) != 0,
                shards,
                replicas);
    }

    private static int code(Similarity similarity) {
        return switch (similarity) {
            case COSINE -> 0;
            case DOT -> 1;
            case EUCLIDEAN -> 2;
        };
    }

    /// @throws CorruptException when a later version wrote it
    private static Similarity similarity(ByteReader in) {
        int code = in.u8();
        return switch (code) {
            case 0 -> Similarity.COSINE;
            case 1 -> Similarity.DOT;
            case 2 -> Similarity.EUCLIDEAN;
            default -> throw in.newer("the similarity %d is unknown here".formatted(code));
        };
    }
}
