package io.brainy.ingest.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.layout.BucketLayout;
import io.brainy.coordinator.layout.SequenceName;
import io.brainy.engine.serve.OpenShard;
import io.brainy.engine.serve.ShardSnapshot;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.ShardId;
import io.brainy.model.key.SlotRange;
import io.brainy.model.log.CollectionSettings.Similarity;
import io.brainy.model.log.Commit;
import io.brainy.model.log.CommitCodec;
import io.brainy.model.log.LogRecord;
import io.brainy.model.manifest.Manifest;
import io.brainy.model.manifest.ManifestCodec;
import io.brainy.model.manifest.SegmentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What lies in a bucket, read without any of the code that keeps it: the log by a map, the chain
/// entry by entry.
final class BucketTruth {

    private final Bucket bucket;
    private final CollectionId collection;

    BucketTruth(Bucket bucket, CollectionId collection) {
        this.bucket = bucket;
        this.collection = collection;
    }

    /// The documents as of a position.
    Map<String, Document> replay(long position) {
        Map<String, Document> documents = new HashMap<>();
        for (byte[] bytes : entries(BucketLayout.log(collection))) {
            Commit commit = CommitCodec.decode(bytes, SlotRange.ALL, "the log");
            if (commit.number() > position) {
                break;
            }
            for (LogRecord record : commit.records()) {
                switch (record) {
                    case LogRecord.DocumentWrite(Document document) ->
                            documents.put(document.id().value(), document);
                    case LogRecord.DocumentTombstone(DocumentId id) -> documents.remove(id.value());
                    case LogRecord.Locator _,
                            LogRecord.RelationshipWrite _,
                            LogRecord.RelationshipTombstone _ -> {}
                }
            }
        }
        return documents;
    }

    Map<String, Document> replay() {
        return replay(Long.MAX_VALUE);
    }

    List<Manifest> chain(ShardId shard) {
        return entries(BucketLayout.chain(collection, shard)).stream()
                .map(bytes -> ManifestCodec.decode(bytes, "the chain"))
                .toList();
    }

    private List<byte[]> entries(SequenceName sequence) {
        List<byte[]> entries = new ArrayList<>();
        for (Bucket.ObjectSummary each : bucket.list(sequence.entries(), null, 1000).objects()) {
            entries.add(bucket.get(each.key()).object().orElseThrow().bytes());
        }
        return entries;
    }

    /// Invariants 3, 4, 5 of the architecture and rules C1, C2, S7, of a chain as it lies there.
    ///
    /// @param folder to put files of segments into
    /// @return the newest manifest's documents
    Map<String, Document> verify(ShardId shard, Path folder) throws Exception {
        List<Manifest> chain = chain(shard);
        Manifest before = null;
        for (Manifest manifest : chain) {
            if (before == null) {
                assertThat(manifest.generation()).isOne();
            } else {
                assertThat(manifest.generation()).isEqualTo(before.generation() + 1);
                assertThat(manifest.position()).isGreaterThanOrEqualTo(before.position());
                assertThat(manifest.epoch()).isGreaterThanOrEqualTo(before.epoch());
                if (manifest.epoch() > before.epoch()) {
                    // C2: whoever takes over begins with what is there.
                    assertThat(manifest.position()).isEqualTo(before.position());
                    assertThat(manifest.files()).isEqualTo(before.files());
                }
            }
            before = manifest;
        }
        if (before == null) {
            return Map.of();
        }
        Map<String, Document> documents = open(before, folder);
        assertThat(documents).as("C1 at %s", before).isEqualTo(replay(before.position()));
        return documents;
    }

    /// The documents in a manifest's files and in nothing else.
    private Map<String, Document> open(Manifest manifest, Path folder) throws Exception {
        Map<String, Path> paths = new HashMap<>();
        for (SegmentFile file : manifest.files()) {
            paths.put(file.name(), copy(file, folder));
        }
        try (OpenShard shard = new OpenShard(Similarity.COSINE, 0)) {
            shard.refresh(manifest, paths);
            try (ShardSnapshot snapshot = shard.snapshot()) {
                assertThat(snapshot.position()).isEqualTo(manifest.position());
                return ProcessOnBucket.documents(snapshot);
            }
        }
    }

    private Path copy(SegmentFile file, Path folder) throws Exception {
        byte[] bytes =
                bucket.get(BucketLayout.segmentFile(collection, file.key()))
                        .object()
                        .orElseThrow(() -> new AssertionError(file + " is named, but not there"))
                        .bytes();
        assertThat(bytes).as(file.toString()).hasSize((int) file.bytes());
        assertThat(MessageDigest.getInstance("SHA-256").digest(bytes))
                .as(file.toString())
                .isEqualTo(file.sha256().bytes());
        return write(folder.resolve(file.key()), bytes);
    }

    private static Path write(Path path, byte[] bytes) throws IOException {
        Files.createDirectories(path.getParent());
        return Files.write(path, bytes);
    }
}
