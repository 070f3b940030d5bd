package io.brainy.ingest.api;

import io.brainy.coordinator.json.FilterJson;
import io.brainy.coordinator.json.KnownFields;
import io.brainy.coordinator.json.StrictJson;
import io.brainy.ingest.write.DocumentDeletes;
import io.brainy.model.document.DocumentId;
import io.brainy.model.error.InvalidException;
import io.brainy.model.query.Filter;
import java.util.List;

/// What `documents:delete` is to delete.
sealed interface DeleteRequest {

    record Ids(List<DocumentId> ids) implements DeleteRequest {}

    record Where(Filter where) implements DeleteRequest {}

    KnownFields FIELDS = KnownFields.of("ids", "where");

    static DeleteRequest read(StrictJson json) {
        DeleteRequest ids = null;
        DeleteRequest where = null;
        json.enterObject();
        for (String field = json.nextField(FIELDS); field != null; field = json.nextField(FIELDS)) {
            if (field.equals("ids")) {
                ids =
                        new Ids(
                                json.texts(DocumentDeletes.MAX_IDS).stream()
                                        .map(DocumentId::new)
                                        .toList());
            } else {
                where = new Where(notEmpty(FilterJson.read(json)));
            }
        }
        if ((ids == null) == (where == null)) {
            throw new InvalidException(
                    "body",
                    "wanted exactly one of 'ids' and 'where', found "
                            + (ids == null ? "neither" : "both"));
        }
        return ids != null ? ids : where;
    }

    /// One that matches everything is more likely a slip than a wish.
    private static Filter notEmpty(Filter where) {
        if (where.equals(Filter.EVERYTHING)) {
            throw new InvalidException(
                    "where",
                    "an empty 'where' would delete every document; name a condition, or drop the"
                            + " collection");
        }
        return where;
    }
}
