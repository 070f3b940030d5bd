package io.brainy.coordinator.web;

import io.brainy.model.key.Role;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/// Every route of the HTTP contract. It is asked only when no controller answers a request: a route
/// that stands here is then *not built yet* (501) instead of unknown (404), so nothing here can
/// ever shadow what is built, and nothing has to be taken out when it is.
final class ContractRoutes {

    private static final String COLLECTION = "/v1/collections/{collection}";

    private static final List<Route> ROUTES =
            List.of(
                    route("GET", "/v1/collections"),
                    route("PUT", COLLECTION, Role.INGEST),
                    route("GET", COLLECTION),
                    route("DELETE", COLLECTION, Role.INGEST),
                    route("POST", COLLECTION + "/documents", Role.INGEST),
                    route("GET", COLLECTION + "/documents/{id}", Role.SEARCH),
                    route("PUT", COLLECTION + "/documents/{id}", Role.INGEST),
                    route("PATCH", COLLECTION + "/documents/{id}", Role.INGEST),
                    route("DELETE", COLLECTION + "/documents/{id}", Role.INGEST),
                    route("POST", COLLECTION + "/documents:delete", Role.INGEST),
                    route("POST", COLLECTION + "/documents:scan", Role.SEARCH),
                    route("POST", COLLECTION + "/relationships", Role.INGEST),
                    route("DELETE", COLLECTION + "/relationships", Role.INGEST),
                    route("GET", COLLECTION + "/documents/{id}/relationships", Role.GRAPH),
                    route("POST", COLLECTION + "/import", Role.INGEST),
                    route("GET", "/v1/imports/{id}", Role.INGEST),
                    route("POST", COLLECTION + "/find", Role.SEARCH),
                    route("POST", COLLECTION + "/search", Role.SEARCH),
                    route("GET", COLLECTION + "/stats", Role.SEARCH),
                    route("POST", COLLECTION + "/traverse", Role.GRAPH),
                    route("POST", COLLECTION + "/paths", Role.GRAPH),
                    route("POST", COLLECTION + "/chat", Role.INFERENCE),
                    route("POST", "/v1/embeddings", Role.INFERENCE),
                    route("POST", "/v1/chat/completions", Role.INFERENCE),
                    route("GET", "/v1/models", Role.INFERENCE),
                    route("POST", "/v1/rerank", Role.INFERENCE),
                    route("GET", "/v1/cluster/health"),
                    route("GET", "/v1/cluster/nodes"),
                    route("GET", "/v1/cluster/shards"),
                    route("GET", "/v1/cluster/migrations"));

    /// @param role that a node needs to answer it; null where every node does
    private record Route(String method, PathPattern path, @Nullable Role role) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private ContractRoutes() {}

    /// The route of the contract that this request is for, as the contract writes it.
    static Optional<String> find(String method, String rawPath) {
        PathContainer path = PathContainer.parsePath(rawPath);
        return ROUTES.stream()
                .filter(route -> route.method.equals(method) && route.path.matches(path))
                .map(Route::toString)
                .findFirst();
    }

    /// The methods that the contract has for this path, to be told to who used another.
    static List<String> methods(String rawPath) {
        PathContainer path = PathContainer.parsePath(rawPath);
        return ROUTES.stream()
                .filter(route -> route.path.matches(path))
                .map(Route::method)
                .distinct()
                .toList();
    }

    static List<String> all() {
        return ROUTES.stream().map(Route::toString).toList();
    }

    /// The role that a node needs for this request; empty where every node answers it.
    static Optional<Role> role(String method, String rawPath) {
        PathContainer path = PathContainer.parsePath(rawPath);
        return ROUTES.stream()
                .filter(route -> route.method.equals(method) && route.path.matches(path))
                .findFirst()
                .map(Route::role);
    }

    private static Route route(String method, String path) {
        return new Route(method, PathPatternParser.defaultInstance.parse(path), null);
    }

    private static Route route(String method, String path, Role role) {
        return new Route(method, PathPatternParser.defaultInstance.parse(path), role);
    }
}
