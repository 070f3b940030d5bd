package io.brainy.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchPlannerTest {

    private static final long MILLI = 1_000_000;
    private static final long NOW = 1_000_000 * MILLI;
    private static final long LONG_AGO = NOW - 3_600_000 * MILLI;

    private final BatchLimits limits = BatchLimits.DEFAULTS;
    private final BatchPlanner planner = new BatchPlanner(limits);

    private record Text(int id, int tokens, long arrivedNanos) implements QueuedText {}

    @Test
    void nothingWaitingIsRest() {
        assertThat(planner.plan(new State().view(), NOW)).isInstanceOf(BatchPlan.Rest.class);
    }

    @Test
    void loneQueryRunsAtOnceThoughOthersAreBusy() {
        var state = new State().query(7, NOW);
        state.idle = 1;

        assertThat(ran(state, Lane.QUERY)).hasSize(1);
    }

    @Test
    void loneDocumentRunsAtOnceWhenAllSessionsAreIdle() {
        assertThat(ran(new State().document(7, NOW), Lane.DOCUMENT)).hasSize(1);
    }

    @Test
    void loneDocumentWaitsForCompanyWhileAnotherSessionIsBusyAndNoLonger() {
        var state = new State().document(7, NOW);
        state.idle = 1;
        long deadline = NOW + limits.fillDeadline().toNanos();

        assertThat(planner.plan(state.view(), deadline - 1))
                .isEqualTo(new BatchPlan.WaitUntil<>(deadline));
        assertThat(planner.plan(state.view(), deadline)).isInstanceOf(BatchPlan.Run.class);
    }

    @Test
    void fullBatchOfDocumentsDoesNotWait() {
        var texts = new State().documents(limits.texts(), 5);
        texts.idle = 1;
        var tokens = new State().documents(4, limits.paddedTokens() / 4);
        tokens.idle = 1;
        var almost = new State().documents(limits.texts() - 1, 5);
        almost.idle = 1;

        assertThat(ran(texts, Lane.DOCUMENT)).hasSize(limits.texts());
        assertThat(ran(tokens, Lane.DOCUMENT)).hasSize(4);
        assertThat(planner.plan(almost.view(), NOW)).isInstanceOf(BatchPlan.WaitUntil.class);
    }

    @Test
    void queriesGoBeforeDocuments() {
        var state = new State().documents(100, 5).query(7, NOW);

        assertThat(ran(state, Lane.QUERY)).hasSize(1);
    }

    @Test
    void floodOfQueriesLetsOneBatchOfDocumentsPassEachPatience() {
        var state = new State().document(7, NOW - limits.documentPatience().toNanos());
        state.query(7, NOW);
        state.lastDocuments = NOW - limits.documentPatience().toNanos() + 1;

        assertThat(ran(state, Lane.QUERY)).hasSize(1);

        state.lastDocuments--;

        assertThat(ran(state, Lane.DOCUMENT)).hasSize(1);
    }

    @Test
    void youngDocumentsNeverPassQueries() {
        var state = new State().document(7, NOW - limits.documentPatience().toNanos() + 1);
        state.query(7, NOW);
        state.lastDocuments = LONG_AGO;

        assertThat(ran(state, Lane.QUERY)).hasSize(1);
    }

    @Test
    void batchesOfDocumentsAreSmallerForASecondAfterAQuery() {
        var state = new State().documents(100, 5);
        state.idle = 1;

        state.lastQuery = NOW - limits.queryMemory().toNanos() + 1;
        assertThat(ran(state, Lane.DOCUMENT)).hasSize(limits.textsBesideQueries());

        state.lastQuery--;
        assertThat(ran(state, Lane.DOCUMENT)).hasSize(limits.texts());
    }

    @Test
    void paddedTokensLimitABatch() {
        var state = new State().documents(10, limits.paddedTokens() / 4);
        state.idle = 1;
        var oneMore = new State().documents(10, limits.paddedTokens() / 4 + 1);
        oneMore.idle = 1;

        assertThat(ran(state, Lane.DOCUMENT)).hasSize(4);
        assertThat(ran(oneMore, Lane.DOCUMENT)).hasSize(3);
    }

    @Test
    void textBeyondTheTokenLimitRunsAlone() {
        var state = new State().documents(3, limits.paddedTokens() + 1);
        state.idle = 1;

        assertThat(ran(state, Lane.DOCUMENT)).hasSize(1);
    }

    @Test
    void whatWaitsIsSharedAmongFreeSessions() {
        var state = new State().documents(20, 5);

        assertThat(ran(state, Lane.DOCUMENT)).hasSize(10);

        state.idle = 1;
        state.lastQuery = LONG_AGO;
        assertThat(ranAt(NOW + limits.fillDeadline().toNanos(), state, Lane.DOCUMENT)).hasSize(20);
    }

    @Test
    void textsOfLikeLengthGoTogether() {
        var state = new State();
        for (int i = 0; i < 16; i++) {
            state.document(8, NOW).document(60, NOW);
        }
        state.idle = 1;

        assertThat(ran(state, Lane.DOCUMENT)).hasSize(16).allMatch(text -> text.tokens() == 8);
    }

    /// Whatever arrives, each batch holds the oldest text, keeps its limits and wastes little.
    @Test
    void everyBatchHoldsTheOldestTextAndKeepsItsLimits() {
        var random = new Random(42);
        for (int round = 0; round < 500; round++) {
            var state = new State();
            int count = 1 + random.nextInt(limits.lookAhead());
            for (int i = 0; i < count; i++) {
                state.document(2 + random.nextInt(random.nextInt(510) + 1), LONG_AGO + i);
            }
            state.idle = 1 + random.nextInt(2);

            List<Text> batch = ran(state, Lane.DOCUMENT);

            int longest = batch.stream().mapToInt(Text::tokens).max().orElseThrow();
            int real = batch.stream().mapToInt(Text::tokens).sum();
            int padded = longest * batch.size();
            assertThat(batch).contains(state.documents.getFirst()).doesNotHaveDuplicates();
            assertThat(batch.size()).isLessThanOrEqualTo(limits.texts());
            assertThat(batch.size() == 1 || padded <= limits.paddedTokens()).isTrue();
            assertThat(padded - real).isLessThanOrEqualTo(BatchPlanner.MAX_PADDING_TOKENS);
        }
    }

    /// An unusual text among a stream of usual ones is run when it has become the oldest.
    @Test
    void longTextDoesNotStarveAmongShortOnes() {
        var state = new State();
        state.idle = 1;
        for (int i = 0; i < 40; i++) {
            state.document(6, LONG_AGO + i);
        }
        state.document(400, LONG_AGO + 40);

        int batches = 0;
        boolean ran = false;
        while (!ran) {
            List<Text> batch = ran(state, Lane.DOCUMENT);
            ran = batch.stream().anyMatch(text -> text.tokens() == 400);
            state.documents.removeAll(batch);
            for (int i = 0; i < batch.size(); i++) {
                state.document(6, NOW);
            }
            batches++;
        }

        assertThat(batches).isLessThanOrEqualTo(41);
    }

    /// Sorting must pay: a shuffled backlog is run with little padding in all.
    @Test
    void backlogOfMixedLengthsIsPaddedLittle() {
        var random = new Random(7);
        var state = new State();
        state.idle = 1;
        for (int i = 0; i < 512; i++) {
            state.document(4 + random.nextInt(60), LONG_AGO + i);
        }

        long real = 0;
        long padded = 0;
        while (!state.documents.isEmpty()) {
            List<Text> batch = ran(state, Lane.DOCUMENT);
            int longest = batch.stream().mapToInt(Text::tokens).max().orElseThrow();
            real += batch.stream().mapToInt(Text::tokens).sum();
            padded += (long) longest * batch.size();
            state.documents.removeAll(batch);
        }

        assertThat((double) padded / real).isLessThan(1.05);
    }

    @Test
    void limitsThatCannotHoldAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new BatchLimits(
                                8, 9, 512, 256, Duration.ZERO, Duration.ZERO, Duration.ZERO))
                .withMessageContaining("texts beside queries");
    }

    private List<Text> ran(State state, Lane lane) {
        return ranAt(NOW, state, lane);
    }

    private List<Text> ranAt(long now, State state, Lane lane) {
        return switch (planner.plan(state.view(), now)) {
            case BatchPlan.Run<Text>(Lane chosen, List<Text> texts) when chosen == lane -> texts;
            case BatchPlan<Text> other -> throw new AssertionError("wanted " + lane + ", " + other);
        };
    }

    /// Two sessions, both free, and no query in living memory, unless a test says otherwise.
    private final class State {

        private final List<Text> queries = new ArrayList<>();
        private final List<Text> documents = new ArrayList<>();
        private int idle = 2;
        private long lastQuery = LONG_AGO;
        private long lastDocuments = LONG_AGO;
        private int ids;

        State query(int tokens, long arrived) {
            queries.add(new Text(ids++, tokens, arrived));
            lastQuery = arrived;
            return this;
        }

        State document(int tokens, long arrived) {
            documents.add(new Text(ids++, tokens, arrived));
            return this;
        }

        State documents(int count, int tokens) {
            for (int i = 0; i < count; i++) {
                document(tokens, NOW);
            }
            return this;
        }

        BatchView<Text> view() {
            return new BatchView<>(
                    queries.stream().limit(limits.lookAhead()).toList(),
                    queries.size(),
                    documents.stream().limit(limits.lookAhead()).toList(),
                    documents.size(),
                    2,
                    idle,
                    lastQuery,
                    lastDocuments);
        }
    }
}
