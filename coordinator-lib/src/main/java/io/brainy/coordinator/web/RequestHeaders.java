package io.brainy.coordinator.web;

import io.brainy.model.error.InvalidException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.OptionalLong;

/// The contract's own headers.
public final class RequestHeaders {

    /// On a write's answer: the commit that holds it. On a read: the least commit to be seen.
    public static final String POSITION = "Brainy-Position";

    private static final int MAX_DIGITS = 18;

    private RequestHeaders() {}

    /// The position that a read must see, where it names one.
    public static OptionalLong position(HttpServletRequest request) {
        Enumeration<String> values = request.getHeaders(POSITION);
        if (!values.hasMoreElements()) {
            return OptionalLong.empty();
        }
        String value = values.nextElement();
        if (values.hasMoreElements()) {
            throw new InvalidException(POSITION, "the header is given twice; leave one out");
        }
        return OptionalLong.of(position(POSITION, value.strip()));
    }

    /// Reads a position, a whole number from 0 on, as a header names it.
    public static long position(String field, String text) {
        if (!text.matches("[0-9]{1," + MAX_DIGITS + "}")) {
            throw new InvalidException(
                    field,
                    "wanted a position, a whole number such as a write's answer carries, found '"
                            + (text.length() > 40 ? text.substring(0, 40) + "…" : text)
                            + "'");
        }
        return Long.parseLong(text);
    }
}
