/// One open shard per process, shared by all roles: [OpenShard][io.brainy.engine.serve.OpenShard]
/// applies commits and adopts manifests, and hands out
/// [ShardSnapshot][io.brainy.engine.serve.ShardSnapshot]s, each the view of one position that a
/// query sees. What a view is made of (segments, layers of the memtable) is known to the packages
/// beside; where files and commits come from is not known here.
@NullMarked
package io.brainy.engine.serve;

import org.jspecify.annotations.NullMarked;
