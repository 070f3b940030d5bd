package io.brainy.search.find;

import io.brainy.engine.serve.ShardSnapshot.Candidate;
import io.brainy.engine.serve.ShardSnapshot.Fetch;
import io.brainy.engine.serve.ShardSnapshot.Found;
import io.brainy.engine.serve.ShardSnapshot.ScanKey;
import io.brainy.model.document.Document;
import io.brainy.search.shard.Answers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Reads the documents of one page, one call a shard, from the snapshots that ranked them.
final class PageReader {

    private PageReader() {}

    record Page(List<Answer.Hit> hits) {

        /// Where a scan goes on after this page, which has a hit.
        ScanKey lastKey() {
            Document last = hits.getLast().found().document();
            return new ScanKey(last.slot(), last.id());
        }
    }

    static Page read(Answers<?> answers, List<HitRef> page, Fetch fetch) {
        Map<Integer, List<Candidate>> wanted = new HashMap<>();
        for (HitRef ref : page) {
            wanted.computeIfAbsent(ref.answer(), _ -> new ArrayList<>()).add(ref.candidate());
        }
        Map<Integer, Iterator<Found>> read = new HashMap<>();
        wanted.forEach((answer, candidates) ->
                read.put(
                        answer,
                        answers.answers()
                                .get(answer)
                                .snapshot()
                                .fetch(candidates, fetch)
                                .iterator()));
        List<Answer.Hit> hits = new ArrayList<>(page.size());
        for (HitRef ref : page) {
            Iterator<Found> found = read.get(ref.answer());
            if (found == null) {
                throw new IllegalStateException("no shard was asked for " + ref);
            }
            hits.add(new Answer.Hit(found.next(), ref.ranked()));
        }
        return new Page(hits);
    }
}
