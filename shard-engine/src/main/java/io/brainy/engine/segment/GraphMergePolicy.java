package io.brainy.engine.segment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.jspecify.annotations.Nullable;

/// Which segments become one. Two kinds are told apart by their documents: *small* ones, below the
/// graph threshold, are scanned flat; *large* ones have a graph each, and a query pays for every
/// graph.
///
/// - As soon as the small ones together reach the threshold, they become a large one. So what is
///   scanned flat is bounded, as long as merging keeps up with writing.
/// - Were there more than [#MAX_GRAPHS] large ones then, the smallest join in: as few as keep the
///   sizes falling, so that a document is merged a few times in its life and not at every turn.
/// - More than [#MAX_SMALL] small ones are merged among themselves, without a graph, which is
///   cheap.
/// - A large one with many deleted documents is rewritten, since they slow down its graph.
///
/// One merge that makes a graph is under way at a time; small merges may overtake it.
final class GraphMergePolicy extends MergePolicy {

    static final int MAX_GRAPHS = 3;
    static final int MAX_SMALL = 8;

    /// How many of the small ones a small merge leaves alone: the largest.
    private static final int KEPT_SMALL = 3;

    /// The part of deleted documents from which a large segment is rewritten.
    private static final double MAX_DELETED = 0.25;

    /// Small segments are one file each, since a bucket charges by the object; large ones are many,
    /// since the copying into one would cost more.
    private static final long MAX_COMPOUND_BYTES = 64L << 20;

    private static final Comparator<Sized> LARGEST_FIRST =
            Comparator.comparingInt(Sized::documents).reversed();

    private final int threshold;

    GraphMergePolicy(int threshold) {
        this.threshold = threshold;
    }

    private record Sized(SegmentCommitInfo segment, int documents, int deleted) {}

    @Override
    public @Nullable MergeSpecification findMerges(
            MergeTrigger trigger, SegmentInfos infos, MergeContext context) throws IOException {
        List<Sized> small = new ArrayList<>();
        List<Sized> large = new ArrayList<>();
        int merging = 0;
        for (SegmentCommitInfo segment : infos) {
            int deleted = context.numDeletesToMerge(segment);
            Sized sized = new Sized(segment, segment.info.maxDoc() - deleted, deleted);
            if (context.getMergingSegments().contains(segment)) {
                merging += sized.documents();
            } else if (segment.info.maxDoc() < threshold) {
                small.add(sized);
            } else {
                large.add(sized);
            }
        }
        small.sort(LARGEST_FIRST);
        large.sort(LARGEST_FIRST);
        MergeSpecification merges = new MergeSpecification();
        if (merging < threshold) {
            List<Sized> graph = graphMerge(small, large);
            small.removeAll(graph);
            add(graph, merges);
        }
        add(smallMerge(small), merges);
        return merges.merges.isEmpty() ? null : merges;
    }

    /// What is to become a large segment now, or nothing.
    private List<Sized> graphMerge(List<Sized> small, List<Sized> large) {
        int flat = sum(small);
        if (flat >= threshold) {
            List<Sized> graph = new ArrayList<>(small);
            graph.addAll(large.subList(keptLarge(large, flat), large.size()));
            return graph;
        }
        if (large.size() > MAX_GRAPHS) {
            Sized smallest = large.getLast();
            List<Sized> others = large.subList(0, large.size() - 1);
            return large.subList(keptLarge(others, smallest.documents()), large.size());
        }
        for (Sized sized : large) {
            if (sized.deleted() > MAX_DELETED * (sized.documents() + sized.deleted())) {
                return List.of(sized);
            }
        }
        return List.of();
    }

    /// How many of the large segments, the largest first, stay as they are when one of `documents`
    /// is added to them.
    private static int keptLarge(List<Sized> large, int documents) {
        if (large.size() < MAX_GRAPHS) {
            return large.size();
        }
        int kept = Math.min(large.size(), MAX_GRAPHS - 1);
        int joined = documents + sum(large.subList(kept, large.size()));
        while (kept > 0 && large.get(kept - 1).documents() <= joined) {
            kept--;
            joined += large.get(kept).documents();
        }
        return kept;
    }

    private List<Sized> smallMerge(List<Sized> small) {
        if (small.size() <= MAX_SMALL) {
            return List.of();
        }
        List<Sized> merged = new ArrayList<>();
        int documents = 0;
        for (Sized next : small.subList(KEPT_SMALL, small.size()).reversed()) {
            documents += next.documents();
            if (documents >= threshold) {
                break;
            }
            merged.add(next);
        }
        return merged.size() > 1 ? merged : List.of();
    }

    private static int sum(List<Sized> segments) {
        return segments.stream().mapToInt(Sized::documents).sum();
    }

    private static void add(List<Sized> segments, MergeSpecification merges) {
        if (!segments.isEmpty()) {
            merges.add(new OneMerge(segments.stream().map(Sized::segment).toList()));
        }
    }

    /// Everything into one segment, when nothing else is being merged.
    @Override
    public @Nullable MergeSpecification findForcedMerges(
            SegmentInfos infos,
            int maxSegments,
            Map<SegmentCommitInfo, Boolean> wanted,
            MergeContext context)
            throws IOException {
        List<SegmentCommitInfo> segments = infos.asList();
        boolean done =
                segments.isEmpty()
                        || (segments.size() == 1
                                && context.numDeletesToMerge(segments.getFirst()) == 0);
        if (done || !context.getMergingSegments().isEmpty()) {
            return null;
        }
        MergeSpecification merges = new MergeSpecification();
        merges.add(new OneMerge(segments));
        return merges;
    }

    @Override
    public @Nullable MergeSpecification findForcedDeletesMerges(
            SegmentInfos infos, MergeContext context) {
        return null;
    }

    @Override
    public boolean useCompoundFile(
            SegmentInfos infos, SegmentCommitInfo merged, MergeContext context) throws IOException {
        return merged.sizeInBytes() <= MAX_COMPOUND_BYTES;
    }
}
