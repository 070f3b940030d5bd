package io.brainy.search.shard;

import io.brainy.engine.serve.ShardHandle;
import io.brainy.engine.serve.ShardSnapshot;
import io.brainy.engine.serve.ShardSnapshot.Candidate;
import io.brainy.engine.serve.ShardSnapshot.Fetch;
import io.brainy.engine.serve.ShardSnapshot.Found;
import io.brainy.engine.serve.ShardSnapshot.Matching;
import io.brainy.engine.serve.ShardSnapshot.ScanKey;
import io.brainy.model.document.Document;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.key.SlotRange;
import io.brainy.model.query.Filter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import org.jspecify.annotations.Nullable;

/// A collection's shards in the order of their slots, all as of one position (D5). Closing it frees
/// them.
public record PinnedShards(List<Pinned> shards, long position) implements AutoCloseable {

    private static final int MAX_ROUNDS = 3;

    public PinnedShards {
        shards = List.copyOf(shards);
    }

    public record Pinned(SlotRange slots, ShardSnapshot snapshot) {}

    /// Takes snapshots of `asked` at one position, at least `position`: while some are further than
    /// others, those are awaited and all are taken again. Fails as any of the shards does.
    ///
    /// @param none the position where no shard is asked
    public static PinnedShards pin(
            Scatter scatter, List<ShardHandle> asked, long position, long none) {
        long furthest = position;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            List<Pinned> pinned = take(scatter, asked, furthest);
            LongSummaryStatistics positions =
                    pinned.stream().mapToLong(p -> p.snapshot().position()).summaryStatistics();
            if (pinned.isEmpty() || positions.getMin() == positions.getMax()) {
                return new PinnedShards(pinned, pinned.isEmpty() ? none : positions.getMin());
            }
            pinned.forEach(p -> p.snapshot().close());
            furthest = positions.getMax();
        }
        throw new UnavailableException(
                ProblemType.UNAVAILABLE,
                "the collection is written too fast for its shards to be seen at one position; try again",
                Duration.ofSeconds(1));
    }

    private static List<Pinned> take(Scatter scatter, List<ShardHandle> asked, long position) {
        List<Pinned> pinned = new ArrayList<>(asked.size());
        try {
            for (ShardHandle shard : asked) {
                pinned.add(new Pinned(shard.range(), scatter.snapshot(shard, position)));
            }
            return pinned;
        } catch (RuntimeException | Error e) {
            pinned.forEach(p -> p.snapshot().close());
            throw e;
        }
    }

    /// @param next where the next page begins, or null: there is none
    public record Read(List<Found> documents, @Nullable ScanKey next) {}

    public Read read(@Nullable ScanKey after, int limit, Filter filter, Fetch fetch) {
        List<Found> documents = new ArrayList<>();
        for (Pinned pinned : shards) {
            if (after != null && pinned.slots().to() < after.slot()) {
                continue;
            }
            ShardSnapshot snapshot = pinned.snapshot();
            Matching matching = snapshot.matching(filter);
            int wanted = limit - documents.size();
            List<Candidate> found = snapshot.scan(after, wanted + 1, matching);
            documents.addAll(
                    snapshot.fetch(found.subList(0, Math.min(wanted, found.size())), fetch));
            if (found.size() > wanted) {
                Document last = documents.getLast().document();
                return new Read(documents, new ScanKey(last.slot(), last.id()));
            }
        }
        return new Read(documents, null);
    }

    @Override
    public void close() {
        shards.forEach(s -> s.snapshot().close());
    }
}
