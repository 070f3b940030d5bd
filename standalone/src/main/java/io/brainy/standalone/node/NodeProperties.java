package io.brainy.standalone.node;

import io.brainy.model.key.Role;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// What a node is; each is also an option of `./brainy up` of the same name.
///
/// @param bucket where everything is kept: a directory, or `s3://NAME/PREFIX`
/// @param roles what the node does; default all
/// @param zone the failure domain it stands in; replicas are spread over zones
/// @param region the region that the zone is part of
/// @param cache the directory that keeps segments of a remote bucket; default a temporary one
/// @param cacheSize what that directory may take
/// @param capacity its share of the shards, relative to the other nodes'
@ConfigurationProperties("brainy")
public record NodeProperties(
        @DefaultValue("./data") String bucket,
        @DefaultValue({"ingest", "indexer", "search", "graph", "inference"}) Set<Role> roles,
        @Nullable String zone,
        @Nullable String region,
        @Nullable Path cache,
        @DefaultValue("20GB") DataSize cacheSize,
        @DefaultValue("1") double capacity) {

    public static final double MAX_CAPACITY = 1_000;

    public NodeProperties {
        if (bucket.isBlank()) {
            throw new IllegalArgumentException(
                    "brainy.bucket is a directory or s3://NAME/PREFIX, found nothing");
        }
        if (roles.isEmpty()) {
            throw new IllegalArgumentException(
                    "brainy.roles names at least one of ingest, indexer, search, graph, inference");
        }
        if (!(capacity > 0 && capacity <= MAX_CAPACITY)) {
            throw new IllegalArgumentException(
                    "brainy.capacity is more than 0 and at most 1000, found " + capacity);
        }
        roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
    }
}
