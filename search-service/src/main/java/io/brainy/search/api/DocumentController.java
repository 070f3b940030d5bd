package io.brainy.search.api;

import io.brainy.coordinator.web.RequestHeaders;
import io.brainy.model.api.Consistency;
import io.brainy.model.api.StoredDocument;
import io.brainy.model.document.DocumentId;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.key.CollectionName;
import io.brainy.search.shard.DocumentLookup;
import io.brainy.search.shard.DocumentLookup.Lookup;
import io.brainy.search.shard.Freshness;
import io.brainy.search.shard.ReadPoints;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// One document by its id. Its ETag is the position of the commit that wrote it, which `If-Match`
/// takes; `If-None-Match` is answered with 304 by Spring.
@RestController
public final class DocumentController {

    private final ReadPoints readPoints;
    private final DocumentLookup lookup;
    private final CallTimers timers;

    DocumentController(ReadPoints readPoints, DocumentLookup lookup, CallTimers timers) {
        this.readPoints = readPoints;
        this.lookup = lookup;
        this.timers = timers;
    }

    @GetMapping("/v1/collections/{collection}/documents/{id}")
    ResponseEntity<StoredDocument> get(
            @PathVariable String collection,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String domain,
            @RequestParam(required = false) @Nullable String customerId,
            @RequestParam(defaultValue = "eventual") String consistency,
            HttpServletRequest request) {
        return timers.timed(
                CallTimers.Call.GET,
                () -> {
                    CollectionName name = new CollectionName(collection);
                    DocumentId wanted = new DocumentId(id);
                    Freshness freshness =
                            new Freshness(
                                    Consistency.parse(consistency),
                                    RequestHeaders.position(request).orElse(0));
                    Lookup found =
                            lookup.find(
                                    readPoints.locate(name, freshness),
                                    wanted,
                                    domain != null ? domain : customerId);
                    return found.document()
                            .map(there ->
                                    ResponseEntity.ok()
                                            .eTag("\"" + there.version() + "\"")
                                            .header(
                                                    RequestHeaders.POSITION,
                                                    Long.toString(found.position()))
                                            .body(StoredDocument.asWritten(there.document())))
                            .orElseThrow(() ->
                                    new NotFoundException(
                                            "collection '%s' has no document '%s' as of commit %d"
                                                    .formatted(name, wanted, found.position())));
                });
    }
}
