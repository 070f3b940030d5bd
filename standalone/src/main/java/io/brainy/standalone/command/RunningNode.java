package io.brainy.standalone.command;

import io.brainy.standalone.autoconfigure.StartFailure;
import io.brainy.standalone.node.NodeApplication;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// A node that ends with its process: SIGTERM and SIGINT close it, requests under way finish, and
/// the process ends with 0, since that is how a node is stopped.
final class RunningNode implements AutoCloseable {

    private final NodeApplication node;
    private final Thread onSignal;
    private final CountDownLatch closed = new CountDownLatch(1);

    private RunningNode(NodeApplication node) {
        this.node = node;
        this.onSignal = new Thread(this::stopWithZero, "stop");
    }

    /// @throws CommandFailure when it cannot start for a reason that the user can mend
    static RunningNode start(List<String> arguments, Map<String, Object> defaults) {
        NodeApplication node;
        try {
            node = NodeApplication.start(arguments, defaults);
        } catch (RuntimeException e) {
            Optional<StartFailure> failure = StartFailure.of(e);
            if (failure.isEmpty()) {
                throw e;
            }
            throw new CommandFailure(failure.get().status(), failure.get().line(), e);
        }
        RunningNode running = new RunningNode(node);
        Runtime.getRuntime().addShutdownHook(running.onSignal);
        return running;
    }

    NodeApplication node() {
        return node;
    }

    /// Returns when the node was closed, which a signal does.
    void await() throws InterruptedException {
        closed.await();
    }

    /// The JVM would end with 128 and the signal's number.
    private void stopWithZero() {
        node.close();
        closed.countDown();
        Runtime.getRuntime().halt(BrainyCommand.OK);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            // A signal came first; its thread closes the node and ends the process.
            return;
        }
        node.close();
        closed.countDown();
    }
}
