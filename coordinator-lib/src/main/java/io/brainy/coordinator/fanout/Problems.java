package io.brainy.coordinator.fanout;

import io.brainy.model.error.BrainyException;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.InvalidException.Reason;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.error.OverloadedException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.Mono;

/// Turns another node's problem+json back into the exception that it was there, so that a caller
/// cannot tell a remote port from a local one.
final class Problems {

    private static final ParameterizedTypeReference<Map<String, Object>> OBJECT =
            new ParameterizedTypeReference<>() {};

    private static final Duration DEFAULT_RETRY = Duration.ofSeconds(1);

    private Problems() {}

    /// Always fails.
    static <T> Mono<T> of(ClientResponse response) {
        int status = response.statusCode().value();
        Duration retryAfter = retryAfter(response.headers().asHttpHeaders());
        return response.bodyToMono(OBJECT)
                .onErrorReturn(Map.of())
                .defaultIfEmpty(Map.of())
                .flatMap(body -> Mono.error(exception(status, retryAfter, body)));
    }

    private static BrainyException exception(
            int status, Duration retryAfter, Map<String, Object> body) {
        String detail =
                body.get("detail") instanceof String text
                        ? text
                        : "the other node answered " + status;
        return switch (status) {
            case 404 -> new NotFoundException(detail);
            case 429 -> new OverloadedException(detail, retryAfter);
            case 400, 413, 415, 422 ->
                    new InvalidException(type(status, body), detail, reasons(body));
            default -> new UnavailableException(ProblemType.UNAVAILABLE, detail, retryAfter);
        };
    }

    private static ProblemType type(int status, Map<String, Object> body) {
        for (ProblemType type : ProblemType.values()) {
            if (type.status() == status && type.urn().equals(body.get("type"))) {
                return type;
            }
        }
        return switch (status) {
            case 400 -> ProblemType.MALFORMED;
            case 413 -> ProblemType.TOO_LARGE;
            case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
            default -> ProblemType.INVALID;
        };
    }

    private static List<Reason> reasons(Map<String, Object> body) {
        List<Reason> reasons = new ArrayList<>();
        if (body.get("errors") instanceof List<?> errors) {
            for (Object error : errors) {
                if (error instanceof Map<?, ?> each
                        && each.get("field") instanceof String field
                        && each.get("reason") instanceof String reason) {
                    reasons.add(new Reason(field, reason));
                }
            }
        }
        return reasons;
    }

    /// In seconds, as our nodes send it; a date, as others may, counts as the default.
    private static Duration retryAfter(HttpHeaders headers) {
        return Optional.ofNullable(headers.getFirst(HttpHeaders.RETRY_AFTER))
                .filter(value -> value.matches("[0-9]{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(DEFAULT_RETRY);
    }
}
