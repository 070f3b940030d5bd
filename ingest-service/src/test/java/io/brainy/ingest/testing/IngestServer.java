package io.brainy.ingest.testing;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.context.ConfigurableApplicationContext;

/// One server a test class, one collection name a test.
public final class IngestServer implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    private final AtomicInteger count = new AtomicInteger();
    private final String[] properties;
    private @Nullable ConfigurableApplicationContext context;
    private @Nullable ApiClient client;

    public IngestServer(String... properties) {
        this.properties = properties;
    }

    @Override
    public void beforeAll(ExtensionContext extension) {
        ConfigurableApplicationContext started = IngestApplication.start(properties);
        context = started;
        client = new ApiClient(IngestApplication.port(started));
    }

    @Override
    public void beforeEach(ExtensionContext extension) {
        count.incrementAndGet();
        embedder().reset();
    }

    @Override
    public void afterAll(ExtensionContext extension) {
        api().close();
        context().close();
    }

    public ConfigurableApplicationContext context() {
        if (context == null) {
            throw new IllegalStateException("the server is not started");
        }
        return context;
    }

    public ApiClient api() {
        if (client == null) {
            throw new IllegalStateException("the server is not started");
        }
        return client;
    }

    /// A collection that no other test uses.
    public String collection() {
        return "c" + count.get();
    }

    public String path(String rest) {
        return "/v1/collections/" + collection() + rest;
    }

    public FakeCollections collections() {
        return context().getBean(FakeCollections.class);
    }

    public FakeCollectionLog log() {
        return collections().log(collection());
    }

    public FakeEmbedder embedder() {
        return context().getBean(FakeEmbedder.class);
    }
}
