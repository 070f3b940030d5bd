package io.brainy.search.shard;

import io.brainy.engine.serve.ShardDirectory;
import io.brainy.engine.serve.ShardHandle;
import io.brainy.engine.serve.ShardSnapshot;
import io.brainy.engine.serve.ShardSnapshot.Found;
import io.brainy.model.document.DocumentId;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.key.Slots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds one document by its id (D4).
///
/// With a routing key, or a server's id, its slot is known and one shard is asked; a key that is
/// not the document's is only a wrong hint, so what is not found there is looked for everywhere.
/// Everywhere means every shard of this process: one that moves between two shards could be missed
/// by both if they are seen at different positions, so "not there" counts only when all of them
/// were seen at one; those behind the furthest are asked again at its position.
public final class DocumentLookup {

    private static final int MAX_ROUNDS = 3;

    private final ShardDirectory shards;
    private final Scatter scatter;

    public DocumentLookup(ShardDirectory shards, Scatter scatter) {
        this.shards = shards;
        this.scatter = scatter;
    }

    /// @param document empty where there is none as of `position`
    public record Lookup(Optional<Found> document, long position) {}

    /// @param routingKey the document's domain, else its customer, as far as the caller knows, or
    ///   null
    public Lookup find(ReadPoint point, DocumentId id, @Nullable String routingKey) {
        List<ShardHandle> all = ShardChoice.all(shards, point.log().collection());
        if (all.size() > 1 && (id.serverMade() || routingKey != null)) {
            int slot = id.serverMade() ? id.ownSlot() : Slots.of(id.value(), routingKey);
            List<ShardHandle> hinted = all.stream().filter(s -> s.range().contains(slot)).toList();
            Lookup there = everywhere(hinted, id, point.position());
            if (there.document().isPresent() || id.serverMade()) {
                return there;
            }
        }
        return everywhere(all, id, point.position());
    }

    private Lookup everywhere(List<ShardHandle> asked, DocumentId id, long position) {
        List<Seen> seen = new ArrayList<>();
        for (ShardHandle shard : asked) {
            seen.add(look(shard, id, position));
        }
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Optional<Seen> newest =
                    seen.stream()
                            .filter(s -> s.found().isPresent())
                            .max(Comparator.comparingLong(s -> s.found().get().version()));
            if (newest.isPresent()) {
                return new Lookup(newest.get().found(), newest.get().position());
            }
            long furthest = seen.stream().mapToLong(Seen::position).max().orElse(position);
            if (seen.stream().allMatch(s -> s.position() == furthest)) {
                return new Lookup(Optional.empty(), furthest);
            }
            seen.replaceAll(s -> s.position() < furthest ? look(s.shard(), id, furthest) : s);
        }
        throw new UnavailableException(
                ProblemType.UNAVAILABLE,
                "document '" + id + "' may be on its way between shards; try again",
                Duration.ofSeconds(1));
    }

    private Seen look(ShardHandle shard, DocumentId id, long position) {
        try (ShardSnapshot snapshot = scatter.snapshot(shard, position)) {
            return new Seen(shard, snapshot.get(id), snapshot.position());
        }
    }

    private record Seen(ShardHandle shard, Optional<Found> found, long position) {}
}
