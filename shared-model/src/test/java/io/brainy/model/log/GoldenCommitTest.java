package io.brainy.model.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.model.codec.ByteWriter;
import io.brainy.model.codec.EntryPrefix;
import io.brainy.model.key.SlotRange;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What was once written is read for ever, and written so again. Only packed bytes may differ, with
/// the version of the library that packs them.
class GoldenCommitTest {

    @Test
    void aFullCommitIsReadAsItWasMeant() throws IOException {
        Commit commit = CommitCodec.decode(golden("commit-1-full.bin"), SlotRange.ALL, "golden");

        assertThat(commit.header().withBlocks(List.of())).isEqualTo(GoldenCommits.FULL);
        assertThat(commit.header().blocks()).hasSize(2);
        assertThat(commit.records())
                .isEqualTo(
                        GoldenCommits.fullRecords().stream()
                                .sorted(Comparator.comparingInt(LogRecord::slot))
                                .toList());
    }

    @Test
    void aCommitThatRefersToEarlierOnesIsReadAsItWasMeant() throws IOException {
        Commit commit = CommitCodec.decode(golden("commit-1-carried.bin"), SlotRange.ALL, "golden");

        assertThat(commit.header().withBlocks(List.of())).isEqualTo(GoldenCommits.CARRIED);
        assertThat(commit.records()).containsExactly(GoldenCommits.CARRIED_RECORD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"commit-1-full.bin", "commit-1-carried.bin"})
    void prefixAndHeaderAreWrittenAgainToTheByte(String name) throws IOException {
        byte[] golden = golden(name);
        CommitHeader header = CommitCodec.decodeHeader(golden, "golden");
        ByteWriter sections = new ByteWriter();
        HeaderCodec.write(sections, header);
        ByteWriter again = new ByteWriter();

        EntryPrefix.write(
                again,
                EntryPrefix.kind("BRNC"),
                1,
                header.number(),
                header.nonce().high(),
                header.nonce().low(),
                sections);

        assertThat(again.toByteArray())
                .isEqualTo(Arrays.copyOf(golden, CommitCodec.headerBytes(golden, "golden")));
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        GoldenCommitTest.class.getResourceAsStream("/golden/" + name), name)) {
            return in.readAllBytes();
        }
    }
}
