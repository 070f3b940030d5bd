/// What holds for the whole product: its architecture, its documents, a node end to end.
@NullMarked
package io.brainy.standalone;

import org.jspecify.annotations.NullMarked;
