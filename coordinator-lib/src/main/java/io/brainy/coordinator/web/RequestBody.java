package io.brainy.coordinator.web;

import io.brainy.coordinator.json.StrictJson;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/// A request's body: opened as a stream, unpacked where it is gzip, or read whole up to a limit.
/// Limits count unpacked bytes, so that a small body cannot become a large one unseen.
public final class RequestBody {

    /// What the body of a call that is not a document may have.
    public static final int MAX_CALL_BYTES = 4 << 20;

    private static final Set<MediaType> JSON =
            Set.of(MediaType.APPLICATION_JSON, new MediaType("application", "*+json"));
    private static final int BUFFER_BYTES = 64 << 10;

    private RequestBody() {}

    /// The body, unpacked. An [IOException] while it is read means that it broke off.
    public static InputStream open(HttpServletRequest request) throws IOException {
        String encoding =
                Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_ENCODING))
                        .orElse("identity")
                        .strip()
                        .toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "identity", "" -> request.getInputStream();
            case "gzip", "x-gzip" -> new GZIPInputStream(request.getInputStream(), BUFFER_BYTES);
            default ->
                    throw new InvalidException(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            "a body is sent plain or as gzip, found Content-Encoding '"
                                    + encoding
                                    + "'");
        };
    }

    /// All of the body; more than `maxBytes` is refused (413), none is malformed.
    public static byte[] read(HttpServletRequest request, int maxBytes) {
        try (InputStream body = open(request)) {
            byte[] bytes = body.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new InvalidException(
                        ProblemType.TOO_LARGE,
                        "the body has at most " + maxBytes + " bytes, found more");
            }
            if (bytes.length == 0) {
                throw new InvalidException(
                        ProblemType.MALFORMED, "the body is empty; send a JSON value");
            }
            return bytes;
        } catch (IOException e) {
            throw brokenOff(e);
        }
    }

    /// Reads a JSON body strictly, whatever is JSON by its media type.
    public static <T> T json(
            HttpServletRequest request, int maxBytes, Function<StrictJson, T> reader) {
        requireJson(request);
        return StrictJson.read(read(request, maxBytes), reader);
    }

    /// Refuses (415) what says that it is not JSON in UTF-8; saying nothing is fine.
    public static void requireJson(HttpServletRequest request) {
        MediaType type = mediaType(request).orElse(MediaType.APPLICATION_JSON);
        if (JSON.stream().noneMatch(json -> json.includes(type))) {
            throw unsupported(type, "application/json");
        }
    }

    /// The media type of the body; empty where the request has none.
    public static Optional<MediaType> mediaType(HttpServletRequest request) {
        String header = request.getContentType();
        if (header == null || header.isBlank()) {
            return Optional.empty();
        }
        MediaType type;
        try {
            type = MediaType.parseMediaType(header);
        } catch (InvalidMediaTypeException e) {
            throw new InvalidException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "the Content-Type '" + header + "' is no media type");
        }
        if (type.getCharset() != null && !type.getCharset().equals(StandardCharsets.UTF_8)) {
            throw new InvalidException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "JSON is sent in UTF-8, found charset " + type.getCharset());
        }
        return Optional.of(type);
    }

    public static InvalidException unsupported(MediaType found, String wanted) {
        return new InvalidException(
                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                "wanted a body of " + wanted + ", found Content-Type '" + found + "'");
    }

    /// The body ended before its time, or is not the gzip that it says.
    public static InvalidException brokenOff(IOException cause) {
        InvalidException broken =
                new InvalidException(
                        ProblemType.MALFORMED,
                        "the body broke off or could not be unpacked: " + cause.getMessage());
        broken.initCause(cause);
        return broken;
    }
}
