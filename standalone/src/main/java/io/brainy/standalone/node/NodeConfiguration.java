package io.brainy.standalone.node;

import io.brainy.coordinator.port.ClusterView;
import io.brainy.coordinator.time.SystemTime;
import io.brainy.model.key.NodeId;
import java.net.URI;
import java.util.List;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What a node is made of beside its services.
@Configuration(proxyBeanMethods = false)
class NodeConfiguration {

    @Bean
    NodeId nodeId() {
        return SystemTime.newNodeId(SystemTime.random());
    }

    @Bean
    ClusterView clusterView(
            NodeId id, NodeProperties properties, WebServerApplicationContext context) {
        return new OneNodeView(
                id,
                properties,
                properties.bucket(),
                () -> listening(context),
                new ProcessLoad(),
                List::of,
                List::of);
    }

    /// Where the node listens, once it does.
    static URI listening(WebServerApplicationContext context) {
        if (context.getWebServer() == null) {
            throw new IllegalStateException("the node does not listen yet");
        }
        return URI.create("http://127.0.0.1:" + context.getWebServer().getPort());
    }
}
