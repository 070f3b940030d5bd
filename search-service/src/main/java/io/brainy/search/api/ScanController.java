package io.brainy.search.api;

import io.brainy.coordinator.json.KnownFields;
import io.brainy.coordinator.json.StrictJson;
import io.brainy.coordinator.web.RequestBody;
import io.brainy.coordinator.web.RequestHeaders;
import io.brainy.engine.serve.ShardSnapshot.Fetch;
import io.brainy.model.api.ScanAnswer;
import io.brainy.model.api.StoredDocument;
import io.brainy.model.document.Document;
import io.brainy.model.key.CollectionName;
import io.brainy.search.scan.ScanPage;
import io.brainy.search.scan.ScanRequest;
import io.brainy.search.scan.Scanner;
import jakarta.servlet.http.HttpServletRequest;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// `documents:scan`. Documents come as they were written; `include` narrows them to chosen parts.
@RestController
public final class ScanController {

    private static final int DEFAULT_LIMIT = 100;

    private static final KnownFields FIELDS =
            KnownFields.of(
                    "limit", "where", "domain", "customerId", "cursor", "consistency", "include");

    private final Scanner scanner;
    private final CallTimers timers;

    ScanController(Scanner scanner, CallTimers timers) {
        this.scanner = scanner;
        this.timers = timers;
    }

    private record Asked(ScanRequest request, @Nullable Include include) {}

    @PostMapping("/v1/collections/{collection}/documents:scan")
    ResponseEntity<ScanAnswer> scan(@PathVariable String collection, HttpServletRequest request) {
        ScanAnswer answer =
                timers.timed(
                        CallTimers.Call.SCAN,
                        () -> {
                            CollectionName name = new CollectionName(collection);
                            OptionalLong position = RequestHeaders.position(request);
                            Asked asked =
                                    RequestBody.json(
                                            request,
                                            RequestBody.MAX_CALL_BYTES,
                                            json -> read(name, position, json));
                            return answer(scanner.scan(asked.request()), asked.include());
                        });
        return ResponseEntity.ok()
                .header(RequestHeaders.POSITION, Long.toString(answer.position()))
                .body(answer);
    }

    private static Asked read(CollectionName collection, OptionalLong position, StrictJson json) {
        ReadBody body = new ReadBody();
        int limit = DEFAULT_LIMIT;
        json.enterObject();
        for (String field = json.nextField(FIELDS); field != null; field = json.nextField(FIELDS)) {
            if (field.equals("limit")) {
                limit = json.whole(1, Scanner.MAX_LIMIT);
            } else {
                body.read(field, json);
            }
        }
        @Nullable Include include = body.include();
        return new Asked(
                new ScanRequest(
                        collection,
                        body.hasConditions() ? body.conditions() : null,
                        limit,
                        include == null ? Fetch.WITH_VECTOR : include.fetch(),
                        body.freshness(position),
                        body.cursor()),
                include);
    }

    private static ScanAnswer answer(ScanPage page, @Nullable Include include) {
        return new ScanAnswer(
                page.documents().stream()
                        .map(found -> document(found.document(), include))
                        .toList(),
                page.cursor(),
                page.position());
    }

    private static StoredDocument document(Document document, @Nullable Include include) {
        return include == null
                ? StoredDocument.asWritten(document)
                : StoredDocument.of(
                        document,
                        include.content(document),
                        include.metadata(document),
                        include.vector(document));
    }
}
