/// From documents as users send them to parts of commits. Open
/// [DocumentWrites][io.brainy.ingest.write.DocumentWrites] for writing, one or any number;
/// [ConditionalWrites][io.brainy.ingest.write.ConditionalWrites] for what depends on the present
/// version, [DocumentDeletes][io.brainy.ingest.write.DocumentDeletes] and
/// [CollectionWrites][io.brainy.ingest.write.CollectionWrites].
///
/// What holds here: an item is told as written only when its commit is durable; items of one
/// request take effect in their order; a bad item costs no other; memory is bounded however long a
/// request is. Knows nothing of HTTP and Spring.
@NullMarked
package io.brainy.ingest.write;

import org.jspecify.annotations.NullMarked;
