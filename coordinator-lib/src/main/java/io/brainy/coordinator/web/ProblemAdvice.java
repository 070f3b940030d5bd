package io.brainy.coordinator.web;

import io.brainy.model.error.BrainyException;
import io.brainy.model.error.InvalidException.Reason;
import io.brainy.model.error.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.databind.DatabindException;

/// Every failure of a request as `application/problem+json` with a type of the contract: ours by
/// their own type, Spring's by their status, anything else as `internal` with an id that is in the
/// log and nothing of its inside in the answer.
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    private final Supplier<String> incidents;

    /// @param incidents makes the ids under which unexpected failures are logged
    ProblemAdvice(Supplier<String> incidents) {
        this.incidents = incidents;
    }

    @ExceptionHandler(BrainyException.class)
    ResponseEntity<Object> failed(BrainyException failure) {
        if (failure.type().status() >= 500
                && !failure.type().retryable()
                && failure.type() != ProblemType.NOT_BUILT) {
            LOG.error("a request met {}: {}", failure.type().urn(), failure.getMessage(), failure);
        }
        HttpHeaders headers = new HttpHeaders();
        Problems.retryAfterSeconds(failure)
                .ifPresent(seconds -> headers.set(HttpHeaders.RETRY_AFTER, Long.toString(seconds)));
        return answer(Problems.of(failure), headers);
    }

    /// Futures wrap what they failed with.
    @ExceptionHandler({CompletionException.class, ExecutionException.class})
    @Nullable ResponseEntity<Object> failedInFuture(Exception wrapper, HttpServletRequest request) {
        return wrapper.getCause() instanceof BrainyException failure
                ? failed(failure)
                : unexpected(wrapper, request);
    }

    @ExceptionHandler(Exception.class)
    @Nullable ResponseEntity<Object> unexpected(Exception failure, HttpServletRequest request) {
        if (failure instanceof ClientAbortException) {
            // The client went away: nobody is left to be told, and it is no fault of ours.
            LOG.debug("the client of {} went away", request.getRequestURI(), failure);
            return null;
        }
        String incident = incidents.get();
        LOG.error(
                "incident {}: {} {} failed unexpectedly",
                incident,
                request.getMethod(),
                request.getRequestURI(),
                failure);
        ProblemDetail problem =
                Problems.of(
                        ProblemType.INTERNAL,
                        "this is a fault of the server; its log has the cause under incident "
                                + incident);
        problem.setProperty("incident", incident);
        return answer(problem, new HttpHeaders());
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(
            NoResourceFoundException failure,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        return unrouted(request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleNoHandlerFoundException(
            NoHandlerFoundException failure,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        return unrouted(request);
    }

    private static ResponseEntity<Object> unrouted(WebRequest request) {
        HttpServletRequest servlet = ((ServletWebRequest) request).getRequest();
        return notBuilt(servlet)
                .orElseGet(() -> {
                    List<String> methods = ContractRoutes.methods(servlet.getRequestURI());
                    if (methods.isEmpty()) {
                        return answer(
                                Problems.of(
                                        ProblemType.NOT_FOUND,
                                        "there is nothing at "
                                                + servlet.getRequestURI()
                                                + "; /openapi.json lists what there is"),
                                new HttpHeaders());
                    }
                    HttpHeaders headers = new HttpHeaders();
                    headers.set(HttpHeaders.ALLOW, String.join(", ", methods));
                    return methodNotAllowed(servlet, headers, methods);
                });
    }

    private static Optional<ResponseEntity<Object>> notBuilt(HttpServletRequest request) {
        return ContractRoutes.find(request.getMethod(), request.getRequestURI())
                .map(route ->
                        answer(
                                Problems.of(
                                        ProblemType.NOT_BUILT,
                                        route
                                                + " is part of the contract, but not of this"
                                                + " version yet"),
                                new HttpHeaders()));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpRequestMethodNotSupported(
            HttpRequestMethodNotSupportedException failure,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        HttpServletRequest servlet = ((ServletWebRequest) request).getRequest();
        String[] supported = failure.getSupportedMethods();
        return notBuilt(servlet)
                .orElseGet(() ->
                        methodNotAllowed(
                                servlet,
                                headers,
                                supported == null ? List.of() : List.of(supported)));
    }

    private static ResponseEntity<Object> methodNotAllowed(
            HttpServletRequest request, HttpHeaders headers, List<String> allowed) {
        return answer(
                Problems.of(
                        ProblemType.METHOD_NOT_ALLOWED,
                        request.getMethod()
                                + " is not a method of "
                                + request.getRequestURI()
                                + "; use "
                                + String.join(" or ", allowed)),
                headers);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException failure,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        if (failure.getCause() instanceof DatabindException wrong) {
            return answer(Problems.of(ProblemType.INVALID, wrong.getOriginalMessage()), headers);
        }
        return answer(
                Problems.of(ProblemType.MALFORMED, "the body is missing or could not be read"),
                headers);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException failure,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        String field =
                failure instanceof MethodArgumentTypeMismatchException argument
                        ? argument.getName()
                        : String.valueOf(failure.getPropertyName());
        return invalid(field, "the value '" + failure.getValue() + "' is of the wrong type");
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMissingServletRequestParameter(
            MissingServletRequestParameterException failure,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        return invalid(
                failure.getParameterName(),
                "the query parameter '" + failure.getParameterName() + "' is missing");
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleServletRequestBindingException(
            ServletRequestBindingException failure,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        return answer(
                Problems.of(ProblemType.INVALID, String.valueOf(failure.getMessage())), headers);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException failure,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        List<Reason> reasons =
                failure.getFieldErrors().stream()
                        .map(error ->
                                new Reason(
                                        error.getField(),
                                        String.valueOf(error.getDefaultMessage())))
                        .toList();
        return answer(invalid("the request was read, but is not valid", reasons), headers);
    }

    private static ResponseEntity<Object> invalid(String field, String reason) {
        return answer(invalid(reason, List.of(new Reason(field, reason))), new HttpHeaders());
    }

    private static ProblemDetail invalid(String detail, List<Reason> reasons) {
        ProblemDetail problem = Problems.of(ProblemType.INVALID, detail);
        if (!reasons.isEmpty()) {
            problem.setProperty("errors", reasons);
        }
        return problem;
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleAsyncRequestNotUsableException(
            AsyncRequestNotUsableException failure, WebRequest request) {
        return null;
    }

    /// All the rest that Spring raises, by its status.
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception failure,
            @Nullable Object body,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        ProblemType type = Problems.typeOf(status);
        if (type == ProblemType.INTERNAL) {
            return unexpected(failure, ((ServletWebRequest) request).getRequest());
        }
        String detail =
                body instanceof ProblemDetail problem && problem.getDetail() != null
                        ? problem.getDetail()
                        : type.title();
        return answer(Problems.of(type, detail), headers);
    }

    private static ResponseEntity<Object> answer(ProblemDetail problem, HttpHeaders headers) {
        return ResponseEntity.status(problem.getStatus())
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
