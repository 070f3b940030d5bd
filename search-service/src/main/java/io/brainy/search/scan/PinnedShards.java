package io.brainy.search.scan;

import io.brainy.engine.serve.ShardSnapshot;
import io.brainy.engine.serve.ShardSnapshot.Candidate;
import io.brainy.engine.serve.ShardSnapshot.Fetch;
import io.brainy.engine.serve.ShardSnapshot.Found;
import io.brainy.engine.serve.ShardSnapshot.Matching;
import io.brainy.engine.serve.ShardSnapshot.ScanKey;
import io.brainy.model.document.Document;
import io.brainy.model.key.SlotRange;
import io.brainy.model.query.Filter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A collection's shards in the order of their slots, all at one position. Closing it frees them.
record PinnedShards(List<Pinned> shards, long position) implements AutoCloseable {

    PinnedShards {
        shards = List.copyOf(shards);
    }

    record Pinned(SlotRange slots, ShardSnapshot snapshot) {}

    /// @param next where the next page begins, or null: there is none
    record Read(List<Found> documents, @Nullable ScanKey next) {}

    Read read(@Nullable ScanKey after, int limit, Filter filter, Fetch fetch) {
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
