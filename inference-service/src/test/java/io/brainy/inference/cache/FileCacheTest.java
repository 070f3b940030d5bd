package io.brainy.inference.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.inference.registry.BundledWeights;
import io.brainy.inference.registry.ModelRegistry;
import io.brainy.model.error.CorruptException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCacheTest {

    private static final BundledWeights WEIGHTS =
            ModelRegistry.builtIn().models().getFirst().weights();

    @TempDir private Path folder;

    @Test
    void racingProcessesUnpackOneWholeFile() throws Exception {
        List<CompletableFuture<Path>> races = new ArrayList<>();
        try (var racers = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                races.add(
                        CompletableFuture.supplyAsync(
                                () ->
                                        FileCache.at(folder)
                                                .verified(
                                                        WEIGHTS.modelResource(),
                                                        WEIGHTS.modelSha256()),
                                racers));
            }
        }

        Path file = races.getFirst().join();
        assertThat(races).allSatisfy(race -> assertThat(race.join()).isEqualTo(file));
        assertThat(file).hasSize(34_014_426);
        assertThat(filesBelow(folder)).containsExactly(file);
    }

    @Test
    void otherWeightsAreRefusedAndLeaveNothing() throws Exception {
        String other = "0".repeat(64);

        assertThatThrownBy(() -> FileCache.at(folder).verified(WEIGHTS.modelResource(), other))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining(other)
                .hasMessageContaining(WEIGHTS.modelSha256());
        assertThat(filesBelow(folder)).isEmpty();
    }

    @Test
    void missingResourceNamesIt() {
        assertThatThrownBy(() -> FileCache.at(folder).verified("no-such", "0".repeat(64)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no-such");
    }

    @Test
    void folderThatCannotBeMadeNamesTheProperty() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> FileCache.at(file.resolve("below")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("brainy.inference.cache-directory");
    }

    @Test
    void homeThatCannotBeWrittenGivesATemporaryFolderThatGoesAway() throws Exception {
        Path home = Files.createFile(folder.resolve("home"));

        FileCache cache = FileCache.inHome(home);
        Path model = cache.verified(WEIGHTS.modelResource(), WEIGHTS.modelSha256());

        assertThat(model).exists();
        cache.close();
        assertThat(cache.directory()).doesNotExist();
    }

    @Test
    void homeThatCanBeWrittenKeepsItsFiles() {
        FileCache cache = FileCache.inHome(folder);
        cache.close();

        assertThat(cache.directory()).isDirectory().startsWith(folder);
    }

    private static List<Path> filesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
