package io.brainy.coordinator.web;

import io.brainy.coordinator.json.ProblemJson;
import io.brainy.model.error.BrainyException;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.OverloadedException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;

/// Failures as RFC 9457 problem details.
public final class Problems {

    private Problems() {}

    public static ProblemDetail of(ProblemType type, String detail) {
        ProblemDetail problem = ProblemDetail.forStatus(type.status());
        problem.setType(URI.create(type.urn()));
        problem.setTitle(type.title());
        problem.setDetail(detail);
        problem.setProperty("retryable", type.retryable());
        return problem;
    }

    public static ProblemDetail of(BrainyException failure) {
        String detail = failure.getMessage();
        ProblemDetail problem =
                of(failure.type(), detail == null ? failure.type().title() : detail);
        if (failure instanceof InvalidException invalid && !invalid.reasons().isEmpty()) {
            problem.setProperty("errors", invalid.reasons());
        }
        return problem;
    }

    private static final Duration MENDING = Duration.ofSeconds(60);

    /// What a client is told to wait, in whole seconds, at least one; empty where waiting is of no
    /// use.
    public static Optional<Long> retryAfterSeconds(BrainyException failure) {
        Optional<Duration> wait =
                switch (failure) {
                    case OverloadedException overloaded -> Optional.of(overloaded.retryAfter());
                    case UnavailableException unavailable -> Optional.of(unavailable.retryAfter());
                    case BrainyException other ->
                            switch (other.type().status()) {
                                // Somebody has to mend the bucket first.
                                case 503 -> Optional.of(MENDING);
                                default ->
                                        other.type().retryable()
                                                ? Optional.of(Duration.ofSeconds(1))
                                                : Optional.empty();
                            };
                };
        return wait.map(duration -> Math.max(1, duration.plusMillis(999).toSeconds()));
    }

    /// The type that an HTTP status alone stands for.
    public static ProblemType typeOf(HttpStatusCode status) {
        return switch (status.value()) {
            case 401 -> ProblemType.UNAUTHENTICATED;
            case 403 -> ProblemType.FORBIDDEN;
            case 404 -> ProblemType.NOT_FOUND;
            case 405 -> ProblemType.METHOD_NOT_ALLOWED;
            case 406 -> ProblemType.NOT_ACCEPTABLE;
            case 409 -> ProblemType.CONFLICT;
            case 410 -> ProblemType.GONE;
            case 412 -> ProblemType.PRECONDITION_FAILED;
            case 413 -> ProblemType.TOO_LARGE;
            case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
            case 421 -> ProblemType.MISDIRECTED;
            case 422 -> ProblemType.INVALID;
            case 429 -> ProblemType.OVERLOADED;
            case 501 -> ProblemType.NOT_BUILT;
            case 503 -> ProblemType.UNAVAILABLE;
            default -> status.is4xxClientError() ? ProblemType.MALFORMED : ProblemType.INTERNAL;
        };
    }

    /// Writes a problem where no Spring MVC is at hand: in filters and in the container.
    public static void write(HttpServletResponse response, ProblemType type, String detail)
            throws IOException {
        response.setStatus(type.status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(ProblemJson.bytes(type, detail, List.of()));
    }
}
