package io.brainy.coordinator.web;

import io.brainy.model.error.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/// Demands the bearer token on every path but the two that an orchestrator asks for a sign of life
/// and the parts of the status page, which ask for it and hold nothing themselves. Digests are
/// compared, in constant time, so that neither length nor content of the token can be measured.
final class BearerTokenFilter extends OncePerRequestFilter {

    private static final String SCHEME = "bearer ";

    /// Compared with the path as it came: an encoded or detoured form is not exempt.
    private static final Set<String> OPEN =
            Set.of(
                    "/actuator/health/liveness",
                    "/actuator/health/readiness",
                    "/",
                    "/status.css",
                    "/status.js",
                    "/favicon.svg");

    private final byte[] wanted;

    BearerTokenFilter(String token) {
        this.wanted = sha256(token);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return OPEN.contains(request.getRequestURI());
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        byte[] found = presented(request.getHeader(HttpHeaders.AUTHORIZATION));
        if (found == null || !MessageDigest.isEqual(wanted, found)) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"brainy\"");
            Problems.write(
                    response,
                    ProblemType.UNAUTHENTICATED,
                    found == null
                            ? "send the header 'Authorization: Bearer <token>'"
                            : "this is not the token that the server was started with");
            return;
        }
        request.setAttribute(Caller.ATTRIBUTE, new Caller(HexFormat.of().formatHex(found, 0, 8)));
        chain.doFilter(request, response);
    }

    private static byte @Nullable [] presented(@Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        return sha256(header.substring(SCHEME.length()).strip());
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
