package io.brainy.standalone.autoconfigure;

import io.brainy.coordinator.chain.ShardChains;
import io.brainy.coordinator.log.NodeCollections;
import io.brainy.engine.serve.NodeShards;
import io.brainy.ingest.indexer.ShardPublishers;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.key.Role;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.context.SmartLifecycle;

/// Opens everything before the first request and closes it after the last one: writes that were
/// taken are committed, what was applied is published, and only then do the loops stop.
public final class NodeLifecycle implements SmartLifecycle {

    /// Before the web server, which takes the highest phases.
    private static final int PHASE = 0;

    private static final Duration START = Duration.ofMinutes(2);

    private final NodeCollections collections;
    private final NodeShards shards;
    private final ShardPublishers publishers;
    private final ShardChains chains;
    private volatile boolean running;

    public NodeLifecycle(
            Set<Role> roles,
            NodeCollections collections,
            NodeShards shards,
            ShardPublishers publishers,
            ShardChains chains) {
        this.collections = collections;
        this.shards = shards;
        this.publishers = publishers;
        this.chains = chains;
        collections.watch(shards);
        if (roles.contains(Role.INDEXER)) {
            collections.watch(publishers);
        }
    }

    @Override
    public void start() {
        try {
            collections
                    .start()
                    .thenCompose(_ -> shards.opened())
                    .orTimeout(START.toSeconds(), TimeUnit.SECONDS)
                    .join();
            running = true;
        } catch (CompletionException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw new UnavailableException(
                        ProblemType.UNAVAILABLE,
                        "the bucket did not answer within %s; check that it can be reached, or start again"
                                .formatted(START),
                        Duration.ofSeconds(1));
            }
            throw e;
        }
    }

    @Override
    public void stop() {
        running = false;
        publishers.close();
        collections.close();
        shards.close();
        chains.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
