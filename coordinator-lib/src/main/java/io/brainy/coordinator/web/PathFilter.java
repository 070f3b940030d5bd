package io.brainy.coordinator.web;

import io.brainy.model.error.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.springframework.web.filter.OncePerRequestFilter;

/// A path's segments are data. Spring takes a `;` in one as the beginning of parameters and would
/// silently write to the document `a` where `a;b` was meant, so it sees it encoded; what does not
/// decode to UTF-8 is refused, since it would become another id.
final class PathFilter extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        if (!decodes(path)) {
            Problems.write(
                    response,
                    ProblemType.MALFORMED,
                    "the path is not percent-encoded UTF-8; encode each segment's bytes");
            return;
        }
        chain.doFilter(path.indexOf(';') < 0 ? request : new WholeSegments(request), response);
    }

    static boolean decodes(String path) {
        byte[] bytes = new byte[path.length()];
        int count = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                if (i + 2 >= path.length()
                        || !HexFormat.isHexDigit(path.charAt(i + 1))
                        || !HexFormat.isHexDigit(path.charAt(i + 2))) {
                    return false;
                }
                bytes[count++] = (byte) HexFormat.fromHexDigits(path, i + 1, i + 3);
                i += 2;
            } else if (c < 0x80) {
                bytes[count++] = (byte) c;
            } else {
                return false;
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, count));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static final class WholeSegments extends HttpServletRequestWrapper {

        WholeSegments(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getRequestURI() {
            return super.getRequestURI().replace(";", "%3B");
        }
    }
}
