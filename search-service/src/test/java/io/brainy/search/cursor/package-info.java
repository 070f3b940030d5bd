@NullMarked
package io.brainy.search.cursor;

import org.jspecify.annotations.NullMarked;
