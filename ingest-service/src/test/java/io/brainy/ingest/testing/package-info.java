/// Fakes of what the writing service needs of others, true to the rules that it relies on.
@NullMarked
package io.brainy.ingest.testing;

import org.jspecify.annotations.NullMarked;
