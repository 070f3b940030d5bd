package io.brainy.coordinator.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.coordinator.bucket.BucketException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailuresTest {

    @TempDir Path root;

    @Test
    void errorsHaveKinds() {
        assertThat(kind(1, new AccessDeniedException("/x"))).isEqualTo(Kind.DENIED);
        assertThat(kind(1, reason("Read-only file system"))).isEqualTo(Kind.DENIED);
        assertThat(kind(1, reason("Operation not permitted"))).isEqualTo(Kind.DENIED);
        assertThat(kind(1, new IOException("No space left on device"))).isEqualTo(Kind.FULL);
        assertThat(kind(1, reason("Disk quota exceeded"))).isEqualTo(Kind.FULL);
        assertThat(kind(1, reason("File name too long"))).isEqualTo(Kind.REFUSED);
        assertThat(kind(1, reason("Invalid cross-device link"))).isEqualTo(Kind.REFUSED);
        assertThat(kind(1, new IOException("Input/output error"))).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void writeThatCannotFitIsFullInEveryLanguage() {
        var translated = new IOException("Auf dem Gerät ist kein Speicherplatz mehr verfügbar");

        assertThat(kind(Long.MAX_VALUE / 2, translated)).isEqualTo(Kind.FULL);
        assertThat(kind(0, translated)).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void messageSaysWhatWhereWhyAndWhatToDo() {
        assertThat(FileFailures.of("create 'a/b'", root, 1, new AccessDeniedException("/x/a")))
                .hasMessageContaining("could not create 'a/b'")
                .hasMessageContaining(root.toString())
                .hasMessageContaining("/x/a")
                .hasMessageContaining("give this process read and write permission");
    }

    private Kind kind(long wanted, IOException cause) {
        return FileFailures.of("write", root, wanted, cause).kind();
    }

    private static IOException reason(String reason) {
        return new FileSystemException("/x", null, reason);
    }
}
