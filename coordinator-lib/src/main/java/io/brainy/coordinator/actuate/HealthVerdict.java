package io.brainy.coordinator.actuate;

import io.brainy.coordinator.port.ClusterView;
import io.brainy.coordinator.port.ClusterView.Liveness;
import io.brainy.coordinator.port.ClusterView.Node;
import io.brainy.coordinator.port.ClusterView.OwnerState;
import io.brainy.coordinator.port.ClusterView.Severity;
import io.brainy.coordinator.port.ClusterView.Shard;
import io.brainy.model.api.ClusterHealth;
import io.brainy.model.api.ClusterHealth.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What a view of the cluster comes to: red when some requests cannot be answered, yellow when all
/// are but something needs a look, else green.
///
/// | seen | verdict |
/// |---|---|
/// | a concern that breaks requests, a broken owner of a shard that nobody else serves | red |
/// | a shard that nobody serves and nobody is warming | red |
/// | any other concern, a suspect node, a broken or missing replica, a shard that only warms | yellow |
final class HealthVerdict {

    /// More reasons than anybody reads are counted and not listed.
    static final int MAX_REASONS = 20;

    private final List<String> red = new ArrayList<>();
    private final List<String> yellow = new ArrayList<>();

    private HealthVerdict() {}

    static ClusterHealth of(ClusterView view) {
        HealthVerdict verdict = new HealthVerdict();
        List<Node> nodes = view.nodes();
        List<Shard> shards = view.shards();
        view.concerns().forEach(concern -> verdict.add(concern.severity(), concern.reason()));
        shards.forEach(verdict::look);
        nodes.stream()
                .filter(node -> node.liveness() == Liveness.SUSPECT)
                .forEach(verdict::suspect);
        int healthy = (int) nodes.stream().filter(node -> node.liveness() == Liveness.LIVE).count();
        return new ClusterHealth(
                verdict.status(), nodes.size(), healthy, shards.size(), verdict.reasons());
    }

    private void look(Shard shard) {
        int serving = 0;
        int warming = 0;
        List<String> broken = new ArrayList<>();
        for (ClusterView.Owner owner : shard.owners()) {
            switch (owner.state()) {
                case OwnerState.Serving() -> serving++;
                case OwnerState.Warming() -> warming++;
                case OwnerState.Broken(String reason) ->
                        broken.add("on node " + owner.node() + ": " + reason);
            }
        }
        String name = "shard " + shard.id() + " of " + shard.collection();
        broken.forEach(reason -> add(severity(shard), name + " is broken " + reason));
        if (serving == 0 && warming == 0 && broken.isEmpty()) {
            red.add(name + " is served by no node");
        } else if (serving == 0 && warming > 0) {
            yellow.add(name + " is being loaded");
        } else if (serving > 0 && serving < shard.replicas()) {
            yellow.add(name + " is served by " + serving + " of " + shard.replicas() + " nodes");
        }
    }

    /// A broken owner matters as much as the shard has no other one.
    private static Severity severity(Shard shard) {
        boolean served =
                shard.owners().stream()
                        .anyMatch(owner -> owner.state() instanceof OwnerState.Serving);
        return served ? Severity.NEEDS_A_LOOK : Severity.BREAKS_REQUESTS;
    }

    private void suspect(Node node) {
        yellow.add(
                "node "
                        + node.id()
                        + " at "
                        + node.url()
                        + " has shown no sign of life for "
                        + node.heartbeatAge().toSeconds()
                        + " s");
    }

    private void add(Severity severity, String reason) {
        switch (severity) {
            case BREAKS_REQUESTS -> red.add(reason);
            case NEEDS_A_LOOK -> yellow.add(reason);
        }
    }

    private Status status() {
        return red.isEmpty() ? yellow.isEmpty() ? Status.GREEN : Status.YELLOW : Status.RED;
    }

    private List<String> reasons() {
        List<String> all = Stream.concat(red.stream(), yellow.stream()).toList();
        if (all.size() <= MAX_REASONS) {
            return all;
        }
        List<String> some = new ArrayList<>(all.subList(0, MAX_REASONS - 1));
        some.add("and " + (all.size() - some.size()) + " more");
        return some;
    }
}
