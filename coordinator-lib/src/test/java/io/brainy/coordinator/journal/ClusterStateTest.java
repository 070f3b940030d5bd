package io.brainy.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.coordinator.journal.ClusterState.Shard;
import io.brainy.coordinator.journal.JournalEntry.CollectionCreated;
import io.brainy.coordinator.journal.JournalEntry.CollectionDropped;
import io.brainy.coordinator.journal.JournalEntry.ShardClaimed;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.CollectionName;
import io.brainy.model.key.NodeId;
import io.brainy.model.key.ShardId;
import io.brainy.model.key.SlotRange;
import io.brainy.model.log.CollectionSettings;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each row is a journal and the state that it means: per collection `name/created first=… ` and
/// its shards `entry-ordinal@epoch:publisher`, then the closings of dropped names.
class ClusterStateTest {

    static Stream<Arguments> journals() {
        return Stream.of(
                row("nothing is there at first", "", ""),
                row(
                        "a creation begins a folder of its number, which is its shards' epoch (L9)",
                        "create a 1 n111",
                        "a/1 first=1 [1-0@1:n111]"),
                row(
                        "a creator that does not publish leaves the shard to claims",
                        "create a 1 -",
                        "a/1 first=1 [1-0@1:-]"),
                row(
                        "a second creation of a name is void",
                        "create a 1 n111; create a 1 n222",
                        "a/1 first=1 [1-0@1:n111]"),
                row(
                        "names do not touch each other",
                        "create a 1 n111; create b 1 n222",
                        "a/1 first=1 [1-0@1:n111]; b/2 first=1 [2-0@2:n222]"),
                row("a drop ends it (L10)", "create a 1 n111; drop a/1 9", "closed a at 9"),
                row(
                        "what follows a drop gets a new folder, and goes on after the closing"
                                + " (L10)",
                        "create a 1 n111; drop a/1 9; create a 10 n222",
                        "a/3 first=10 [3-0@3:n222]; closed a at 9"),
                row(
                        "a creation that was planned before the drop is void (L10)",
                        "create a 1 n111; drop a/1 9; create a 1 n222",
                        "closed a at 9"),
                row("a creation that skips a number is void", "create a 2 n111", ""),
                row(
                        "a drop of the folder before is void",
                        "create a 1 n111; drop a/1 9; create a 10 n222; drop a/1 50",
                        "a/3 first=10 [3-0@3:n222]; closed a at 9"),
                row(
                        "a second drop is void, and its closing does not count",
                        "create a 1 n111; drop a/1 9; drop a/1 12",
                        "closed a at 9"),
                row("a drop of what never was is void", "drop a/1 9", ""),
                row(
                        "the closings of a name follow each other",
                        "create a 1 n111; drop a/1 9; create a 10 n111; drop a/3 10; create a 11"
                                + " n111",
                        "a/5 first=11 [5-0@5:n111]; closed a at 10"),
                row(
                        "a claim gives the shard the claim's number as epoch (J1)",
                        "create a 1 n111; claim a/1 1-0 1 n222",
                        "a/1 first=1 [1-0@2:n222]"),
                row(
                        "a claim of a shard that nobody publishes",
                        "create a 1 -; claim a/1 1-0 1 n222",
                        "a/1 first=1 [1-0@2:n222]"),
                row(
                        "a claim that replaces an epoch that was replaced is void (J1)",
                        "create a 1 n111; claim a/1 1-0 1 n222; claim a/1 1-0 1 n333",
                        "a/1 first=1 [1-0@2:n222]"),
                row(
                        "a claim of an epoch that is still to come is void",
                        "create a 1 n111; claim a/1 1-0 2 n222",
                        "a/1 first=1 [1-0@1:n111]"),
                row(
                        "claims follow each other by the epochs that they name",
                        "create a 1 n111; claim a/1 1-0 1 n222; claim a/1 1-0 2 n333",
                        "a/1 first=1 [1-0@3:n333]"),
                row(
                        "a void entry has a number nevertheless",
                        "create a 1 n111; create a 1 n222; claim a/1 1-0 1 n222",
                        "a/1 first=1 [1-0@3:n222]"),
                row(
                        "a claim of another folder's shard is void",
                        "create a 1 n111; drop a/1 4; create a 5 n111; claim a/1 1-0 1 n222;"
                                + " claim a/3 1-0 3 n222",
                        "a/3 first=5 [3-0@3:n111]; closed a at 4"),
                row(
                        "a claim of a dropped collection is void",
                        "create a 1 n111; drop a/1 4; claim a/1 1-0 1 n222",
                        "closed a at 4"),
                row(
                        "of several shards the claim takes one",
                        "split a 1 n111; claim a/1 1-1 1 n222",
                        "a/1 first=1 [1-0@1:n111, 1-1@2:n222]"));
    }

