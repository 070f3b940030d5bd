package io.brainy.coordinator.web;

import java.util.List;
import java.util.Optional;
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
                    route("PUT", COLLECTION),
                    route("GET", COLLECTION),
                    route("DELETE", COLLECTION),
                    route("POST", COLLECTION + "/documents"),
                    route("GET", COLLECTION + "/documents/{id}"),
                    route("PUT", COLLECTION + "/documents/{id}"),
                    route("PATCH", COLLECTION + "/documents/{id}"),
                    route("DELETE", COLLECTION + "/documents/{id}"),
                    route("POST", COLLECTION + "/documents:delete"),
                    route("POST", COLLECTION + "/documents:scan"),
                    route("POST", COLLECTION + "/relationships"),
                    route("DELETE", COLLECTION + "/relationships"),
                    route("GET", COLLECTION + "/documents/{id}/relationships"),
                    route("POST", COLLECTION + "/import"),
                    route("GET", "/v1/imports/{id}"),
                    route("POST", COLLECTION + "/find"),
                    route("POST", COLLECTION + "/search"),
                    route("GET", COLLECTION + "/stats"),
                    route("POST", COLLECTION + "/traverse"),
                    route("POST", COLLECTION + "/paths"),
                    route("POST", COLLECTION + "/chat"),
                    route("POST", "/v1/embeddings"),
                    route("POST", "/v1/chat/completions"),
                    route("GET", "/v1/models"),
                    route("POST", "/v1/rerank"),
                    route("GET", "/v1/cluster/health"),
                    route("GET", "/v1/cluster/nodes"),
                    route("GET", "/v1/cluster/shards"),
                    route("GET", "/v1/cluster/migrations"));

    private record Route(String method, PathPattern path) {
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

    private static Route route(String method, String path) {
        return new Route(method, PathPatternParser.defaultInstance.parse(path));
    }
}
