package io.brainy.search.find;

import io.brainy.engine.serve.ShardSnapshot.Candidate;
import io.brainy.search.merge.RankedHit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A hit that is still to be read.
///
/// @param answer which of the answering shards has it
/// @param ranked null where nothing was ranked
record HitRef(int answer, Candidate candidate, @Nullable RankedHit ranked) {

    static List<HitRef> of(List<RankedHit> hits) {
        return hits.stream()
                .map(h -> new HitRef(h.placed().answer(), h.placed().candidate(), h))
                .toList();
    }
}
