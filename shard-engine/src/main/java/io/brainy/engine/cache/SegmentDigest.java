package io.brainy.engine.cache;

import io.brainy.model.log.Digest;
import io.brainy.model.manifest.SegmentFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/// Compares a file with what its manifest says of it.
final class SegmentDigest {

    private static final int BUFFER_BYTES = 256 * 1024;

    private SegmentDigest() {}

    /// Empty where length and SHA-256 are the manifest's; else what was wanted and found.
    static Optional<String> difference(Path path, SegmentFile wanted) throws IOException {
        long found;
        try {
            found = Files.size(path);
        } catch (NoSuchFileException _) {
            return Optional.of("wanted " + wanted.bytes() + " bytes, found no file");
        }
        if (found != wanted.bytes()) {
            return Optional.of("wanted " + wanted.bytes() + " bytes, found " + found);
        }
        Digest digest = sha256(path);
        return digest.equals(wanted.sha256())
                ? Optional.empty()
                : Optional.of("wanted SHA-256 " + wanted.sha256() + ", found " + digest);
    }

    private static Digest sha256(Path path) throws IOException {
        MessageDigest sha256;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try (FileChannel channel = FileChannel.open(path)) {
            while (channel.read(buffer) >= 0) {
                buffer.flip();
                sha256.update(buffer);
                buffer.clear();
            }
        }
        return new Digest(sha256.digest());
    }
}
