package io.brainy.coordinator.bucket.s3;

import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.bucket.BucketException.Kind;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;

/// Says of an S3 error what it means for a bucket's caller, and reads Dates.
final class S3Failures {

    static final int NOT_FOUND = 404;
    static final int PRECONDITION_FAILED = 412;
    static final int RANGE_NOT_SATISFIABLE = 416;

    private static final Set<String> CREDENTIAL_CODES =
            Set.of("ExpiredToken", "InvalidToken", "TokenRefreshRequired");

    private S3Failures() {}

    static BucketException of(String attempt, String bucket, SdkException cause) {
        Kind kind = kind(cause);
        return new BucketException(
                kind,
                "could not "
                        + attempt
                        + " in "
                        + bucket
                        + " ("
                        + cause.getMessage()
                        + ")"
                        + advice(kind, cause),
                cause);
    }

    /// Whether the answer says that there is no such object, as against no such bucket.
    static boolean isAbsent(SdkServiceException e) {
        return e.statusCode() == NOT_FOUND && !code(e).equals("NoSuchBucket");
    }

    /// An error of one key of a deletion of many.
    static Kind kindOfCode(String code) {
        return switch (code) {
            case "AccessDenied" -> Kind.DENIED;
            case "SlowDown", "ServiceUnavailable" -> Kind.THROTTLED;
            case "InternalError" -> Kind.UNAVAILABLE;
            default -> Kind.REFUSED;
        };
    }

    static @Nullable Instant date(SdkException e) {
        return e instanceof AwsServiceException answered && answered.awsErrorDetails() != null
                ? date(answered.awsErrorDetails().sdkHttpResponse())
                : null;
    }

    static @Nullable Instant date(@Nullable SdkHttpResponse response) {
        return Optional.ofNullable(response)
                .flatMap(answer -> answer.firstMatchingHeader("Date"))
                .map(S3Failures::parsed)
                .orElse(null);
    }

    private static @Nullable Instant parsed(String date) {
        try {
            return DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Kind kind(SdkException e) {
        if (e instanceof SdkServiceException answered) {
            return kindOfAnswer(answered);
        }
        if (e instanceof ApiCallTimeoutException
                || e instanceof ApiCallAttemptTimeoutException
                || hasCause(e, SocketTimeoutException.class)
                || hasCause(e, InterruptedIOException.class)) {
            return Kind.TIMEOUT;
        }
        if (e instanceof AbortedException) {
            return Kind.UNAVAILABLE;
        }
        return lacksCredentials(e) ? Kind.DENIED : Kind.UNAVAILABLE;
    }

    private static Kind kindOfAnswer(SdkServiceException e) {
        if (CREDENTIAL_CODES.contains(code(e))) {
            return Kind.DENIED;
        }
        return switch (e.statusCode()) {
            case 401, 403 -> Kind.DENIED;
            case 408 -> Kind.TIMEOUT;
            case 409 -> Kind.CONFLICT;
            case 429, 503 -> Kind.THROTTLED;
            case 501 -> Kind.REFUSED;
            case 507 -> Kind.FULL;
            default ->
                    code(e).toLowerCase(Locale.ROOT).contains("quotaexceeded")
                            ? Kind.FULL
                            : e.statusCode() >= 500 ? Kind.UNAVAILABLE : Kind.REFUSED;
        };
    }

    private static String advice(Kind kind, SdkException e) {
        if (e instanceof SdkServiceException answered && code(answered).equals("NoSuchBucket")) {
            return "; create the bucket first";
        }
        if (e instanceof SdkServiceException answered && answered.statusCode() == 301) {
            return "; the bucket is in another region: set AWS_REGION to it";
        }
        return switch (kind) {
            case DENIED ->
                    "; check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (or the role of this"
                            + " machine), that they may read, write, list and delete there, and"
                            + " that this machine's clock is right";
            case FULL -> "; free space in the store, or raise the quota";
            case REFUSED -> "; the store does not take this request";
            case TIMEOUT, UNAVAILABLE, THROTTLED, CONFLICT -> "";
        };
    }

    private static boolean lacksCredentials(SdkException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("Unable to load credentials");
    }

    private static boolean hasCause(Throwable e, Class<? extends Throwable> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static String code(SdkServiceException e) {
        return e instanceof AwsServiceException answered
                ? Optional.ofNullable(answered.awsErrorDetails())
                        .map(AwsErrorDetails::errorCode)
                        .orElse("")
                : "";
    }
}
