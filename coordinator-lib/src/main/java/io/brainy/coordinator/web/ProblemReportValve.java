package io.brainy.coordinator.web;

import io.brainy.coordinator.json.ProblemJson;
import io.brainy.model.error.ProblemType;
import java.io.IOException;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;

/// Answers what Tomcat itself refuses, before any servlet is chosen: a bad request line, a header
/// that is too large, a path that cannot be decoded.
public final class ProblemReportValve extends ErrorReportValve {

    private static final Log LOG = LogFactory.getLog(ProblemReportValve.class);

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        ProblemType type = Problems.typeOf(HttpStatusCode.valueOf(status));
        String detail =
                type == ProblemType.INTERNAL
                        ? "this is a fault of the server; its log has the cause"
                        : "the request itself could not be read: check its first line, the"
                                + " encoding of its path and the size of its headers";
        try {
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.getOutputStream().write(ProblemJson.bytes(type, detail, List.of()));
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            LOG.debug("an error could not be told to the client", e);
        }
    }
}
