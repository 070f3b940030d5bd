package io.brainy.coordinator.actuate;

import io.brainy.coordinator.port.ClusterView;
import io.brainy.model.api.ClusterHealth;
import io.brainy.model.api.ClusterMigrations;
import io.brainy.model.api.ClusterNodes;
import io.brainy.model.api.ClusterShards;
import io.brainy.model.key.CollectionName;
import io.brainy.model.key.Role;
import java.util.Locale;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/v1/cluster/…`: the same on every node, as that node sees it.
@RestController
@RequestMapping("/v1/cluster")
final class ClusterController {

    private final ClusterView view;

    ClusterController(ClusterView view) {
        this.view = view;
    }

    @GetMapping("/health")
    ClusterHealth health() {
        return HealthVerdict.of(view);
    }

    @GetMapping("/nodes")
    ClusterNodes nodes() {
        return new ClusterNodes(view.nodes().stream().map(ClusterController::node).toList());
    }

    /// @param collection only this one's; a name that is none is refused, one that does not exist
    ///   has no shards
    @GetMapping("/shards")
    ClusterShards shards(@RequestParam Optional<String> collection) {
        Optional<CollectionName> only = collection.map(CollectionName::new);
        return new ClusterShards(
                view.shards().stream()
                        .filter(shard -> only.isEmpty() || shard.collection().equals(only.get()))
                        .map(ClusterController::shard)
                        .toList());
    }

    @GetMapping("/migrations")
    ClusterMigrations migrations() {
        return new ClusterMigrations(
                view.migrations().stream().map(ClusterController::migration).toList());
    }

    private static ClusterNodes.Node node(ClusterView.Node node) {
        return new ClusterNodes.Node(
                node.id().value(),
                word(node.liveness()),
                node.roles().stream().sorted().map(Role::toString).toList(),
                node.url().toString(),
                node.bucket(),
                node.zone(),
                node.region(),
                node.capacity(),
                new ClusterNodes.Load(
                        node.load().cpu(), node.load().heapUsedBytes(), node.load().heapMaxBytes()),
                node.heartbeatAge().toMillis(),
                node.warmShards());
    }

    private static ClusterShards.Shard shard(ClusterView.Shard shard) {
        return new ClusterShards.Shard(
                shard.id().toString(),
                shard.collection().value(),
                new ClusterShards.Slots(shard.slots().from(), shard.slots().to()),
                shard.owners().stream().map(ClusterController::owner).toList(),
                shard.epoch(),
                shard.position(),
                shard.documents(),
                shard.bytes());
    }

    private static ClusterShards.Owner owner(ClusterView.Owner owner) {
        String state =
                switch (owner.state()) {
                    case ClusterView.OwnerState.Serving() -> "serving";
                    case ClusterView.OwnerState.Warming() -> "warming";
                    case ClusterView.OwnerState.Broken(_) -> "broken";
                };
        return new ClusterShards.Owner(owner.node().value(), state);
    }

    private static ClusterMigrations.Migration migration(ClusterView.Migration move) {
        return new ClusterMigrations.Migration(
                move.shard().toString(),
                move.collection().value(),
                move.from().value(),
                move.to().value(),
                word(move.state()),
                move.bytesDone(),
                move.bytesTotal(),
                move.started(),
                move.reason());
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
