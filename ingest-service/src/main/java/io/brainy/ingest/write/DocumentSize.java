package io.brainy.ingest.write;

import io.brainy.coordinator.json.DocumentJson;
import io.brainy.coordinator.json.JsonOutput;
import io.brainy.model.document.Document;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.ProblemType;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;

/// Holds a document that was put together from parts against the limit that a sent one has.
final class DocumentSize {

    private DocumentSize() {}

    static void check(Document document) {
        Count count = new Count();
        try (JsonGenerator json = JsonOutput.open(count)) {
            // A vector's text is no part: it may have been shorter when it was sent.
            DocumentJson.write(json, document, DocumentJson.Include.WITHOUT_VECTOR);
        }
        if (count.bytes > DocumentJson.MAX_BYTES) {
            throw new InvalidException(
                    ProblemType.TOO_LARGE,
                    "a document has at most "
                            + DocumentJson.MAX_BYTES
                            + " bytes; after this patch it has "
                            + count.bytes);
        }
    }

    private static final class Count extends OutputStream {

        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes += length;
        }
    }
}
