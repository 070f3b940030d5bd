/// Asking the shards of this process: where a read must stand
/// ([ReadPoints][io.brainy.search.shard.ReadPoints]), one question to many shards with a deadline
/// ([Scatter][io.brainy.search.shard.Scatter]), one document by its id
/// ([DocumentLookup][io.brainy.search.shard.DocumentLookup]). A shard that could not answer is
/// always counted. Knows nothing of rankings.
@NullMarked
package io.brainy.search.shard;

import org.jspecify.annotations.NullMarked;
