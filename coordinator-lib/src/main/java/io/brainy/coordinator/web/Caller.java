package io.brainy.coordinator.web;

import jakarta.servlet.http.HttpServletRequest;

/// Who sends a request, as far as keys are kept apart by it (L5): the digest of the token, never
/// the token.
public record Caller(String name) {

    static final String ATTRIBUTE = Caller.class.getName();

    public static final Caller ANONYMOUS = new Caller("anonymous");

    public static Caller of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Caller caller ? caller : ANONYMOUS;
    }
}
