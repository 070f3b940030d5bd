package io.brainy.ingest.write;

import io.brainy.coordinator.log.CollectionLog;
import io.brainy.coordinator.log.Collections;
import io.brainy.coordinator.log.Collections.Opened;
import io.brainy.coordinator.port.Embedder.Model;
import io.brainy.ingest.embedding.VectorMaker;
import io.brainy.model.error.ConflictException;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.key.CollectionName;
import io.brainy.model.log.CollectionSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Makes, changes, shows and drops collections.
public final class CollectionWrites {

    private final Collections collections;
    private final WriteTarget target;
    private final VectorMaker maker;
    private final Duration timeout;

    public CollectionWrites(Collections collections, VectorMaker maker, WriteLimits limits) {
        this.collections = collections;
        this.target = new WriteTarget(collections, limits.timeout());
        this.maker = maker;
        this.timeout = limits.timeout();
    }

    /// @param position the last commit that is known
    public record Configured(
            CollectionName name, CollectionSettings settings, boolean created, long position) {}

    public record Listed(CollectionName name, CollectionSettings settings) {}

    public Configured put(CollectionName name, CollectionRequest request) {
        Model model = model(request.embeddingModel());
        Integer dimension = request.dimension();
        if (model != null && dimension != null && model.dimension() != dimension) {
            throw new InvalidException(
                    "dimension",
                    "the model %s makes vectors of %d components, found %d; leave one of the two out"
                            .formatted(model.name(), model.dimension(), dimension));
        }
        Optional<CollectionLog> there =
                Await.value(collections.findStrong(name), timeout, "looking for " + name);
        CollectionLog log;
        if (there.isPresent()) {
            log = there.get();
        } else {
            Opened opened =
                    Await.value(
                            collections.openOrCreate(name, initial(request, model)),
                            timeout,
                            "creating the collection " + name);
            log = opened.log();
            if (opened.created()) {
                return new Configured(name, log.settings(), true, log.tail());
            }
        }
        CollectionSettings settings =
                Await.value(
                        log.configure(old -> changed(old, request, model)),
                        timeout,
                        "changing the collection " + name);
        return new Configured(name, settings, false, log.tail());
    }

    private @Nullable Model model(@Nullable String name) {
        if (name == null) {
            return null;
        }
        return maker.model(name)
                .orElseThrow(() ->
                        new InvalidException(
                                "embeddingModel",
                                "there is no embedding model '"
                                        + name
                                        + "' here; GET /v1/models lists those there are"));
    }

    private CollectionSettings initial(CollectionRequest request, @Nullable Model model) {
        CollectionSettings defaults = CollectionSettings.DEFAULTS;
        CollectionSettings settings =
                new CollectionSettings(
                        or(request.similarity(), defaults.similarity()),
                        model == null ? OptionalInt.empty() : OptionalInt.of(model.dimension()),
                        model == null ? defaults.embeddingModel() : model.name(),
                        model != null,
                        or(request.domainsFixed(), defaults.domainsFixed()),
                        or(request.shards(), defaults.shards()),
                        or(request.replicas(), defaults.replicas()));
        Integer dimension = request.dimension();
        return dimension == null || model != null ? settings : fixed(settings, dimension);
    }

    /// Fixes an open dimension; a model that makes others makes none here.
    private CollectionSettings fixed(CollectionSettings settings, int dimension) {
        String name = settings.embeddingModel();
        OptionalInt made =
                name == null
                        ? OptionalInt.empty()
                        : maker.model(name)
                                .map(model -> OptionalInt.of(model.dimension()))
                                .orElse(OptionalInt.empty());
        CollectionSettings fixed = settings.withDimension(dimension);
        return made.isPresent() && made.getAsInt() == dimension ? fixed : fixed.withoutModel();
    }

    private CollectionSettings changed(
            CollectionSettings old, CollectionRequest request, @Nullable Model model) {
        refuse("similarity", request.similarity(), old.similarity());
        refuse("shards", request.shards(), old.shards());
        if (model != null) {
            refuse("embeddingModel", model.name(), old.embeddingModel());
        }
        Integer dimension = request.dimension();
        if (old.dimension().isPresent()) {
            refuse("dimension", dimension, old.dimension().getAsInt());
        }
        CollectionSettings settings =
                new CollectionSettings(
                        old.similarity(),
                        old.dimension(),
                        old.embeddingModel(),
                        old.modelNamed() || model != null,
                        or(request.domainsFixed(), old.domainsFixed()),
                        old.shards(),
                        or(request.replicas(), old.replicas()));
        if (old.dimension().isPresent()) {
            return settings;
        }
        if (model != null) {
            return settings.withDimension(model.dimension());
        }
        return dimension == null ? settings : fixed(settings, dimension);
    }

    private static <T> void refuse(String field, @Nullable T wanted, @Nullable T present) {
        if (wanted != null && !wanted.equals(present)) {
            throw new ConflictException(
                    ProblemType.CONFLICT,
                    "the collection's %s is %s and cannot become %s; write to another collection"
                            .formatted(field, present, wanted));
        }
    }

    private static <T> T or(@Nullable T wanted, T otherwise) {
        return wanted == null ? otherwise : wanted;
    }

    public Listed get(CollectionName name) {
        return new Listed(name, target.existing(name).settings());
    }

    public List<Listed> list() {
        return collections.list().stream()
                .map(listed -> new Listed(listed.id().name(), listed.settings()))
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
    }

    /// Drops it whole.
    ///
    /// @return the last position that is known of it
    public long drop(CollectionName name) {
        CollectionLog log = target.existing(name);
        if (!Await.value(collections.drop(name), timeout, "dropping " + name)) {
            throw new NotFoundException("there is no collection '" + name + "'");
        }
        return log.tail();
    }
}
