package io.brainy.coordinator.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.BucketAnswer;
import io.brainy.coordinator.bucket.BucketCall;
import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.bucket.MemoryBucket;
import io.brainy.coordinator.bucket.ObjectKey;
import io.brainy.coordinator.layout.SequenceName;
import io.brainy.model.error.CorruptException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// A creator whose answer was lost sleeps for hours, and then finds its own entry. That entry has
/// won, but it is no look: what others appended after it may be old, and gone (S5).
class LateOwnEntryTest {

    private static final SequenceName NAME = new SequenceName("things/log");

    private final Steps steps = new Steps();
    private final Writer writer = new Writer();
    private final Sequence sequence = new Sequence(NAME, steps, writer, Duration.ofHours(1));

    @Test
    void anOwnEntryFoundLateDoesNotMakeTheNextNumberTrusted() {
        sequence.openNewest(1);
        steps.run();
        writer.wanted = "first";
        steps.afterNextPut =
                () -> {
                    for (int number = 2; number <= 10; number++) {
                        steps.bucket.putIfAbsent(NAME.entry(number), text("other" + number));
                    }
                    steps.now = steps.now.plus(Duration.ofHours(2));
                };
        sequence.append();
        steps.run();

        steps.bucket.put(NAME.floor(10), new byte[0]);
        for (int number = 1; number < 10; number++) {
            steps.bucket.delete(List.of(NAME.entry(number)));
        }
        steps.now = steps.now.plus(Duration.ofMinutes(1));
        writer.wanted = "second";
        sequence.append();
        steps.run();

        assertThat(writer.won).containsExactly(1L);
        assertThat(writer.truncatedAt).isEqualTo(10);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class Writer implements Sequence.Owner {
        private String wanted = "";
        private final List<Long> won = new ArrayList<>();
        private long truncatedAt;

        @Override
        public void folded(long number, byte[] bytes) {}

        @Override
        public Optional<byte[]> propose(long number, Instant date) {
            return Optional.of(text(wanted));
        }

        @Override
        public void won(long number) {
            won.add(number);
        }

        @Override
        public void lost(long number) {}

        @Override
        public void refused(long number, BucketException reason) {}

        @Override
        public void unknown(long number) {}

        @Override
        public void damaged(CorruptException reason) {
            throw reason;
        }

        @Override
        public void truncated(long floor) {
            truncatedAt = floor;
        }
    }

    /// Runs requests one after the other; the answer of the next put can be lost.
    private static final class Steps implements Edge {
        private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");
        private final Bucket bucket = new MemoryBucket(() -> now);
        private Runnable afterNextPut = () -> {};
        private boolean lost;

        void run() {
            while (!ready.isEmpty()) {
                ready.poll().run();
            }
        }

        @Override
        public void call(BucketCall call, Consumer<BucketAnswer> then) {
            ready.add(() -> {
                BucketAnswer answer = call.perform(bucket);
                if (call instanceof BucketCall.PutIfAbsent(ObjectKey key, byte[] _) && !lost) {
                    lost = true;
                    afterNextPut.run();
                    then.accept(
                            new BucketAnswer.Failed(
                                    new BucketException(
                                            BucketException.Kind.TIMEOUT,
                                            "the answer about " + key + " is lost")));
                } else {
                    then.accept(answer);
                }
            });
        }

        @Override
        public void after(Duration delay, Runnable then) {
            ready.add(then);
        }

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public RandomGenerator random() {
            return new SplittableRandom(1);
        }
    }
}
