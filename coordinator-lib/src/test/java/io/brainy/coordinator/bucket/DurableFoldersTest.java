package io.brainy.coordinator.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFoldersTest {

    @TempDir Path root;

    private final AtomicInteger forced = new AtomicInteger();

    @Test
    void everyFolderUpToTheRootIsMadeAndItsNameSyncedOnce() throws IOException {
        var folders = new DurableFolders(root, _ -> forced.incrementAndGet());

        folders.ensure(root.resolve("a/b/c"));
        assertThat(root.resolve("a/b/c")).isDirectory();
        assertThat(forced).hasValue(3);

        folders.ensure(root.resolve("a/b/c"));
        folders.ensure(root.resolve("a/b"));
        folders.ensure(root);
        assertThat(forced).hasValue(3);
    }

    @Test
    void folderOfAnotherProcessIsSyncedBeforeItsFirstUse() throws IOException {
        Files.createDirectories(root.resolve("a/b"));

        new DurableFolders(root, _ -> forced.incrementAndGet()).ensure(root.resolve("a/b"));

        assertThat(forced).hasValue(2);
    }

    @Test
    void failedSyncIsFinal() {
        var folders =
                new DurableFolders(
                        root,
                        _ -> {
                            throw new IOException("Input/output error");
                        });
        assertThatCode(folders::requireSound).doesNotThrowAnyException();

        assertThatThrownBy(() -> folders.sync(root)).hasMessage("Input/output error");

        assertThatThrownBy(folders::requireSound)
                .isInstanceOf(BucketException.class)
                .hasMessageContaining("could not be synced")
                .hasMessageContaining("start this process again");
    }

    @Test
    void syncThatCouldNotBeBegunIsPaidBeforeTheNextCall() throws IOException {
        var folders = new DurableFolders(root, _ -> forced.incrementAndGet());
        Path folder = Files.writeString(root.resolve("file"), "x").resolve("below");
        assertThatThrownBy(() -> folders.sync(folder)).isInstanceOf(IOException.class);
        assertThatThrownBy(folders::requireSound).isInstanceOf(IOException.class);

        Files.delete(root.resolve("file"));
        Files.createDirectories(folder);
        folders.requireSound();
        assertThat(forced).hasValue(1);

        folders.requireSound();
        assertThat(forced).hasValue(1);
    }

    @Test
    void missingFolderIsNoFailedSync() {
        var folders = new DurableFolders(root, _ -> forced.incrementAndGet());

        assertThatThrownBy(() -> folders.sync(root.resolve("missing")))
                .isInstanceOf(IOException.class);

        assertThatCode(folders::requireSound).doesNotThrowAnyException();
    }

    @Test
    void interruptIsKeptForAfterTheSync() throws IOException {
        var folders =
                new DurableFolders(
                        root,
                        _ -> {
                            if (forced.incrementAndGet() == 1) {
                                throw new ClosedByInterruptException();
                            }
                        });

        folders.sync(root);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(forced).hasValue(2);
        assertThatCode(folders::requireSound).doesNotThrowAnyException();
    }
}