    private static Arguments row(String rule, String journal, String state) {
        return Arguments.of(rule, journal, state);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("journals")
    void aJournalMeansItsState(String rule, String journal, String expected) {
        assertThat(text(fold(journal))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("journals")
    void everyEntryMovesThePosition(String rule, String journal, String expected) {
        assertThat(fold(journal).position()).isEqualTo(entries(journal).size());
    }

    @Test
    void numbersAreFoldedInTheirOrder() {
        JournalEntry entry = entry("create a 1 n111");

        assertThatThrownBy(() -> ClusterState.EMPTY.after(2, entry))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("entry 1 follows, found 2");
    }

    @Test
    void theFirstCommitOfANameFollowsItsLastClosing() {
        CollectionName name = new CollectionName("a");

        assertThat(ClusterState.EMPTY.firstCommit(name)).isEqualTo(1);
        assertThat(fold("create a 1 n111; drop a/1 9").firstCommit(name)).isEqualTo(10);
    }

    @Test
    void aFoldChangesNoEarlierState() {
        ClusterState before = fold("create a 1 n111");
        String text = text(before);

        var _ = before.after(2, entry("drop a/1 9"));
        var _ = before.after(2, entry("claim a/1 1-0 1 n222"));

        assertThat(text(before)).isEqualTo(text);
    }

    @Test
    void aFolderIsFoundByItsNumberOnly() {
        ClusterState state = fold("create a 1 n111; drop a/1 9; create a 10 n222");

        assertThat(state.find(new CollectionId(new CollectionName("a"), 1))).isEmpty();
        assertThat(state.find(new CollectionId(new CollectionName("a"), 3))).isPresent();
    }

    @Test
    void aNewCollectionsShardsCoverEverySlotOnce() {
        for (List<SlotRange> wrong :
                List.of(
                        List.<SlotRange>of(),
                        List.of(new SlotRange(0, 65534)),
                        List.of(new SlotRange(1, 65535)),
                        List.of(new SlotRange(0, 100), new SlotRange(100, 65535)),
                        List.of(new SlotRange(0, 100), new SlotRange(102, 65535)),
                        List.of(new SlotRange(101, 65535), new SlotRange(0, 100)))) {
            assertThatThrownBy(() -> created("a", 1, wrong, null))
                    .as("%s", wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cover every slot");
        }
    }

    // ---- the notation of the table

    private static ClusterState fold(String journal) {
        ClusterState state = ClusterState.EMPTY;
        for (String each : entries(journal)) {
            state = state.after(state.position() + 1, entry(each));
        }
        return state;
    }

    private static List<String> entries(String journal) {
        return Stream.of(journal.split(";", -1))
                .map(String::strip)
                .filter(e -> !e.isEmpty())
                .toList();
    }

    private static JournalEntry entry(String text) {
        List<String> words = List.of(text.split(" ", -1));
        return switch (words.get(0)) {
            case "create" ->
                    created(
                            words.get(1),
                            Long.parseLong(words.get(2)),
                            List.of(SlotRange.ALL),
                            node(words.get(3)));
            case "split" ->
                    created(
                            words.get(1),
                            Long.parseLong(words.get(2)),
                            List.of(new SlotRange(0, 255), new SlotRange(256, 65535)),
                            node(words.get(3)));
            case "drop" ->
                    new CollectionDropped(folder(words.get(1)), Long.parseLong(words.get(2)));
            case "claim" ->
                    new ShardClaimed(
                            folder(words.get(1)),
                            ShardId.parse(words.get(2)),
                            Long.parseLong(words.get(3)),
                            new NodeId(words.get(4)));
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static CollectionCreated created(
            String name, long firstCommit, List<SlotRange> ranges, @Nullable NodeId publisher) {
        return new CollectionCreated(
                new CollectionName(name),
                firstCommit,
                CollectionSettings.DEFAULTS,
                ranges,
                publisher);
    }

    private static @Nullable NodeId node(String text) {
        return text.equals("-") ? null : new NodeId(text);
    }

    private static CollectionId folder(String text) {
        int slash = text.indexOf('/');
        return new CollectionId(
                new CollectionName(text.substring(0, slash)),
                Long.parseLong(text.substring(slash + 1)));
    }

    private static String text(ClusterState state) {
        Stream<String> collections =
                state.collections().values().stream()
                        .map(c ->
                                "%s/%d first=%d %s"
                                        .formatted(
                                                c.id().name(),
                                                c.id().created(),
                                                c.firstCommit(),
                                                c.shards().stream()
                                                        .map(ClusterStateTest::text)
                                                        .collect(
                                                                Collectors.joining(
                                                                        ", ", "[", "]"))));
        Stream<String> closings =
                state.closings().entrySet().stream()
                        .map(e -> "closed %s at %d".formatted(e.getKey(), e.getValue()));
        return Stream.concat(collections.sorted(), closings.sorted())
                .collect(Collectors.joining("; "));
    }

    private static String text(Shard shard) {
        NodeId publisher = shard.publisher();
        return shard.id() + "@" + shard.epoch() + ":" + (publisher == null ? "-" : publisher);
    }
}
