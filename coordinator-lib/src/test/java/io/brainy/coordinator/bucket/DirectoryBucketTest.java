package io.brainy.coordinator.bucket;

import io.brainy.coordinator.testing.BucketContract;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class DirectoryBucketTest extends BucketContract {

    @TempDir Path root;

    private @Nullable Bucket opened;

    @Override
    protected Bucket emptyBucket() {
        opened = DirectoryBucket.open(root.resolve("bucket"));
        return opened;
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }
}
