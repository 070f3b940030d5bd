package io.brainy.ingest.api;

import io.brainy.coordinator.web.Caller;
import io.brainy.ingest.write.IdempotencyKey;
import io.brainy.ingest.write.Precondition;
import io.brainy.model.error.InvalidException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/// The headers on which a write depends.
final class WriteHeaders {

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final Pattern ENTITY_TAG =
            Pattern.compile("\\s*(W/)?\"([\\x21\\x23-\\x7e]*)\"\\s*(,|$)");
    private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}");
    private static final int MAX_TAGS = 100;

    private WriteHeaders() {}

    /// @param operation what is done, the collection aside
    static @Nullable IdempotencyKey key(HttpServletRequest request, String operation) {
        String value = request.getHeader(IDEMPOTENCY_KEY);
        return value == null
                ? null
                : new IdempotencyKey(Caller.of(request).name(), value.strip(), operation);
    }

    static Precondition precondition(HttpServletRequest request) {
        String match = request.getHeader(HttpHeaders.IF_MATCH);
        String noneMatch = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        if (match != null && noneMatch != null) {
            throw new InvalidException(
                    HttpHeaders.IF_MATCH, "If-Match and If-None-Match exclude each other");
        }
        if (noneMatch != null) {
            if (!noneMatch.strip().equals("*")) {
                throw new InvalidException(
                        HttpHeaders.IF_NONE_MATCH,
                        "a write knows If-None-Match: * only, found '" + noneMatch + "'");
            }
            return new Precondition.Absent();
        }
        if (match == null) {
            return new Precondition.None();
        }
        return match.strip().equals("*") ? new Precondition.Present() : anyOf(match);
    }

    /// A weak tag, and one that is no position, is well-formed and matches nothing.
    private static Precondition anyOf(String header) {
        List<Long> versions = new ArrayList<>();
        Matcher tag = ENTITY_TAG.matcher(header);
        int end = 0;
        int tags = 0;
        while (end < header.length()) {
            if (tags++ == MAX_TAGS || !tag.find() || tag.start() != end) {
                throw new InvalidException(
                        HttpHeaders.IF_MATCH,
                        "wanted a document's version in quotes, such as \"42\", found '"
                                + (header.length() > 80 ? header.substring(0, 80) + "…" : header)
                                + "'");
            }
            if (tag.group(1) == null && POSITION.matcher(tag.group(2)).matches()) {
                versions.add(Long.parseLong(tag.group(2)));
            }
            end = tag.end();
        }
        return new Precondition.AnyOf(versions);
    }
}
