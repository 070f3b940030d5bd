package io.brainy.engine.filter;

import io.brainy.model.document.FieldValue;
import io.brainy.model.query.FieldPath.Own;
import io.brainy.model.query.Rfc3339;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.document.BinaryPoint;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// What of a document is indexed for filters: each value at its path, as a term or a point. One
/// instance serves one index and one thread; it remembers which paths the index has.
///
/// The number of paths is limited, since each costs memory in every segment. A document whose
/// values did not all find a place is marked, and filters look into it itself.
public final class FilterFields {

    /// How many paths of metadata one index holds.
    public static final int MAX_PATHS = 2_000;

    /// A longer path is not indexed.
    static final int MAX_PATH_BYTES = 512;

    private static final FieldType TERM = new FieldType();

    static {
        TERM.setIndexOptions(IndexOptions.DOCS);
        TERM.setTokenized(false);
        TERM.setOmitNorms(true);
        TERM.freeze();
    }

    private final int maxPaths;
    private final Set<String> paths = new HashSet<>();

    public FilterFields() {
        this(MAX_PATHS);
    }

    /// For an index of fewer paths, as tests want it.
    public FilterFields(int maxPaths) {
        this.maxPaths = maxPaths;
    }

    /// Takes over the fields that an index has already.
    public void know(Collection<String> indexFields) {
        for (String field : indexFields) {
            String path = FieldNames.pathOf(field);
            if (path != null) {
                paths.add(path);
            }
        }
    }

    /// Adds the fields of a document.
    public void add(io.brainy.model.document.Document document, Document target) {
        target.add(new Field(FieldNames.ID, new BytesRef(document.id().value()), TERM));
        addOwn(Own.TYPE, document.type(), target);
        addOwn(Own.DOMAIN, document.domain(), target);
        addOwn(Own.CUSTOMER_ID, document.customerId(), target);
        target.add(new BinaryPoint(FieldNames.createdAt(), Keys.instant(document.createdAt())));
        if (!document.metadata().values().isEmpty()) {
            Walk walk = new Walk(target);
            walk.fields("", document.metadata());
            walk.finish();
        }
    }

    private static void addOwn(Own own, @Nullable String text, Document target) {
        if (text != null) {
            target.add(new Field(FieldNames.terms(own), textTerm(text), TERM));
            target.add(new Field(FieldNames.PATHS, FieldNames.pathTerm(own), TERM));
        }
    }

    /// The term of a text, which says whether it is a date or cut.
    private static BytesRef textTerm(String text) {
        byte[] utf8 = Keys.utf8(text);
        if (utf8.length > Keys.MAX_TEXT_BYTES) {
            return Keys.longTerm(utf8);
        }
        return Keys.term(Rfc3339.instantOf(text) == null ? Keys.TEXT : Keys.DATE, utf8);
    }

    private boolean admits(String path) {
        if (paths.contains(path)) {
            return true;
        }
        if (paths.size() == maxPaths || Keys.utf8(path).length > MAX_PATH_BYTES) {
            return false;
        }
        paths.add(path);
        return true;
    }

    /// One document's metadata, from its root to every value.
    private final class Walk {

        private final Document target;

        /// Several values may be at one path, which is said once.
        private final Set<String> there = new HashSet<>();

        private boolean unindexed;

        private Walk(Document target) {
            this.target = target;
        }

        private void fields(String prefix, FieldValue.Fields fields) {
            for (Map.Entry<String, FieldValue> field : fields.values().entrySet()) {
                String path = prefix + field.getKey();
                if (field.getValue() != FieldValue.Null.NULL) {
                    there.add(path);
                    value(path, field.getValue());
                }
            }
        }

        private void value(String path, FieldValue value) {
            switch (value) {
                case FieldValue.Null _ -> {}
                case FieldValue.Fields fields -> fields(path + ".", fields);
                case FieldValue.Items(var values) -> values.forEach(v -> value(path, v));
                case FieldValue.Bool(boolean flag) -> {
                    if (isAdmitted(path)) {
                        term(path, Keys.bool(flag));
                    }
                }
                case FieldValue.Whole _, FieldValue.Real _ -> {
                    if (isAdmitted(path)) {
                        target.add(new BinaryPoint(FieldNames.numbers(path), Keys.number(value)));
                    }
                }
                case FieldValue.Text(String text) -> {
                    if (isAdmitted(path)) {
                        term(path, textTerm(text));
                        Instant instant = Rfc3339.instantOf(text);
                        if (instant != null) {
                            target.add(
                                    new BinaryPoint(
                                            FieldNames.instants(path), Keys.instant(instant)));
                        }
                    }
                }
            }
        }

        private boolean isAdmitted(String path) {
            boolean admitted = admits(path);
            unindexed |= !admitted;
            return admitted;
        }

        private void term(String path, BytesRef term) {
            target.add(new Field(FieldNames.terms(path), term, TERM));
        }

        private void finish() {
            for (String path : there) {
                if (Keys.utf8(path).length > MAX_PATH_BYTES) {
                    unindexed = true;
                } else {
                    target.add(new Field(FieldNames.PATHS, FieldNames.pathTerm(path), TERM));
                }
            }
            if (unindexed) {
                target.add(new Field(FieldNames.PATHS, FieldNames.UNINDEXED_TERM, TERM));
            }
        }
    }
}
