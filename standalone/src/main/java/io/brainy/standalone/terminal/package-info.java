/// What commands show while they work: [Terminal][io.brainy.standalone.terminal.Terminal] and
/// [ProgressBar][io.brainy.standalone.terminal.ProgressBar]. Knows nothing of what is being done.
@NullMarked
package io.brainy.standalone.terminal;

import org.jspecify.annotations.NullMarked;
