@NullMarked
package io.brainy.search.shard;

import org.jspecify.annotations.NullMarked;
