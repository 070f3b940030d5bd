package io.brainy.engine.segment;

import java.io.IOException;
import java.util.concurrent.Executor;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.MergePolicy.OneMerge;
import org.apache.lucene.index.MergeScheduler.MergeSource;
import org.jspecify.annotations.Nullable;

/// Merges one at a time beside the writing, on a thread that yields to queries. A smaller merge
/// pauses a larger one; the writer itself is never made to wait for them. A merge that failed is
/// kept, for the publisher to stop at.
final class BackgroundMerges extends ConcurrentMergeScheduler {

    /// Beyond it Lucene would hold up the writer; [GraphMergePolicy] has two under way at most.
    private static final int MAX_PENDING = 16;

    private final String name;
    private volatile @Nullable Throwable failure;

    BackgroundMerges(String name) {
        this.name = name;
        setMaxMergesAndThreads(MAX_PENDING, 1);
        disableAutoIOThrottle();
    }

    @Nullable Throwable failure() {
        return failure;
    }

    /// Waits until no merge is under way; none may have been asked for meanwhile.
    void await() {
        sync();
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // Only a hint: nothing depends on its being heard.
    protected synchronized MergeThread getMergeThread(MergeSource source, OneMerge merge)
            throws IOException {
        MergeThread thread = super.getMergeThread(source, merge);
        thread.setName("brainy-merge-" + name);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    }

    /// The fields of one merge are merged one after the other too.
    @Override
    public Executor getIntraMergeExecutor(OneMerge merge) {
        return Runnable::run;
    }

    @Override
    protected void handleMergeException(Throwable thrown) {
        failure = thrown;
    }
}
