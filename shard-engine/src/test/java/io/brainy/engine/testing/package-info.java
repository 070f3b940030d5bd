/// Random documents, filters and commits for the engine's tests.
@NullMarked
package io.brainy.engine.testing;

import org.jspecify.annotations.NullMarked;
