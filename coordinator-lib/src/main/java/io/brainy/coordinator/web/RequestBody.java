package io.brainy.coordinator.web;

import io.brainy.coordinator.json.StrictJson;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
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

    /// What the body of a call that lists ids may have.
    public static final int MAX_LIST_BYTES = 16 << 20;

    private static final int BUFFER_BYTES = 64 << 10;

    private RequestBody() {}

    /// The body, unpacked. An [IOException] while it is read means that it broke off.
    public static InputStream open(HttpServletRequest request) {
        String encoding =
                Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_ENCODING))
                        .orElse("identity")
                        .strip()
                        .toLowerCase(Locale.ROOT);
        try {
            return switch (encoding) {
                case "identity", "" -> request.getInputStream();
                case "gzip", "x-gzip" ->
                        new GZIPInputStream(request.getInputStream(), BUFFER_BYTES);
                default ->
                        throw new InvalidException(
                                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                                "a body is sent plain or as gzip, found Content-Encoding '"
                                        + encoding
                                        + "'");
            };
        } catch (IOException e) {
            throw brokenOff(e);
        }
    }

    /// All of the body; more than `maxBytes` is refused (413), none is malformed.
    public static byte[] read(HttpServletRequest request, int maxBytes) {
        try (InputStream body = open(request)) {
            return read(body, maxBytes);
        } catch (IOException e) {
            throw brokenOff(e);
        }
    }

    /// All of an opened body, in the same way.
    public static byte[] read(InputStream body, int maxBytes) {
        byte[] bytes;
        try {
            bytes = body.readNBytes(maxBytes + 1);
        } catch (IOException e) {
            throw brokenOff(e);
        }
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
    }

    /// Reads a JSON body strictly.
    public static <T> T json(
            HttpServletRequest request, int maxBytes, Function<StrictJson, T> reader) {
        requireJson(request);
        return StrictJson.read(read(request, maxBytes), reader);
    }

    /// Refuses (415) what says that it is something else than JSON in UTF-8, or one of these;
    /// saying nothing is fine.
    public static void requireJson(HttpServletRequest request, MediaType... alsoAccepted) {
        MediaType type = mediaType(request).orElse(MediaType.APPLICATION_JSON);
        if (!MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type)
                && Arrays.stream(alsoAccepted).noneMatch(type::equalsTypeAndSubtype)) {
            throw unsupported(type, MediaType.APPLICATION_JSON_VALUE);
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
