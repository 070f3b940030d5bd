package io.brainy.standalone.demo;

import io.brainy.coordinator.time.Sleeper;
import io.brainy.coordinator.time.Ticker;
import io.brainy.standalone.terminal.ProgressBar;
import io.brainy.standalone.terminal.Terminal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// Writes synsets over HTTP in constant memory: a few chunks are on their way at a time, and what
/// the progress counts is acknowledged, hence durable. A chunk that the node had no room for is
/// sent again; its ids make that harmless.
final class Loading {

    /// So that the node can sort a chunk by length and embed it in full batches.
    static final int CHUNK = 250;

    /// Enough that the model never waits for the network or the bucket.
    private static final int CHUNKS_UNDER_WAY = 3;

    private static final int TRIES = 60;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final DemoClient client;
    private final Sleeper sleeper;
    private final Ticker ticker;

    Loading(DemoClient client, Sleeper sleeper, Ticker ticker) {
        this.client = client;
        this.sleeper = sleeper;
        this.ticker = ticker;
    }

    /// Returns the position of the last write.
    long load(String collection, WordNet.Sample sample, Terminal terminal) {
        ProgressBar bar = new ProgressBar(terminal, "loading", sample.size(), ticker);
        long position = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Stream<Synset> synsets = sample.stream()) {
            Deque<Future<Long>> underWay = new ArrayDeque<>();
            Iterator<Synset> next = synsets.iterator();
            while (next.hasNext() || !underWay.isEmpty()) {
                if (next.hasNext() && underWay.size() < CHUNKS_UNDER_WAY) {
                    List<ObjectNode> chunk = chunk(next);
                    underWay.add(
                            threads.submit(() -> {
                                long at = write(collection, chunk);
                                bar.advance(chunk.size());
                                return at;
                            }));
                } else {
                    position = Math.max(position, join(underWay.remove()));
                }
            }
        } finally {
            bar.abandon();
        }
        return position;
    }

    private long write(String collection, List<ObjectNode> chunk) throws InterruptedException {
        String failure = "";
        for (int i = 0; i < TRIES; i++) {
            DemoClient.Loaded loaded = client.load(collection, chunk);
            if (loaded.failure().isEmpty()) {
                return loaded.position();
            }
            failure = loaded.failure().get();
            if (!loaded.again()) {
                break;
            }
            sleeper.sleep(PAUSE);
        }
        throw new DemoException("documents were not written: " + failure);
    }

    private List<ObjectNode> chunk(Iterator<Synset> synsets) {
        List<ObjectNode> chunk = new ArrayList<>(CHUNK);
        while (chunk.size() < CHUNK && synsets.hasNext()) {
            chunk.add(document(synsets.next()));
        }
        return chunk;
    }

    /// A synset as a document.
    private ObjectNode document(Synset synset) {
        ObjectNode document =
                client.object()
                        .put("id", synset.id())
                        .put("type", "synset")
                        .put("content", synset.gloss())
                        .put("domain", synset.domain());
        ObjectNode metadata = document.putObject("metadata");
        synset.words().forEach(metadata.putArray("words")::add);
        metadata.put("pos", synset.partOfSpeech().word());
        metadata.put("lexname", synset.domain());
        return document;
    }

    private static long join(Future<Long> written) {
        try {
            return written.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof DemoException known
                    ? known
                    : new DemoException("documents were not written: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("loading was interrupted", e);
        }
    }
}
