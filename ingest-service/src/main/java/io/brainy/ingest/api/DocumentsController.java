package io.brainy.ingest.api;

import io.brainy.coordinator.json.DocumentDraft;
import io.brainy.coordinator.json.DocumentJson;
import io.brainy.coordinator.json.JsonItems;
import io.brainy.coordinator.json.StrictJson;
import io.brainy.coordinator.web.RequestBody;
import io.brainy.coordinator.web.RequestHeaders;
import io.brainy.ingest.write.BulkResult;
import io.brainy.ingest.write.ConditionalWrites;
import io.brainy.ingest.write.DocumentDeletes;
import io.brainy.ingest.write.DocumentDeletes.Deleted;
import io.brainy.ingest.write.DocumentWrites;
import io.brainy.ingest.write.IdempotencyKey;
import io.brainy.ingest.write.MergePatch;
import io.brainy.ingest.write.Written;
import io.brainy.model.api.DeleteAnswer;
import io.brainy.model.api.WriteAnswer;
import io.brainy.model.document.DocumentId;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.key.CollectionName;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Writing and deleting documents.
@RestController
@RequestMapping("/v1/collections/{collection}")
final class DocumentsController {

    /// The most bytes of an array of documents; NDJSON has no limit.
    static final long MAX_ARRAY_BYTES = 64L << 20;

    private static final Set<String> LINES =
            Set.of("application/x-ndjson", "application/ndjson", "application/jsonl");
    private static final MediaType MERGE_PATCH = new MediaType("application", "merge-patch+json");

    /// White space before a body's first character, of which there is little in earnest.
    private static final int MAX_LEADING_SPACE = 64 << 10;

    private final DocumentWrites writes;
    private final ConditionalWrites conditional;
    private final DocumentDeletes deletes;

    DocumentsController(
            DocumentWrites writes, ConditionalWrites conditional, DocumentDeletes deletes) {
        this.writes = writes;
        this.conditional = conditional;
        this.deletes = deletes;
    }

