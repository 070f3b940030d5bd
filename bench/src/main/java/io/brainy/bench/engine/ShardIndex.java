package io.brainy.bench.engine;

import io.brainy.bench.data.Corpus;
import io.brainy.engine.segment.SegmentPublication;
import io.brainy.engine.segment.SegmentPublication.LocalFile;
import io.brainy.engine.segment.SegmentWriter;
import io.brainy.engine.serve.OpenShard;
import io.brainy.engine.serve.ShardSnapshot;
import io.brainy.model.key.ShardId;
import io.brainy.model.key.SlotRange;
import io.brainy.model.log.BatchId;
import io.brainy.model.log.Carried;
import io.brainy.model.log.CollectionSettings;
import io.brainy.model.log.CollectionSettings.Similarity;
import io.brainy.model.log.Commit;
import io.brainy.model.log.CommitHeader;
import io.brainy.model.log.Digest;
import io.brainy.model.log.LogRecord;
import io.brainy.model.manifest.Manifest;
import io.brainy.model.manifest.SegmentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A shard without a node around it: what the publisher and the reader of one do, without log and
/// bucket between them.
final class ShardIndex implements AutoCloseable {

    private static final int COMMIT_DOCUMENTS = 1_000;
    private static final ShardId SHARD = new ShardId(1, 0);
    private static final Instant DATE = Instant.parse("2026-11-23T00:00:00Z");

    private final Corpus corpus;
    private final Path published;
    private final SegmentWriter writer;
    private final OpenShard shard;
    private long generation;

    private ShardIndex(Corpus corpus, Path published, SegmentWriter writer) {
        this.corpus = corpus;
        this.published = published;
        this.writer = writer;
        this.shard = new OpenShard(Similarity.COSINE, 0);
    }

    static ShardIndex create(Path folder, Corpus corpus) throws IOException {
        return new ShardIndex(
                corpus,
                Files.createDirectories(folder.resolve("published")),
                SegmentWriter.open(folder.resolve("work"), Similarity.COSINE, 0, Map.of()));
    }

    /// Brings documents into segments, and waits for the merges that this leads to.
    void index(int from, int to) {
        for (int at = from; at < to; at += COMMIT_DOCUMENTS) {
            writer.apply(commit(writer.position() + 1, at, Math.min(to, at + COMMIT_DOCUMENTS)));
        }
        writer.flush();
        writer.awaitMerges();
    }

    void mergeFully() {
        writer.mergeFully();
    }

    /// Shows readers what the segments hold now.
    void publish() throws IOException {
        SegmentPublication publication = writer.flush();
        generation++;
        List<SegmentFile> files = new ArrayList<>();
        Map<String, Path> paths = new HashMap<>();
        for (LocalFile file : publication.files()) {
            Path kept = published.resolve(file.name());
            // A name never means two contents.
            if (!Files.exists(kept)) {
                Files.copy(file.path(), kept);
            }
            paths.put(file.name(), kept);
            files.add(
                    new SegmentFile(
                            file.name(),
                            file.name(),
                            file.bytes(),
                            new Digest(new byte[Digest.LENGTH])));
        }
        Manifest manifest =
                new Manifest(
                        SHARD,
                        generation,
                        new BatchId(0, generation),
                        1,
                        publication.position(),
                        SlotRange.ALL,
                        null,
                        false,
                        files,
                        publication.stats());
        shard.refresh(manifest, paths);
    }

    /// Writes documents that stay in the memtable.
    void write(int from, int to) {
        for (int at = from; at < to; at += COMMIT_DOCUMENTS) {
            shard.apply(commit(shard.position() + 1, at, Math.min(to, at + COMMIT_DOCUMENTS)));
        }
    }

    ShardSnapshot snapshot() {
        return shard.snapshot();
    }

    private Commit commit(long number, int from, int to) {
        List<LogRecord> records = new ArrayList<>();
        for (int ordinal = from; ordinal < to; ordinal++) {
            records.add(new LogRecord.DocumentWrite(corpus.document(ordinal)));
        }
        CommitHeader header =
                new CommitHeader(
                        number,
                        new BatchId(1, number),
                        DATE,
                        new Carried.Whole<>(CollectionSettings.DEFAULTS),
                        false,
                        false,
                        0,
                        new Carried.Whole<>(Map.of()),
                        new Carried.Whole<>(List.of()),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of());
        return new Commit(header, records);
    }

    @Override
    public void close() {
        shard.close();
        writer.close();
    }
}
