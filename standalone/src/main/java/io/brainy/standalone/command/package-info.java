/// The command line: [BrainyCommand][io.brainy.standalone.command.BrainyCommand] is the entry, one
/// class a command. What a command prints for people goes to standard output, progress and logs to
/// standard error. Knows nothing of how a node works inside.
@NullMarked
package io.brainy.standalone.command;

import org.jspecify.annotations.NullMarked;
