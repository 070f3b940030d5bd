package io.brainy.coordinator.bucket.s3;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.Bucket.Created;
import io.brainy.coordinator.bucket.Bucket.Fetched;
import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.bucket.BucketException.Kind;
import io.brainy.coordinator.bucket.BucketLocation;
import io.brainy.coordinator.bucket.ObjectKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.SdkHttpResponse;

/// What an S3 bucket makes of a store that fails, and how often it asks.
class S3FailuresTest {

    private static final ObjectKey KEY = new ObjectKey("a/b");
    private static final byte[] BODY = "body".getBytes(StandardCharsets.UTF_8);

    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private Bucket bucket;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
        var endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        var impatient =
                new S3Limits(
                        Duration.ofSeconds(1),
                        Duration.ofMillis(400),
                        1 << 30,
                        8,
                        1 << 20,
                        1 << 20);
        bucket =
                new S3Buckets(() -> S3ProxyServer.clientBuilder(endpoint), impatient)
                        .open(new BucketLocation.S3("bucket", ""));
    }

    @AfterEach
    void stop() {
        end.countDown();
        bucket.close();
        server.stop(0);
        threads.close();
    }

    @ParameterizedTest
    @CsvSource({
        "401, Unauthorized, DENIED",
        "403, AccessDenied, DENIED",
        "403, SignatureDoesNotMatch, DENIED",
        "400, ExpiredToken, DENIED",
        "409, ConditionalRequestConflict, CONFLICT",
        "429, TooManyRequests, THROTTLED",
        "503, SlowDown, THROTTLED",
        "500, InternalError, UNAVAILABLE",
        "502, BadGateway, UNAVAILABLE",
        "501, NotImplemented, REFUSED",
        "400, InvalidRequest, REFUSED",
        "301, PermanentRedirect, REFUSED",
        "404, NoSuchBucket, REFUSED",
        "507, XMinioStorageFull, FULL",
        "403, QuotaExceeded, DENIED"
    })
    void statusesHaveKindsAndPutIfAbsentIsSentOnce(int status, String code, Kind kind) {
        answer(status, code);

        BucketException e = failure(() -> bucket.putIfAbsent(KEY, BODY));

        assertThat(e.kind()).isEqualTo(kind);
        assertThat(e).hasMessageContaining("create 'a/b'").hasMessageContaining("s3://bucket");
        assertThat(requests).hasValue(1);
    }

    @Test
    void overwritesAreSentOnceAndReadingsAgain() {
        answer(500, "InternalError");

        assertThat(failure(() -> bucket.put(KEY, BODY)).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(requests).hasValue(1);
        assertThat(failure(() -> bucket.get(KEY)).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(requests).hasValueGreaterThan(2);
    }

    @Test
    void takenNameIsNoFailureAndIsDated() {
        answer(412, "PreconditionFailed");

        Created answer = bucket.putIfAbsent(KEY, BODY);

        assertThat(answer.created()).isFalse();
        assertThat(answer.date()).isNotNull();
    }

    @Test
    void answerThatNeverComesIsATimeout() {
        server.createContext("/", this::never);

        assertThat(failure(() -> bucket.putIfAbsent(KEY, BODY)).kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(requests).hasValue(1);
    }

    @Test
    void connectionThatBreaksIsUnavailableAndThePutIsSentOnce() {
        server.createContext(
                "/",
                exchange -> {
                    requests.incrementAndGet();
                    exchange.getRequestBody().readAllBytes();
                    // No answer: the connection is closed.
                    exchange.close();
                });

        assertThat(failure(() -> bucket.putIfAbsent(KEY, BODY)).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(requests).hasValue(1);
    }

    @Test
    void nobodyListeningIsUnavailable() {
        server.stop(0);

        assertThat(failure(() -> bucket.putIfAbsent(KEY, BODY)).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void missingOrUnreadableDateIsNull() {
        var answer = SdkHttpResponse.builder().statusCode(200);

        assertThat(S3Failures.date(answer.build())).isNull();
        assertThat(S3Failures.date(answer.putHeader("Date", "yesterday").build())).isNull();
        assertThat(
                        S3Failures.date(
                                answer.putHeader("date", "Sun, 01 Mar 2026 12:00:00 GMT").build()))
                .isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
    }

    @Test
    void storeThatIgnoresRangesIsRefused() {
        server.createContext("/", exchange -> respond(exchange, 200, BODY));

        assertThat(failure(() -> bucket.get(KEY, 0, 2)))
                .hasMessageContaining("at most 2 bytes")
                .hasMessageContaining("answered 4");
        Fetched whole = bucket.get(KEY);
        assertThat(whole.object().orElseThrow().bytes()).isEqualTo(BODY);
    }

    @Test
    void bodyThatBreaksOffIsReadAgain() {
        server.createContext(
                "/",
                exchange -> {
                    if (requests.incrementAndGet() == 1) {
                        exchange.sendResponseHeaders(200, 100);
                        exchange.getResponseBody().write(BODY);
                        exchange.close();
                    } else {
                        respond(exchange, 200, BODY);
                    }
                });

        assertThat(bucket.get(KEY).object().orElseThrow().bytes()).isEqualTo(BODY);
        assertThat(requests).hasValue(2);
    }

    @Test
    void errorOfOneKeyFailsTheDeletion() {
        server.createContext(
                "/",
                exchange ->
                        respond(
                                exchange,
                                200,
                                ("<DeleteResult><Error><Key>a/b</Key><Code>AccessDenied</Code>"
                                                + "<Message>no</Message></Error></DeleteResult>")
                                        .getBytes(StandardCharsets.UTF_8)));

        BucketException e = failure(() -> bucket.delete(List.of(KEY)));

        assertThat(e.kind()).isEqualTo(Kind.DENIED);
        assertThat(e).hasMessageContaining("a/b").hasMessageContaining("AccessDenied");
    }

    @Test
    void emptyPageThatIsNotTheLastIsFollowed() {
        server.createContext(
                "/",
                exchange -> {
                    boolean first = requests.incrementAndGet() == 1;
                    assertThat(exchange.getRequestURI().getQuery())
                            .contains(first ? "start-after=a" : "continuation-token=next");
                    respond(
                            exchange,
                            200,
                            (first
                                            ? "<ListBucketResult><IsTruncated>true</IsTruncated>"
                                                    + "<NextContinuationToken>next"
                                                    + "</NextContinuationToken></ListBucketResult>"
                                            : "<ListBucketResult><IsTruncated>false</IsTruncated>"
                                                    + "<Contents><Key>k</Key><Size>1</Size>"
                                                    + "<ETag>e</ETag><LastModified>"
                                                    + "2026-01-01T00:00:00Z</LastModified>"
                                                    + "</Contents></ListBucketResult>")
                                    .getBytes(StandardCharsets.UTF_8));
                });

        var listed = bucket.list("", "a", 10);

        assertThat(listed.objects()).hasSize(1);
        assertThat(listed.more()).isFalse();
    }

    private void answer(int status, String code) {
        server.createContext(
                "/",
                exchange -> {
                    requests.incrementAndGet();
                    exchange.getRequestBody().readAllBytes();
                    respond(
                            exchange,
                            status,
                            ("<Error><Code>" + code + "</Code><Message>told so</Message></Error>")
                                    .getBytes(StandardCharsets.UTF_8));
                });
    }

    private void never(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        exchange.getRequestBody().readAllBytes();
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.getResponseHeaders().set("ETag", "\"e\"");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static BucketException failure(ThrowingCallable call) {
        return requireNonNull(catchThrowableOfType(BucketException.class, call));
    }
}
