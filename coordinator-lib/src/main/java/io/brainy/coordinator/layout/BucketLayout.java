package io.brainy.coordinator.layout;

import io.brainy.coordinator.bucket.ObjectKey;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.NodeId;
import io.brainy.model.key.ShardId;

/// Every key of the bucket. The picture is in docs/bucket-protocol.md; a key that is not built here
/// does not exist.
public final class BucketLayout {

    public static final ObjectKey FORMAT = new ObjectKey("cluster/format");
    public static final ObjectKey CERTIFICATE = new ObjectKey("cluster/certificate");

    /// Where certification races and listings leave their objects; emptied afterwards.
    public static final String CERTIFICATION_PREFIX = "cluster/certification/";

    public static final String MEMBERS_PREFIX = "cluster/members/";
    public static final SequenceName JOURNAL = new SequenceName("cluster/journal");
    public static final SequenceName WAKE = new SequenceName("cluster/wake");

    private BucketLayout() {}

    public static ObjectKey member(NodeId node) {
        return new ObjectKey(MEMBERS_PREFIX + node);
    }

    public static String folder(CollectionId collection) {
        return "collections/" + collection.name() + "/" + collection.created() + "/";
    }

    public static SequenceName log(CollectionId collection) {
        return new SequenceName(folder(collection) + "log");
    }

    public static SequenceName chain(CollectionId collection, ShardId shard) {
        return new SequenceName(folder(collection) + "shards/" + shard + "/manifest");
    }

    /// @param file the last part of the key, `<shard>-<epoch>-<uuid>`
    public static ObjectKey segmentFile(CollectionId collection, String file) {
        return new ObjectKey(folder(collection) + "files/" + file);
    }

    public static ObjectKey payload(CollectionId collection, String payload) {
        return new ObjectKey(folder(collection) + "payload/" + payload);
    }
}
