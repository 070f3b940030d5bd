/// A collection in memory behind the real ports: open
/// [TestCollection][io.brainy.search.testing.TestCollection] first. Its shards search exactly, so
/// tests know what the right answer is.
@NullMarked
package io.brainy.search.testing;

import org.jspecify.annotations.NullMarked;
