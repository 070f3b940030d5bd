package io.brainy.coordinator.chain;

import io.brainy.coordinator.layout.BucketLayout;
import io.brainy.coordinator.sequence.ProtocolLoop;
import io.brainy.coordinator.sequence.Sequence;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.ShardId;
import io.brainy.model.key.SlotRange;
import io.brainy.model.log.BatchId;
import io.brainy.model.manifest.Manifest;
import io.brainy.model.manifest.SegmentFile;
import io.brainy.model.manifest.ShardStats;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// A shard's chain as its publisher and its servers in this process share it. Methods do not block
/// and may be called from any thread.
public final class ManifestChain implements AutoCloseable {

    private final ShardId shard;
    private final SlotRange slots;
    private final ProtocolLoop loop;
    private final ChainMachine machine;
    private final List<Consumer<Manifest>> listeners = new CopyOnWriteArrayList<>();

    /// @param loop the chain's own; closed with it
    public ManifestChain(
            CollectionId collection, ShardId shard, SlotRange slots, ProtocolLoop loop) {
        this.shard = shard;
        this.slots = slots;
        this.loop = loop;
        this.machine =
                new ChainMachine(
                        BucketLayout.chain(collection, shard),
                        loop,
                        Sequence.RETENTION,
                        manifest -> listeners.forEach(each -> each.accept(manifest)));
    }

    /// Told of the newest manifest known, if there is one, and of each newer one; on the chain's
    /// loop, so it must be short.
    public void watch(Consumer<Manifest> listener) {
        loop.execute(() -> {
            listeners.add(listener);
            machine.newest().ifPresent(listener);
        });
    }

    /// Completes with the newest manifest, when it is known which one that is.
    public CompletableFuture<Optional<Manifest>> open() {
        CompletableFuture<Optional<Manifest>> newest = new CompletableFuture<>();
        loop.execute(() -> {
            machine.open();
            machine.probe(newest);
        });
        return newest;
    }

    /// As [#open], for a chain that is open.
    public CompletableFuture<Optional<Manifest>> probe() {
        CompletableFuture<Optional<Manifest>> newest = new CompletableFuture<>();
        loop.execute(() -> machine.probe(newest));
        return newest;
    }

    /// Fences whoever published before: appends a manifest equal to the newest one with this epoch
    /// (C2), or an empty one where the chain is empty. Completes with it, and the publisher goes on
    /// from there.
    ///
    /// @param emptyPosition of an empty chain: the number before the log's first
    public CompletableFuture<Manifest> takeOver(long epoch, long emptyPosition) {
        return append(epoch, takeOver(shard, slots, epoch, emptyPosition));
    }

    /// Makes these files the shard. They are durable already (S7), and are exactly the log up to
    /// `position` (C1). Fails with a [io.brainy.model.error.ConflictException] when this epoch was
    /// fenced.
    public CompletableFuture<Manifest> publish(
            long epoch, long position, List<SegmentFile> files, ShardStats stats) {
        return append(epoch, publish(shard, slots, epoch, position, files, stats));
    }

    static ChainMachine.Maker takeOver(
            ShardId shard, SlotRange slots, long epoch, long emptyPosition) {
        return (newest, generation, nonce) ->
                newest.map(last -> withEpoch(last, epoch, generation, nonce))
                        .orElseGet(() ->
                                new Manifest(
                                        shard,
                                        generation,
                                        nonce,
                                        epoch,
                                        emptyPosition,
                                        slots,
                                        null,
                                        false,
                                        List.of(),
                                        ShardStats.EMPTY));
    }

    static ChainMachine.Maker publish(
            ShardId shard,
            SlotRange slots,
            long epoch,
            long position,
            List<SegmentFile> files,
            ShardStats stats) {
        return (newest, generation, nonce) -> {
            Manifest last =
                    newest.filter(manifest -> manifest.epoch() >= epoch)
                            .orElseThrow(() ->
                                    new IllegalStateException(
                                            "epoch %d of shard %s has not taken over, so it does not know what it replaces; take over first"
                                                    .formatted(epoch, shard)));
            if (position < last.position()) {
                throw new IllegalStateException(
                        "positions only grow: %d is published, found %d"
                                .formatted(last.position(), position));
            }
            return new Manifest(
                    shard,
                    generation,
                    nonce,
                    epoch,
                    position,
                    slots,
                    last.parent(),
                    false,
                    files,
                    stats);
        };
    }

    private CompletableFuture<Manifest> append(long epoch, ChainMachine.Maker maker) {
        CompletableFuture<Manifest> done = new CompletableFuture<>();
        loop.execute(() -> machine.append(epoch, maker, done));
        return done;
    }

    private static Manifest withEpoch(Manifest last, long epoch, long generation, BatchId nonce) {
        return new Manifest(
                last.shard(),
                generation,
                nonce,
                epoch,
                last.position(),
                last.range(),
                last.parent(),
                last.closing(),
                last.files(),
                last.stats());
    }

    @Override
    public void close() {
        loop.close();
    }
}
