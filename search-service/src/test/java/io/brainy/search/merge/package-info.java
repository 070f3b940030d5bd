@NullMarked
package io.brainy.search.merge;

import org.jspecify.annotations.NullMarked;
