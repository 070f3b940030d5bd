package io.brainy.coordinator.chain;

import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.layout.SequenceName;
import io.brainy.coordinator.sequence.Edge;
import io.brainy.coordinator.sequence.Sequence;
import io.brainy.model.error.ConflictException;
import io.brainy.model.error.CorruptException;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.log.BatchId;
import io.brainy.model.manifest.Manifest;
import io.brainy.model.manifest.ManifestCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One shard's chain in one process, as a state machine on one [Edge].
///
/// Objects touched: the sequence `…/shards/<s>/manifest`. Crash points: a publisher that stops
/// before the put leaves files that no manifest names; after it the manifest holds, and whoever
/// goes on begins from it. A publisher never appends after a manifest of a greater epoch or a
/// closing one, so one that was replaced while it slept has no effect (C2).
class ChainMachine implements Sequence.Owner {

    /// Makes the next manifest from the newest one. Asked again after each number lost to another.
    interface Maker {
        /// @param newest the newest manifest of the chain, if there is any
        /// @param nonce to be put into it
        Manifest make(Optional<Manifest> newest, long generation, BatchId nonce);
    }

    private final SequenceName name;
    private final Edge edge;
    private final Sequence sequence;
    private final Consumer<Manifest> listener;
    private final ArrayDeque<Wish> wishes = new ArrayDeque<>();
    private final List<CompletableFuture<Optional<Manifest>>> probes = new ArrayList<>();
    private @Nullable Manifest newest;
    private @Nullable Manifest proposed;
    private @Nullable RuntimeException broken;

    private record Wish(long epoch, Maker maker, CompletableFuture<Manifest> done) {}

    /// @param listener told of each newer manifest, on the edge
    ChainMachine(SequenceName name, Edge edge, Duration retention, Consumer<Manifest> listener) {
        this.name = name;
        this.edge = edge;
        this.listener = listener;
        this.sequence = new Sequence(name, edge, this, retention);
    }

    void open() {
        sequence.openNewest(1);
    }

    /// Completes with the newest manifest at an end that is found after this call.
    void probe(CompletableFuture<Optional<Manifest>> done) {
        if (broken != null) {
            done.completeExceptionally(broken);
            return;
        }
        probes.removeIf(CompletableFuture::isDone);
        probes.add(done);
        sequence.probe(() -> done.complete(Optional.ofNullable(newest)));
    }

    /// The newest manifest known.
    Optional<Manifest> newest() {
        return Optional.ofNullable(newest);
    }

    /// Appends what `maker` makes, as the publisher of this epoch; fails with a [ConflictException]
    /// when that publisher was replaced.
    void append(long epoch, Maker maker, CompletableFuture<Manifest> done) {
        if (broken != null) {
            done.completeExceptionally(broken);
            return;
        }
        wishes.addLast(new Wish(epoch, maker, done));
        sequence.append();
    }

    // ---- the rules

    /// C2.
    boolean fenced(Manifest last, long epoch) {
        return last.closing() || last.epoch() > epoch;
    }

    // ---- the sequence

    @Override
    public void folded(long number, byte[] bytes) {
        if (broken != null) {
            return;
        }
        String what = name.entry(number).value();
        try {
            Manifest manifest = ManifestCodec.decode(bytes, what);
            if (manifest.generation() != number) {
                throw new CorruptException(
                        "%s: generation %d was wanted, found %d"
                                .formatted(what, number, manifest.generation()));
            }
            adopt(manifest);
        } catch (CorruptException e) {
            breakOff(e);
        }
    }

    @Override
    public Optional<byte[]> propose(long number, Instant date) {
        while (broken == null && !wishes.isEmpty()) {
            Wish wish = wishes.peekFirst();
            Manifest last = newest;
            try {
                if (last != null && fenced(last, wish.epoch())) {
                    throw new ConflictException(
                            ProblemType.CONFLICT,
                            "the publisher of epoch %d of %s was replaced: generation %d is of epoch %d"
                                    .formatted(
                                            wish.epoch(), name, last.generation(), last.epoch()));
                }
                BatchId nonce = new BatchId(edge.random().nextLong(), edge.random().nextLong());
                Manifest manifest = wish.maker().make(Optional.ofNullable(last), number, nonce);
                proposed = manifest;
                return Optional.of(ManifestCodec.encode(manifest));
            } catch (RuntimeException e) {
                wishes.removeFirst();
                wish.done().completeExceptionally(e);
            }
        }
        return Optional.empty();
    }

    @Override
    public void won(long number) {
        Manifest manifest = proposed;
        Wish wish = wishes.pollFirst();
        proposed = null;
        if (manifest == null || wish == null) {
            throw new IllegalStateException("won " + number + " without a proposal");
        }
        adopt(manifest);
        wish.done().complete(manifest);
        if (!wishes.isEmpty()) {
            sequence.append();
        }
    }

    @Override
    public void lost(long number) {
        proposed = null;
    }

    @Override
    public void refused(long number, BucketException reason) {
        fail(
                new UnavailableException(
                        "the bucket refused a manifest: " + reason.getMessage(), reason));
    }

    @Override
    public void unknown(long number) {
        fail(
                new UnavailableException(
                        ProblemType.OUTCOME_UNKNOWN,
                        "whether generation %d of %s was taken is not known"
                                .formatted(number, name),
                        Duration.ofSeconds(1)));
    }

    private void fail(RuntimeException reason) {
        proposed = null;
        Wish wish = wishes.pollFirst();
        if (wish != null) {
            wish.done().completeExceptionally(reason);
        }
        if (!wishes.isEmpty()) {
            sequence.append();
        }
    }

    @Override
    public void damaged(CorruptException reason) {
        breakOff(reason);
    }

    /// The view is void: begin again at the newest manifest, which is never deleted before the
    /// collection is (L10).
    @Override
    public void truncated(long floor) {
        if (floor == Long.MAX_VALUE) {
            breakOff(new NotFoundException("the collection was dropped and its manifests removed"));
            return;
        }
        sequence.openNewest(1);
        if (!wishes.isEmpty()) {
            sequence.append();
        }
    }

    private void adopt(Manifest manifest) {
        newest = manifest;
        listener.accept(manifest);
    }

    private void breakOff(RuntimeException reason) {
        broken = reason;
        wishes.forEach(wish -> wish.done().completeExceptionally(reason));
        wishes.clear();
        probes.forEach(probe -> probe.completeExceptionally(reason));
        probes.clear();
    }
}
