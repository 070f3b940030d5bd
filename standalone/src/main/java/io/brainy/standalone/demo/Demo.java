package io.brainy.standalone.demo;

import io.brainy.coordinator.time.Sleeper;
import io.brainy.coordinator.time.Ticker;
import io.brainy.standalone.terminal.Terminal;
import java.net.URI;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Loads WordNet into a running node and shows what can be asked of it, all over HTTP.
public final class Demo {

    /// How much of WordNet.
    public enum Extent {
        /// The best known synsets, in a collection of their own.
        WELL_KNOWN("wordnet", 10_000),
        ALL("wordnet-all", Integer.MAX_VALUE);

        private final String collection;
        private final int limit;

        Extent(String collection, int limit) {
            this.collection = collection;
            this.limit = limit;
        }

        WordNet.Sample sample() {
            return limit == Integer.MAX_VALUE ? WordNet.all() : WordNet.wellKnown(limit);
        }

        public String collection() {
            return collection;
        }
    }

    private final URI node;
    private final @Nullable String token;
    private final Terminal terminal;
    private final Ticker ticker;
    private final Sleeper sleeper;

    /// @param token what the node asks for, or null
    public Demo(
            URI node, @Nullable String token, Terminal terminal, Ticker ticker, Sleeper sleeper) {
        this.node = node;
        this.token = token;
        this.terminal = terminal;
        this.ticker = ticker;
        this.sleeper = sleeper;
    }

    /// Returns what was not as it should be; nothing when all was right.
    ///
    /// @throws DemoException when it could not go on
    public List<String> run(Extent extent) {
        try (DemoClient client = new DemoClient(node, token)) {
            fill(client, extent);
            return new Showcase(client, extent.collection, terminal, ticker).run();
        }
    }

    /// Loads the collection unless an earlier run did. One that was cut short is loaded again: the
    /// ids are WordNet's own, so nothing is there twice.
    private void fill(DemoClient client, Extent extent) {
        WordNet.Sample sample = extent.sample();
        OptionalLong present = client.documents(extent.collection, OptionalLong.empty());
        if (present.isPresent() && present.getAsLong() == sample.size()) {
            terminal.out()
                    .printf(
                            "collection %s holds its %,d synsets from an earlier run%n",
                            extent.collection, sample.size());
            return;
        }
        terminal.out()
                .printf(
                        "%,d synsets of WordNet 3.1 into collection %s: each is embedded, and durable"
                                + " when it is counted%n",
                        sample.size(), extent.collection);
        terminal.out().flush();
        long position =
                new Loading(client, sleeper, ticker).load(extent.collection, sample, terminal);
        long documents = client.documents(extent.collection, OptionalLong.of(position)).orElse(0);
        if (documents != sample.size()) {
            throw new DemoException(
                    "wrote %,d synsets, but collection %s holds %,d documents at position %d"
                            .formatted(sample.size(), extent.collection, documents, position));
        }
    }
}
