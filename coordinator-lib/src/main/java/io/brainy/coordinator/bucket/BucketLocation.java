package io.brainy.coordinator.bucket;

import io.brainy.coordinator.bucket.BucketException.Kind;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/// Where a bucket is, as users write it: a directory's path, a `file:` URI, or `s3://NAME/PREFIX`.
public sealed interface BucketLocation {

    record Directory(Path path) implements BucketLocation {}

    /// @param prefix what every key begins with, without slashes at its ends; empty for none
    record S3(String name, String prefix) implements BucketLocation {

        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,254}");
        private static final Pattern PREFIX =
                Pattern.compile(
                        "(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)*");
        private static final int MAX_PREFIX_LENGTH = 1_024 - ObjectKey.MAX_LENGTH - 1;

        public S3 {
            if (!NAME.matcher(name).matches()) {
                throw refused(
                        "a bucket's name is 2 to 255 of letters, digits, '.', '_' and '-', found '"
                                + name
                                + "'");
            }
            if (!prefix.isEmpty()
                    && (prefix.length() > MAX_PREFIX_LENGTH || !PREFIX.matcher(prefix).matches())) {
                throw refused(
                        "a prefix is at most "
                                + MAX_PREFIX_LENGTH
                                + " characters of names of letters, digits, '.', '_', '~' and '-'"
                                + " joined by single slashes, found '"
                                + prefix
                                + "'");
            }
        }
    }

    String ACCEPTED = "a directory's path, file:/PATH, or s3://NAME/PREFIX";

    static BucketLocation parse(String location) {
        String given = location.strip();
        int colon = given.indexOf(':');
        // A single letter before the colon would be a drive, several are a scheme.
        boolean scheme = colon > 1 && given.substring(0, colon).matches("[A-Za-z][A-Za-z0-9+.-]*");
        try {
            if (given.isEmpty()) {
                throw refused("found none");
            }
            if (!scheme) {
                return new Directory(Path.of(given));
            }
            return switch (given.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "s3" -> s3(given, given.substring(colon + 1));
                case "file" -> new Directory(Path.of(URI.create(given)));
                default -> throw refused("found '" + given + "'");
            };
        } catch (IllegalArgumentException e) {
            throw new BucketException(
                    Kind.REFUSED,
                    "a bucket is " + ACCEPTED + "; found '" + given + "', which is none",
                    e);
        }
    }

    private static S3 s3(String given, String rest) {
        if (!rest.startsWith("//")) {
            throw refused("found '" + given + "'");
        }
        String path = rest.substring(2);
        int slash = path.indexOf('/');
        String name = slash < 0 ? path : path.substring(0, slash);
        String prefix = slash < 0 ? "" : path.substring(slash + 1);
        return new S3(
                name, prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix);
    }

    private static BucketException refused(String found) {
        return new BucketException(Kind.REFUSED, "a bucket is " + ACCEPTED + "; " + found);
    }
}
