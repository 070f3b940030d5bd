package io.brainy.ingest.api;

import io.brainy.coordinator.web.RequestBody;
import io.brainy.coordinator.web.RequestHeaders;
import io.brainy.ingest.write.CollectionRequest;
import io.brainy.ingest.write.CollectionWrites;
import io.brainy.ingest.write.CollectionWrites.Configured;
import io.brainy.ingest.write.CollectionWrites.Listed;
import io.brainy.model.api.CollectionAnswer;
import io.brainy.model.api.CollectionsAnswer;
import io.brainy.model.key.CollectionName;
import io.brainy.model.log.CollectionSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.OptionalInt;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Collections and their settings.
@RestController
@RequestMapping("/v1/collections")
final class CollectionsController {

    private final CollectionWrites collections;

    CollectionsController(CollectionWrites collections) {
        this.collections = collections;
    }

    @GetMapping
    CollectionsAnswer list() {
        return new CollectionsAnswer(
                collections.list().stream().map(CollectionsController::answer).toList());
    }

    @PutMapping("/{collection}")
    ResponseEntity<CollectionAnswer> put(
            @PathVariable String collection, HttpServletRequest request) {
        CollectionName name = new CollectionName(collection);
        CollectionRequest wanted =
                RequestBody.json(request, RequestBody.MAX_CALL_BYTES, CollectionRequest::read);
        Configured configured = collections.put(name, wanted);
        return ResponseEntity.status(configured.created() ? HttpStatus.CREATED : HttpStatus.OK)
                .contentType(MediaType.APPLICATION_JSON)
                .header(RequestHeaders.POSITION, Long.toString(configured.position()))
                .body(answer(new Listed(configured.name(), configured.settings())));
    }

    @GetMapping("/{collection}")
    CollectionAnswer get(@PathVariable String collection) {
        return answer(collections.get(new CollectionName(collection)));
    }

    @DeleteMapping("/{collection}")
    ResponseEntity<Void> delete(@PathVariable String collection) {
        long position = collections.drop(new CollectionName(collection));
        return ResponseEntity.noContent()
                .header(RequestHeaders.POSITION, Long.toString(position))
                .build();
    }

    private static CollectionAnswer answer(Listed listed) {
        CollectionSettings settings = listed.settings();
        OptionalInt dimension = settings.dimension();
        return new CollectionAnswer(
                listed.name().value(),
                settings.shards(),
                settings.replicas(),
                settings.domainsFixed(),
                settings.embeddingModel(),
                settings.similarity().name().toLowerCase(Locale.ROOT),
                dimension.isPresent() ? dimension.getAsInt() : null);
    }
}
