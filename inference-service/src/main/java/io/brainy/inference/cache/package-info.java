/// Files that native code needs as files, unpacked once and kept:
/// [FileCache][io.brainy.inference.cache.FileCache]. A file in the cache is always whole, because
/// it is moved into place under a name that says what it holds. Knows nothing of models.
@NullMarked
package io.brainy.inference.cache;

import org.jspecify.annotations.NullMarked;
