/// JSON as the HTTP contract wants it: read by streaming, strictly, into values of the model, and
/// written the same way. Open [StrictJson][io.brainy.coordinator.json.StrictJson] first; on it
/// stand [DocumentJson][io.brainy.coordinator.json.DocumentJson] for documents and
/// [FilterJson][io.brainy.coordinator.json.FilterJson] for a `where`.
///
/// What holds here: what is not JSON at all is `malformed` (400), whatever else is wrong with it;
/// what is JSON but not what was asked for is `invalid` (422) and names the field. No tree of
/// intermediate nodes is built, and a vector's numbers go straight into its array. Knows nothing of
/// HTTP and Spring.
@NullMarked
package io.brainy.coordinator.json;

import org.jspecify.annotations.NullMarked;