    @PostMapping("/documents")
    @Nullable ResponseEntity<WriteAnswer> post(
            @PathVariable String collection,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        CollectionName name = new CollectionName(collection);
        IdempotencyKey key = WriteHeaders.key(request, "POST documents");
        MediaType type = RequestBody.mediaType(request).orElse(MediaType.APPLICATION_JSON);
        if (LINES.contains(type.getType() + "/" + type.getSubtype())) {
            try (InputStream body = RequestBody.open(request)) {
                BulkResult result =
                        writes.write(name, JsonItems.lines(body, DocumentJson.MAX_BYTES), key);
                if (result.written() + result.failed() == 0) {
                    throw new InvalidException(
                            ProblemType.MALFORMED, "the body is empty; send a document a line");
                }
                BulkAnswer.write(response, result);
                return null;
            }
        }
        if (!MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type)) {
            throw RequestBody.unsupported(type, "application/json or application/x-ndjson");
        }
        try (BufferedInputStream body = new BufferedInputStream(RequestBody.open(request))) {
            if (firstByte(body) != '[') {
                return one(name, body, key);
            }
            if (request.getHeader(HttpHeaders.CONTENT_ENCODING) == null
                    && request.getContentLengthLong() > MAX_ARRAY_BYTES) {
                throw new InvalidException(
                        ProblemType.TOO_LARGE,
                        "an array has at most %d bytes, found %d; send application/x-ndjson, which is unlimited"
                                .formatted(MAX_ARRAY_BYTES, request.getContentLengthLong()));
            }
            JsonItems items = JsonItems.array(body, DocumentJson.MAX_BYTES, MAX_ARRAY_BYTES);
            BulkAnswer.write(response, writes.write(name, items, key));
            return null;
        }
    }

    private ResponseEntity<WriteAnswer> one(
            CollectionName name, InputStream body, @Nullable IdempotencyKey key) {
        byte[] bytes = RequestBody.read(body, DocumentJson.MAX_BYTES);
        DocumentDraft draft = StrictJson.read(bytes, new DocumentJson()::read);
        return answer(HttpStatus.CREATED, writes.write(name, draft, bytes, key));
    }

    /// The first byte that is not white space, which stays to be read; -1 where there is none.
    private static int firstByte(BufferedInputStream body) throws IOException {
        try {
            for (int i = 0; i < MAX_LEADING_SPACE; i++) {
                body.mark(1);
                int first = body.read();
                if (first != ' ' && first != '\t' && first != '\r' && first != '\n') {
                    body.reset();
                    return first;
                }
            }
        } catch (IOException e) {
            throw RequestBody.brokenOff(e);
        }
        throw new InvalidException(
                ProblemType.MALFORMED,
                "the body begins with more than " + MAX_LEADING_SPACE + " bytes of white space");
    }

    @PutMapping("/documents/{id}")
    ResponseEntity<WriteAnswer> put(
            @PathVariable String collection, @PathVariable String id, HttpServletRequest request) {
        CollectionName name = new CollectionName(collection);
        DocumentId documentId = new DocumentId(id);
        IdempotencyKey key = WriteHeaders.key(request, "PUT documents/" + id);
        RequestBody.requireJson(request);
        byte[] bytes = RequestBody.read(request, DocumentJson.MAX_BYTES);
        DocumentDraft draft = StrictJson.read(bytes, new DocumentJson()::read);
        if (draft.id() != null && !draft.id().equals(documentId)) {
            throw new InvalidException(
                    "id",
                    "the path names the document '"
                            + id
                            + "', the body '"
                            + draft.id()
                            + "'; leave it out of the body");
        }
        Written written =
                conditional.put(
                        name,
                        draft.withId(documentId),
                        bytes,
                        WriteHeaders.precondition(request),
                        key);
        return answer(
                written.change() == Written.Change.CREATED ? HttpStatus.CREATED : HttpStatus.OK,
                written);
    }

    @PatchMapping("/documents/{id}")
    ResponseEntity<WriteAnswer> patch(
            @PathVariable String collection, @PathVariable String id, HttpServletRequest request) {
        CollectionName name = new CollectionName(collection);
        DocumentId documentId = new DocumentId(id);
        IdempotencyKey key = WriteHeaders.key(request, "PATCH documents/" + id);
        RequestBody.requireJson(request, MERGE_PATCH);
        byte[] bytes = RequestBody.read(request, DocumentJson.MAX_BYTES);
        MergePatch patch = StrictJson.read(bytes, MergePatch::read);
        return answer(
                HttpStatus.OK,
                conditional.patch(
                        name, documentId, patch, bytes, WriteHeaders.precondition(request), key));
    }

    @DeleteMapping("/documents/{id}")
    ResponseEntity<Void> delete(
            @PathVariable String collection, @PathVariable String id, HttpServletRequest request) {
        long position =
                deletes.delete(
                        new CollectionName(collection),
                        new DocumentId(id),
                        WriteHeaders.key(request, "DELETE documents/" + id));
        return ResponseEntity.noContent()
                .header(RequestHeaders.POSITION, Long.toString(position))
                .build();
    }

    @PostMapping("/documents:delete")
    ResponseEntity<DeleteAnswer> deleteMany(
            @PathVariable String collection, HttpServletRequest request) {
        CollectionName name = new CollectionName(collection);
        IdempotencyKey key = WriteHeaders.key(request, "POST documents:delete");
        RequestBody.requireJson(request);
        byte[] bytes = RequestBody.read(request, RequestBody.MAX_LIST_BYTES);
        Deleted deleted =
                switch (StrictJson.read(bytes, DeleteRequest::read)) {
                    case DeleteRequest.Ids ids -> deletes.deleteIds(name, ids.ids(), bytes, key);
                    case DeleteRequest.Where where ->
                            deletes.deleteWhere(name, where.where(), bytes, key);
                };
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(RequestHeaders.POSITION, Long.toString(deleted.position()))
                .body(new DeleteAnswer(deleted.deleted(), deleted.position()));
    }

    /// The position is also the document's version, its ETag.
    private static ResponseEntity<WriteAnswer> answer(HttpStatus status, Written written) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .header(RequestHeaders.POSITION, Long.toString(written.position()))
                .eTag("\"" + written.position() + "\"")
                .body(new WriteAnswer(written.id().value(), written.position()));
    }
}
