package io.brainy.inference.batch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Decides what a free session runs next; a pure function of what waits and the time.
///
/// - Queries go first and never wait for company. Documents overtake them only when queries have
///   kept all documents from running for [BatchLimits#documentPatience], and then for one batch: a
///   flood of queries slows ingest down but does not stop it.
/// - Documents run at once while every session is free. While others are busy they wait up to
///   [BatchLimits#fillDeadline] for a fuller batch.
/// - A batch is the oldest waiting text and those nearest to it in length. So texts are padded
///   little, and none starves: whatever its length, a text is passed by younger ones only until it
///   is the oldest.
/// - What waits is shared among the free sessions, so that a small request is spread over them.
///
/// Times are compared by difference, since monotonic time may wrap.
final class BatchPlanner {

    /// The most padding of a batch. As much as a batch costs beyond its tokens (1.4 ms, where a
    /// token costs 0.12 ms), so padding never costs more than one more batch would. With it, a
    /// backlog of WordNet's glosses takes 1 % longer than if all of it were sorted at once.
    static final int MAX_PADDING_TOKENS = 12;

    private final BatchLimits limits;

    BatchPlanner(BatchLimits limits) {
        this.limits = limits;
    }

    <T extends QueuedText> BatchPlan<T> plan(BatchView<T> view, long now) {
        if (!view.queries().isEmpty() && !documentsAreOverdue(view, now)) {
            return new BatchPlan.Run<>(
                    Lane.QUERY,
                    fill(
                            view.queries(),
                            share(view.queryCount(), view.idleSessions()),
                            limits.textsBesideQueries(),
                            limits.paddedTokens()));
        }
        if (view.documents().isEmpty()) {
            return new BatchPlan.Rest<>();
        }
        boolean queriesExpected = now - view.lastQueryNanos() < limits.queryMemory().toNanos();
        int texts = queriesExpected ? limits.textsBesideQueries() : limits.texts();
        int tokens = queriesExpected ? limits.paddedTokens() / 2 : limits.paddedTokens();
        boolean othersBusy = view.idleSessions() < view.sessions();
        long deadline =
                view.documents().getFirst().arrivedNanos() + limits.fillDeadline().toNanos();
        if (othersBusy && now - deadline < 0 && !fillsBatch(view.documents(), texts, tokens)) {
            return new BatchPlan.WaitUntil<>(deadline);
        }
        return new BatchPlan.Run<>(
                Lane.DOCUMENT,
                fill(
                        view.documents(),
                        share(view.documentCount(), view.idleSessions()),
                        texts,
                        tokens));
    }

    private <T extends QueuedText> boolean documentsAreOverdue(BatchView<T> view, long now) {
        long patience = limits.documentPatience().toNanos();
        return !view.documents().isEmpty()
                && now - view.documents().getFirst().arrivedNanos() >= patience
                && now - view.lastDocumentsNanos() >= patience;
    }

    private static boolean fillsBatch(
            List<? extends QueuedText> waiting, int maxTexts, int maxTokens) {
        if (waiting.size() >= maxTexts) {
            return true;
        }
        int tokens = 0;
        for (QueuedText text : waiting) {
            tokens += text.tokens();
        }
        return tokens >= maxTokens;
    }

    private static int share(int waiting, int idleSessions) {
        return Math.ceilDiv(waiting, Math.max(1, idleSessions));
    }

    /// Grows a batch around the oldest text, always by the neighbour in length that adds less
    /// padding.
    private static <T extends QueuedText> List<T> fill(
            List<T> waiting, int share, int maxTexts, int maxTokens) {
        T oldest = waiting.getFirst();
        var byLength = new ArrayList<>(waiting);
        byLength.sort(Comparator.comparingInt(QueuedText::tokens));
        int first = byLength.indexOf(oldest);
        int last = first;
        int count = Math.min(share, maxTexts);
        int real = oldest.tokens();
        while (last - first + 1 < count) {
            int size = last - first + 1;
            int longest = byLength.get(last).tokens();
            boolean canShrink = first > 0;
            boolean canGrow = last + 1 < byLength.size();
            int shorter = canShrink ? byLength.get(first - 1).tokens() : 0;
            int longer = canGrow ? byLength.get(last + 1).tokens() : 0;
            boolean shorterFits = canShrink && fits(size + 1, longest, real + shorter, maxTokens);
            boolean longerFits = canGrow && fits(size + 1, longer, real + longer, maxTokens);
            if (!shorterFits && !longerFits) {
                break;
            }
            int paddingOfShorter = longest - shorter;
            int paddingOfLonger = (longer - longest) * size;
            if (shorterFits && (!longerFits || paddingOfShorter <= paddingOfLonger)) {
                first--;
                real += shorter;
            } else {
                last++;
                real += longer;
            }
        }
        return List.copyOf(byLength.subList(first, last + 1));
    }

    private static boolean fits(int size, int longest, int realTokens, int maxTokens) {
        int padded = size * longest;
        return padded <= maxTokens && padded - realTokens <= MAX_PADDING_TOKENS;
    }
}
