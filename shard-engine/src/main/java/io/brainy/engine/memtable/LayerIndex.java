package io.brainy.engine.memtable;

import io.brainy.engine.filter.FilterFields;
import io.brainy.engine.segment.IndexFailure;
import io.brainy.engine.text.Words;
import io.brainy.model.document.Content;
import io.brainy.model.document.Document;
import java.io.IOException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.jspecify.annotations.Nullable;

/// The words and filter fields of a layer as a small Lucene index in memory, read on demand. Its
/// documents are numbered as the layer's rows: they are added by one thread, none is deleted, and
/// only neighbours are merged.
final class LayerIndex {

    /// More than a layer can fill, so that only readers make segments.
    private static final double BUFFER_MEGABYTES = 256;

    private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
    private final FilterFields filters = new FilterFields();
    private @Nullable IndexWriter writer;
    private @Nullable DirectoryReader reader;

    LayerIndex() throws IOException {
        this.writer =
                new IndexWriter(
                        directory,
                        new IndexWriterConfig(Words.analyzer())
                                .setRAMBufferSizeMB(BUFFER_MEGABYTES)
                                .setMergePolicy(new LogDocMergePolicy())
                                .setMergeScheduler(new SerialMergeScheduler())
                                .setUseCompoundFile(false)
                                .setCommitOnClose(false));
    }

    synchronized void add(Document document) throws IOException {
        IndexWriter target = writer;
        if (target == null) {
            throw new IllegalStateException("the layer is sealed");
        }
        org.apache.lucene.document.Document fields = new org.apache.lucene.document.Document();
        filters.add(document, fields);
        Content content = document.content();
        if (content != null) {
            Words.add(content.text(), fields);
        }
        target.addDocument(fields);
    }

    /// A reader of at least the first rows, held for the caller.
    synchronized DirectoryReader reader(int leastRows) throws IOException {
        DirectoryReader current = reader;
        if (current == null || current.maxDoc() < leastRows) {
            current = refresh(current);
        }
        current.incRef();
        return current;
    }

    private DirectoryReader refresh(@Nullable DirectoryReader before) throws IOException {
        IndexWriter source = writer;
        if (source == null) {
            throw new IllegalStateException("the layer is sealed");
        }
        DirectoryReader next =
                before == null
                        ? DirectoryReader.open(source)
                        : DirectoryReader.openIfChanged(before, source);
        if (next == null) {
            throw new IllegalStateException("the layer has fewer documents than rows");
        }
        reader = next;
        if (before != null) {
            before.decRef();
        }
        return next;
    }

    /// Ends the writing: one segment remains, and no buffers.
    synchronized void seal() {
        IndexWriter source = writer;
        if (source == null) {
            return;
        }
        try {
            source.forceMerge(1);
            source.commit();
            source.close();
            writer = null;
            DirectoryReader before = reader;
            reader = DirectoryReader.open(directory);
            if (before != null) {
                before.decRef();
            }
        } catch (IOException e) {
            throw IndexFailure.of("sealing a layer of the memtable", e);
        }
    }

    synchronized long heapBytes() {
        IndexWriter source = writer;
        long buffered = source == null || !source.isOpen() ? 0 : source.ramBytesUsed();
        long stored = 0;
        try {
            for (String file : directory.listAll()) {
                stored += directory.fileLength(file);
            }
        } catch (IOException e) {
            throw IndexFailure.of("measuring the memtable's index", e);
        }
        return buffered + stored;
    }

    synchronized void close() {
        try {
            if (reader != null) {
                reader.decRef();
            }
            if (writer != null) {
                writer.rollback();
            }
            directory.close();
        } catch (IOException e) {
            throw IndexFailure.of("closing a layer of the memtable", e);
        }
    }
}
