package io.brainy.engine.segment;

import io.brainy.engine.filter.FilterFields;
import io.brainy.engine.segment.SegmentPublication.LocalFile;
import io.brainy.engine.text.Words;
import io.brainy.engine.vector.VectorSpace;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.error.CorruptException;
import io.brainy.model.log.CollectionSettings.Similarity;
import io.brainy.model.log.Commit;
import io.brainy.model.log.LogRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/// The publisher's side of a shard: applies commits strictly in order to a Lucene index in a
/// working directory of its own, and says at each [#flush] which files are the shard now.
///
/// The directory is scratch: the bucket is what lasts, so nothing in it is synced, and opening
/// empties it. The position stands in Lucene's commit, so that files and position cannot come
/// apart; opening checks it. Segment names are counted on from the manifest's own commit, so within
/// a chain of manifests a name never means two contents.
///
/// One thread at a time; merges run beside it.
public final class SegmentWriter implements AutoCloseable {

    /// Segments of fewer vectors have no graph.
    public static final int GRAPH_THRESHOLD = 20_000;

    private static final double BUFFER_MEGABYTES = 32;
    static final String POSITION = "position";

    private final Path path;
    private final Directory directory;
    private final BackgroundMerges merges;
    private final IndexWriter writer;
    private final SegmentFields fields;
    private long position;
    private long flushedPosition;
    private int unflushedRecords;
    private @Nullable SegmentPublication flushed;

    private SegmentWriter(
            Path path,
            Directory directory,
            BackgroundMerges merges,
            IndexWriter writer,
            SegmentFields fields,
            long position,
            boolean committed) {
        this.path = path;
        this.directory = directory;
        this.merges = merges;
        this.writer = writer;
        this.fields = fields;
        this.position = position;
        this.flushedPosition = committed ? position : Long.MIN_VALUE;
    }

    /// Opens a shard where its last manifest left it.
    ///
    /// @param directory to work in; what is in it is deleted
    /// @param position the manifest's; the number before the log's first where there is none
    /// @param files the manifest's by name, where they lie now; none where there is no manifest
    /// @throws CorruptException when a file is missing or damaged, or they are of another position
    public static SegmentWriter open(
            Path directory, Similarity similarity, long position, Map<String, Path> files) {
        return open(directory, similarity, position, files, GRAPH_THRESHOLD);
    }

    /// @param graphThreshold another one than [#GRAPH_THRESHOLD], for tests
    static SegmentWriter open(
            Path path,
            Similarity similarity,
            long position,
            Map<String, Path> files,
            int graphThreshold) {
        Directory directory = null;
        IndexWriter writer = null;
        try {
            directory = WorkingFolder.open(path, files);
            BackgroundMerges merges = new BackgroundMerges(path.getFileName().toString());
            writer = new IndexWriter(directory, config(merges, graphThreshold));
            if (!files.isEmpty()) {
                WorkingFolder.checkPosition(writer, position, files.keySet());
            }
            FilterFields filters = new FilterFields();
            filters.know(writer.getFieldNames());
            return new SegmentWriter(
                    path,
                    directory,
                    merges,
                    writer,
                    new SegmentFields(new VectorSpace(similarity), filters),
                    position,
                    !files.isEmpty());
        } catch (IOException | RuntimeException e) {
            closeQuietly(writer, directory, e);
            throw IndexFailure.of("opening the index in " + path, e);
        }
    }

    private static IndexWriterConfig config(BackgroundMerges merges, int graphThreshold) {
        return new IndexWriterConfig(Words.analyzer())
                .setCodec(GraphFormat.codec(graphThreshold))
                .setMergePolicy(new GraphMergePolicy(graphThreshold))
                .setMergeScheduler(merges)
                .setRAMBufferSizeMB(BUFFER_MEGABYTES)
                // A flush below the threshold never makes a graph; merges do.
                .setMaxBufferedDocs(Math.max(2, graphThreshold - 1))
                .setMaxFullFlushMergeWaitMillis(0)
                .setCommitOnClose(false);
    }

    /// The last commit applied.
    public long position() {
        return position;
    }

