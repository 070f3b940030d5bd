package io.brainy.bench;

import io.brainy.bench.engine.SearchBench;
import io.brainy.bench.node.NodeBench;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What can be asked for by name.
enum Measurement {
    SEARCH(SearchBench.Part.SEGMENTS),
    FILTERS(SearchBench.Part.FILTERS),
    MEMTABLE(SearchBench.Part.MEMTABLE),
    INGEST(NodeBench.Part.INGEST),
    REQUESTS(NodeBench.Part.REQUESTS),
    HTTP_SEARCH(NodeBench.Part.SEARCH),
    VISIBLE(NodeBench.Part.VISIBLE),
    MEMORY(NodeBench.Part.MEMORY),
    STARTUP(NodeBench.Part.START),
    INGEST_EMBEDDING(null, null);

    private final SearchBench.@Nullable Part engine;
    private final NodeBench.@Nullable Part node;

    Measurement(SearchBench.Part engine) {
        this(engine, null);
    }

    Measurement(NodeBench.Part node) {
        this(null, node);
    }

    Measurement(SearchBench.@Nullable Part engine, NodeBench.@Nullable Part node) {
        this.engine = engine;
        this.node = node;
    }

    Optional<SearchBench.Part> engine() {
        return Optional.ofNullable(engine);
    }

    Optional<NodeBench.Part> node() {
        return Optional.ofNullable(node);
    }

    static Optional<Measurement> named(String name) {
        return Arrays.stream(values()).filter(one -> one.toString().equals(name)).findAny();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Measurement::toString).toList();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
