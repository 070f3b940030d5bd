package io.brainy.ingest.write;

import io.brainy.coordinator.json.DocumentDraft;
import io.brainy.coordinator.log.CollectionLog;
import io.brainy.ingest.embedding.VectorMaker;
import io.brainy.model.key.CollectionName;
import io.brainy.model.log.CollectionSettings;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The collection of one request and its rule for vectors. It is created at the first document that
/// a collection of default settings would take: a bad request creates none. Used by one thread.
final class Opening {

    private final WriteTarget target;
    private final VectorMaker maker;
    private final CollectionName name;
    private @Nullable CollectionLog log;
    private VectorRule rule;

    Opening(WriteTarget target, VectorMaker maker, CollectionName name) {
        this.target = target;
        this.maker = maker;
        this.name = name;
        this.log = target.known(name).orElse(null);
        this.rule =
                new VectorRule(log == null ? CollectionSettings.DEFAULTS : log.settings(), maker);
    }

    CollectionName name() {
        return name;
    }

    VectorRule rule() {
        return rule;
    }

    /// The log, with the rule of its settings, for a document that it will take or refuse.
    CollectionLog open(DocumentDraft first, Instant now) {
        if (log == null) {
            Admission.admit(first, new VectorRule(CollectionSettings.DEFAULTS, maker), now);
            log = target.open(name);
            rule = new VectorRule(log.settings(), maker);
        }
        return log;
    }

    /// The log once it is open.
    CollectionLog log() {
        if (log == null) {
            throw new IllegalStateException("nothing was admitted yet");
        }
        return log;
    }

    /// Looks again, after the collection turned out to be another one.
    void reopen() {
        CollectionLog found = target.reopen(name);
        log = found;
        rule = new VectorRule(found.settings(), maker);
    }
}
