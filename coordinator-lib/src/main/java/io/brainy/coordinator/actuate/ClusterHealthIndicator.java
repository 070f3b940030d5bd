package io.brainy.coordinator.actuate;

import io.brainy.coordinator.port.ClusterView;
import io.brainy.model.api.ClusterHealth;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// The cluster's health among the process's. It is in neither probe: a restart of this node mends
/// no other, and a node that can answer some requests is to be sent them.
final class ClusterHealthIndicator implements HealthIndicator {

    private final ClusterView view;

    ClusterHealthIndicator(ClusterView view) {
        this.view = view;
    }

    @Override
    public Health health() {
        ClusterHealth health = HealthVerdict.of(view);
        Health.Builder builder =
                switch (health.status()) {
                    case GREEN, YELLOW -> Health.up();
                    case RED -> Health.outOfService();
                };
        return builder.withDetail("status", health.status().word())
                .withDetail("reasons", health.reasons())
                .build();
    }
}
