@NullMarked
package io.brainy.search.scan;

import org.jspecify.annotations.NullMarked;
