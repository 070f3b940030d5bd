package io.brainy.bench.data;

import io.brainy.inference.registry.EmbeddingModel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Vectors of texts in a file, which is named by the model and its weights: rows of the first half
/// of the text's SHA-256 and the components, little-endian, without a header. A row that was cut
/// off when a run was stopped is overwritten by the next. For one thread and one process at a time.
public final class EmbeddingCache implements AutoCloseable {

    private static final int HASH_BYTES = 16;
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private record TextHash(long high, long low) {}

    private final FileChannel file;
    private final int dimension;
    private final int rowBytes;
    private final Map<TextHash, Integer> rows = new HashMap<>();
    private final Arena arena = Arena.ofShared();

    private EmbeddingCache(FileChannel file, int dimension) {
        this.file = file;
        this.dimension = dimension;
        this.rowBytes = HASH_BYTES + Float.BYTES * dimension;
    }

    public static EmbeddingCache open(Path folder, EmbeddingModel model) throws IOException {
        Files.createDirectories(folder);
        String name = model.name() + "-" + model.weights().modelSha256().substring(0, 12);
        FileChannel file =
                FileChannel.open(
                        folder.resolve(name + ".embeddings"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            EmbeddingCache cache = new EmbeddingCache(file, model.dimension());
            cache.readHashes();
            return cache;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void readHashes() throws IOException {
        long count = file.size() / rowBytes;
        ByteBuffer hash = ByteBuffer.allocate(HASH_BYTES);
        for (int row = 0; row < count; row++) {
            hash.clear();
            while (hash.hasRemaining()) {
                if (file.read(hash, (long) row * rowBytes + hash.position()) < 0) {
                    throw new IOException("the cache of embeddings was cut while it was read");
                }
            }
            rows.put(new TextHash(hash.getLong(0), hash.getLong(Long.BYTES)), row);
        }
    }

    public boolean contains(String text) {
        return rows.containsKey(hash(text));
    }

    public void add(String text, float[] vector) throws IOException {
        if (vector.length != dimension) {
            throw new IllegalArgumentException(
                    "wanted " + dimension + " components, found " + vector.length);
        }
        TextHash hash = hash(text);
        if (rows.containsKey(hash)) {
            return;
        }
        ByteBuffer row = ByteBuffer.allocate(rowBytes).putLong(hash.high()).putLong(hash.low());
        row.order(ByteOrder.LITTLE_ENDIAN);
        for (float component : vector) {
            row.putFloat(component);
        }
        row.flip();
        long at = (long) rows.size() * rowBytes;
        while (row.hasRemaining()) {
            file.write(row, at + row.position());
        }
        rows.put(hash, rows.size());
    }

    /// The vectors of texts that are all there, in their order.
    public Vectors vectors(List<String> texts) throws IOException {
        int[] order = new int[texts.size()];
        for (int i = 0; i < order.length; i++) {
            Integer row = rows.get(hash(texts.get(i)));
            if (row == null) {
                throw new IllegalArgumentException("no embedding of: " + texts.get(i));
            }
            order[i] = row;
        }
        MemorySegment mapped =
                file.map(FileChannel.MapMode.READ_ONLY, 0, (long) rows.size() * rowBytes, arena);
        return new Vectors(mapped, order);
    }

    /// Vectors by ordinal, outside the heap.
    public final class Vectors {

        private final MemorySegment mapped;
        private final int[] order;

        private Vectors(MemorySegment mapped, int[] order) {
            this.mapped = mapped;
            this.order = order;
        }

        public int size() {
            return order.length;
        }

        public int dimension() {
            return dimension;
        }

        /// A copy.
        public float[] get(int ordinal) {
            float[] vector = new float[dimension];
            MemorySegment.copy(
                    mapped,
                    FLOAT,
                    (long) order[ordinal] * rowBytes + HASH_BYTES,
                    vector,
                    0,
                    dimension);
            return vector;
        }
    }

    private static TextHash hash(String text) {
        try {
            ByteBuffer digest =
                    ByteBuffer.wrap(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
            return new TextHash(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        arena.close();
        file.close();
    }
}
