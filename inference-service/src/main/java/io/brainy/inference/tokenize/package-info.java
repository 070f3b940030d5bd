/// From text to token ids: [TextTokenizer][io.brainy.inference.tokenize.TextTokenizer]. Runs on the
/// caller's thread, so that the sessions do nothing but inference. The only importer of the
/// tokenizer library; never uses the network.
@NullMarked
package io.brainy.inference.tokenize;

import org.jspecify.annotations.NullMarked;
