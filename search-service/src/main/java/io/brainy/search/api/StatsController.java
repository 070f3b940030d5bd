package io.brainy.search.api;

import io.brainy.coordinator.web.RequestHeaders;
import io.brainy.engine.serve.ShardSnapshot.SnapshotStats;
import io.brainy.model.api.Consistency;
import io.brainy.model.api.StatsAnswer;
import io.brainy.model.key.CollectionName;
import io.brainy.search.shard.CollectionCensus;
import io.brainy.search.shard.CollectionCensus.ShardCount;
import io.brainy.search.shard.Freshness;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What a collection has, counted.
@RestController
public final class StatsController {

    private final CollectionCensus census;
    private final CallTimers timers;

    StatsController(CollectionCensus census, CallTimers timers) {
        this.census = census;
        this.timers = timers;
    }

    @GetMapping("/v1/collections/{collection}/stats")
    ResponseEntity<StatsAnswer> stats(
            @PathVariable String collection,
            @RequestParam(defaultValue = "eventual") String consistency,
            HttpServletRequest request) {
        StatsAnswer answer =
                timers.timed(
                        CallTimers.Call.STATS,
                        () ->
                                summed(
                                        census.count(
                                                new CollectionName(collection),
                                                new Freshness(
                                                        Consistency.parse(consistency),
                                                        RequestHeaders.position(request)
                                                                .orElse(0)))));
        return ResponseEntity.ok()
                .header(RequestHeaders.POSITION, Long.toString(answer.position()))
                .body(answer);
    }

    private static StatsAnswer summed(List<ShardCount> counts) {
        List<StatsAnswer.Shard> shards = counts.stream().map(StatsController::shard).toList();
        return new StatsAnswer(
                shards.stream().mapToLong(StatsAnswer.Shard::documents).sum(),
                shards.stream().mapToLong(StatsAnswer.Shard::relationships).sum(),
                shards.stream().mapToLong(StatsAnswer.Shard::bytes).sum(),
                shards.stream().mapToLong(StatsAnswer.Shard::segments).sum(),
                shards.stream().mapToLong(StatsAnswer.Shard::unindexedCommits).max().orElse(0),
                shards.stream().mapToLong(StatsAnswer.Shard::position).min().orElse(0),
                shards);
    }

    private static StatsAnswer.Shard shard(ShardCount count) {
        SnapshotStats stats = count.stats();
        return new StatsAnswer.Shard(
                count.shard().shard().toString(),
                FindAnswers.span(count.shard().range()),
                stats.documents(),
                stats.relationships(),
                stats.bytes(),
                stats.segments(),
                count.unindexedCommits(),
                count.position());
    }
}
