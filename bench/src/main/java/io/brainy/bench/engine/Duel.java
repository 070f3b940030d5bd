package io.brainy.bench.engine;

import io.brainy.bench.report.Latencies;
import io.brainy.coordinator.time.Ticker;
import java.util.Locale;

/// Two that answer the same queries on one thread, one query each in turn, so that whatever slows
/// the machine down slows both.
final class Duel {

    /// Rounds through all queries that do not count, for the compiler and the page cache.
    private static final int WARM_UP = 3;

    private static final int ROUNDS = 8;

    /// Answers a query; what it returns is used by nobody, but must have been made.
    interface Contender {
        Object answer(int query) throws Exception;
    }

    private final Latencies ours = new Latencies();
    private final Latencies peers = new Latencies();
    private double lowest = Double.POSITIVE_INFINITY;
    private double highest;
    private int made;

    private Duel() {}

    static Duel run(int queries, Ticker ticker, Contender ours, Contender peer) throws Exception {
        Duel duel = new Duel();
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            Latencies our = new Latencies();
            Latencies peers = new Latencies();
            for (int query = 0; query < queries; query++) {
                // Whoever goes second finds the query's neighbourhood in the cache.
                if ((query + round) % 2 == 0) {
                    our.add(duel.timed(ours, query, ticker));
                    peers.add(duel.timed(peer, query, ticker));
                } else {
                    peers.add(duel.timed(peer, query, ticker));
                    our.add(duel.timed(ours, query, ticker));
                }
            }
            if (round >= WARM_UP) {
                duel.count(our, peers);
            }
        }
        return duel;
    }

    private long timed(Contender contender, int query, Ticker ticker) throws Exception {
        long began = ticker.nanos();
        Object answer = contender.answer(query);
        long nanos = ticker.nanos() - began;
        made += answer.hashCode() & 1;
        return nanos;
    }

    private void count(Latencies our, Latencies peer) {
        double ratio = (double) our.percentile(50) / peer.percentile(50);
        lowest = Math.min(lowest, ratio);
        highest = Math.max(highest, ratio);
        ours.addAll(our);
        peers.addAll(peer);
    }

    Latencies ours() {
        return ours;
    }

    Latencies peers() {
        return peers;
    }

    double ratio(double percent) {
        return (double) ours.percentile(percent) / peers.percentile(percent);
    }

    /// The ratios of the medians, round by round: how far they lie apart is the noise.
    String spread() {
        return String.format(Locale.ROOT, "%.2f to %.2f in %d rounds", lowest, highest, ROUNDS);
    }

    /// Read by nobody, and so kept by the compiler.
    int made() {
        return made;
    }
}
