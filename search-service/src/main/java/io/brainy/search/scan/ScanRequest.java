package io.brainy.search.scan;

import io.brainy.engine.serve.ShardSnapshot.Fetch;
import io.brainy.model.key.CollectionName;
import io.brainy.search.plan.Conditions;
import io.brainy.search.shard.Freshness;
import org.jspecify.annotations.Nullable;

/// One call of a scan, read and checked.
///
/// @param conditions null where the call gave none: with a cursor, those of the first call go on
public record ScanRequest(
        CollectionName collection,
        @Nullable Conditions conditions,
        int limit,
        Fetch fetch,
        Freshness freshness,
        @Nullable String cursor) {}
