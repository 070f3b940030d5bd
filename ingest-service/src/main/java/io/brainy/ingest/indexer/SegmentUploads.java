package io.brainy.ingest.indexer;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.layout.BucketLayout;
import io.brainy.engine.cache.SegmentCache;
import io.brainy.engine.segment.SegmentPublication;
import io.brainy.engine.segment.SegmentPublication.LocalFile;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.ShardId;
import io.brainy.model.log.BatchId;
import io.brainy.model.log.Digest;
import io.brainy.model.manifest.SegmentFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Makes the files of a publication durable before a manifest may name them (S7). A file that an
/// earlier manifest of this publisher names is not sent again: names never change their content.
final class SegmentUploads {

    private static final int CHUNK = 1 << 16;

    private final Bucket bucket;
    private final SegmentCache cache;
    private final CollectionId collection;
    private final ShardId shard;
    private final long epoch;
    private final Supplier<BatchId> uniqueNames;
    private final Map<String, SegmentFile> known = new HashMap<>();

    /// @param published the files of the manifest that the publisher begins with
    SegmentUploads(
            Bucket bucket,
            SegmentCache cache,
            CollectionId collection,
            ShardId shard,
            long epoch,
            Supplier<BatchId> uniqueNames,
            List<SegmentFile> published) {
        this.bucket = bucket;
        this.cache = cache;
        this.collection = collection;
        this.shard = shard;
        this.epoch = epoch;
        this.uniqueNames = uniqueNames;
        published.forEach(file -> known.put(file.name(), file));
    }

    /// Every file of the publication, durable, with its checksum.
    List<SegmentFile> upload(SegmentPublication publication) {
        List<SegmentFile> files = new ArrayList<>();
        for (LocalFile local : publication.files()) {
            SegmentFile file = known.get(local.name());
            if (file == null) {
                file = upload(local);
                known.put(local.name(), file);
            }
            files.add(file);
        }
        known.keySet().retainAll(publication.files().stream().map(LocalFile::name).toList());
        return files;
    }

    private SegmentFile upload(LocalFile local) {
        String key = "%s-%d-%s".formatted(shard, epoch, uniqueNames.get());
        SegmentFile file = new SegmentFile(local.name(), key, local.bytes(), sha256(local.path()));
        bucket.put(BucketLayout.segmentFile(collection, key), local.path());
        cache.offer(collection, file, local.path());
        return file;
    }

    private static Digest sha256(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                digest.update(chunk, 0, read);
            }
            return new Digest(digest.digest());
        } catch (IOException e) {
            throw new UnavailableException(
                    "the new segment file %s cannot be read".formatted(path), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
