/// The HTTP calls of writing: `DocumentsController` and `CollectionsController` parse, call
/// `write`, and answer.
@NullMarked
package io.brainy.ingest.api;

import org.jspecify.annotations.NullMarked;
