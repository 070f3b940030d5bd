package io.brainy.coordinator.actuate;

import io.brainy.coordinator.port.ClusterView;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What every process tells of the cluster; needs a [ClusterView].
@Configuration(proxyBeanMethods = false)
public class ClusterConfiguration {

    @Bean
    ClusterController clusterController(ClusterView view) {
        return new ClusterController(view);
    }

    @Bean
    ClusterHealthIndicator clusterHealthIndicator(ClusterView view) {
        return new ClusterHealthIndicator(view);
    }
}