    /// Documents and deletes applied since the last flush.
    public int unflushedRecords() {
        return unflushedRecords;
    }

    /// Whether a flush would give other files than the last one: commits were applied, or merges
    /// have finished.
    public boolean hasChanges() {
        return flushed == null || position != flushedPosition || writer.hasUncommittedChanges();
    }

    /// Applies the next commit.
    public void apply(Commit commit) {
        if (commit.number() != position + 1) {
            throw new IllegalArgumentException(
                    "wanted commit " + (position + 1) + ", found " + commit.number());
        }
        checkMerges();
        try {
            for (LogRecord record : commit.records()) {
                apply(record, commit.number());
            }
        } catch (IOException | RuntimeException e) {
            throw failure("applying commit " + commit.number(), e);
        }
        position = commit.number();
    }

    private void apply(LogRecord record, long version) throws IOException {
        switch (record) {
            case LogRecord.DocumentWrite(Document document) -> {
                writer.updateDocument(
                        SegmentFields.idTerm(document.id().value()), fields.of(document, version));
                unflushedRecords++;
            }
            case LogRecord.DocumentTombstone(DocumentId id) -> {
                writer.deleteDocuments(SegmentFields.idTerm(id.value()));
                unflushedRecords++;
            }
            // While a collection is one shard, an upsert by id moves a document by itself, so
            // neither locators nor the header's id list are needed.
            case LogRecord.Locator _ -> {}
            // Relationships go to the adjacency, which is built beside these segments.
            case LogRecord.RelationshipWrite _, LogRecord.RelationshipTombstone _ -> {}
        }
    }

    /// Makes everything applied so far, and every merge finished so far, a set of files. They stay
    /// where they are until the next flush. Without a change the last publication is given again.
    public SegmentPublication flush() {
        checkMerges();
        SegmentPublication last = flushed;
        if (last != null && !hasChanges()) {
            return last;
        }
        try {
            if (position != flushedPosition) {
                writer.setLiveCommitData(Map.of(POSITION, Long.toString(position)).entrySet());
            }
            writer.commit();
            SegmentInfos infos = SegmentInfos.readLatestCommit(directory);
            List<LocalFile> files = new ArrayList<>();
            for (String name : infos.files(true)) {
                files.add(new LocalFile(name, path.resolve(name), directory.fileLength(name)));
            }
            files.sort((left, right) -> left.name().compareTo(right.name()));
            SegmentPublication publication =
                    new SegmentPublication(position, files, SegmentStatistics.of(directory, files));
            flushed = publication;
            flushedPosition = position;
            unflushedRecords = 0;
            return publication;
        } catch (IOException | RuntimeException e) {
            throw failure("flushing at position " + position, e);
        }
    }

    /// Waits for merges under way and then makes the shard one segment, for whoever has the time.
    /// What comes of it is published by the next flush.
    public void mergeFully() {
        try {
            merges.await();
            writer.forceMerge(1);
        } catch (IOException | RuntimeException e) {
            throw failure("merging fully", e);
        }
        checkMerges();
    }

    /// Waits until no merge is under way.
    public void awaitMerges() {
        merges.await();
        checkMerges();
    }

    private void checkMerges() {
        Throwable failed = merges.failure();
        if (failed != null) {
            throw IndexFailure.of("a merge in " + path, failed);
        }
    }

    /// A closed index writer tells its reason apart from the call that met it.
    private RuntimeException failure(String doing, Exception e) {
        Throwable tragic = e instanceof AlreadyClosedException ? writer.getTragicException() : null;
        return IndexFailure.of(doing + " in " + path, tragic == null ? e : tragic);
    }

    /// Ends merges under way and forgets what was not flushed: it is in the log.
    @Override
    public void close() {
        try {
            writer.rollback();
            directory.close();
        } catch (IOException e) {
            throw IndexFailure.of("closing the index in " + path, e);
        }
    }

    private static void closeQuietly(
            @Nullable IndexWriter writer, @Nullable Directory directory, Exception reason) {
        try {
            if (writer != null) {
                writer.rollback();
            }
            if (directory != null) {
                directory.close();
            }
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }
}
