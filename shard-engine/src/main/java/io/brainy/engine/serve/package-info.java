/// One open shard per process, shared by all roles: segments of a manifest, the memtable over them,
/// and [ShardSnapshot][io.brainy.engine.serve.ShardSnapshot], the view of one position that a query
/// sees.
@NullMarked
package io.brainy.engine.serve;

import org.jspecify.annotations.NullMarked;
