package io.brainy.search.api;

import io.brainy.engine.serve.ShardSnapshot.Fetch;
import io.brainy.model.document.Content;
import io.brainy.model.document.Document;
import io.brainy.model.document.FieldValue;
import io.brainy.model.document.Vector;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which parts of its documents an answer has, beside what is always there.
record Include(Set<Part> parts) {

    static final Include DEFAULT = new Include(EnumSet.of(Part.CONTENT, Part.METADATA));

    static final int MAX_PARTS = Part.values().length;

    static final Map<String, Part> WORDS =
            Map.of("content", Part.CONTENT, "metadata", Part.METADATA, "vector", Part.VECTOR);

    enum Part {
        CONTENT,
        METADATA,
        VECTOR
    }

    static Include of(List<Part> parts) {
        Set<Part> set = EnumSet.noneOf(Part.class);
        set.addAll(parts);
        return new Include(set);
    }

    Fetch fetch() {
        return parts.contains(Part.VECTOR) ? Fetch.WITH_VECTOR : Fetch.WITHOUT_VECTOR;
    }

    @Nullable Content content(Document document) {
        return parts.contains(Part.CONTENT) ? document.content() : null;
    }

    FieldValue.@Nullable Fields metadata(Document document) {
        return parts.contains(Part.METADATA) ? document.metadata() : null;
    }

    @Nullable Vector vector(Document document) {
        return parts.contains(Part.VECTOR) ? document.vector() : null;
    }
}
