package io.brainy.standalone.command;

import io.brainy.standalone.autoconfigure.StartFailure;
import io.brainy.standalone.node.NodeApplication;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// A node that ends with its process: SIGTERM and SIGINT close it, requests under way finish, and
/// the process ends with 0, since that is how a node is stopped. One that is still starting ends at
/// once: whatever it was doing, the next start does the rest.
final class RunningNode implements AutoCloseable {

    private final Thread onSignal = new Thread(this::stopWithZero, "stop");
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable NodeApplication node;

    private RunningNode() {}

    /// @throws CommandFailure when it cannot start for a reason that the user can mend
    static RunningNode start(List<String> arguments, Map<String, Object> defaults) {
        RunningNode running = new RunningNode();
        Runtime.getRuntime().addShutdownHook(running.onSignal);
        try {
            running.node = NodeApplication.start(arguments, defaults);
        } catch (RuntimeException e) {
            running.close();
            Optional<StartFailure> failure = StartFailure.of(e);
            if (failure.isEmpty()) {
                throw e;
            }
            throw new CommandFailure(failure.get().status(), failure.get().line(), e);
        }
        return running;
    }

    NodeApplication node() {
        return Objects.requireNonNull(node, "the node has started");
    }

    /// Returns when the node was closed, which a signal does.
    void await() throws InterruptedException {
        closed.await();
    }

    /// The JVM would end with 128 and the signal's number.
    private void stopWithZero() {
        closeNode();
        Runtime.getRuntime().halt(BrainyCommand.OK);
    }

    private void closeNode() {
        NodeApplication running = node;
        if (running != null) {
            running.close();
        }
        closed.countDown();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            // A signal came first; its thread closes the node and ends the process.
            return;
        }
        closeNode();
    }
}
