package io.brainy.coordinator.bucket;

/// Opens a bucket where its location says, bare of decorators. The opener of S3 buckets is given,
/// so that this package does not know the cloud's SDK.
public final class Buckets {

    /// Opens a bucket of an object store. Called only when such a location is opened: nothing of
    /// the store's client is set up for a directory.
    @FunctionalInterface
    public interface Opener {

        Bucket open(BucketLocation.S3 location);
    }

    private final Opener s3;

    public Buckets(Opener s3) {
        this.s3 = s3;
    }

    /// @param location a directory's path, `file:/PATH`, or `s3://NAME/PREFIX`
    public Bucket open(String location) {
        return open(BucketLocation.parse(location));
    }

    public Bucket open(BucketLocation location) {
        return switch (location) {
            case BucketLocation.Directory directory -> DirectoryBucket.open(directory.path());
            case BucketLocation.S3 remote -> s3.open(remote);
        };
    }
}
