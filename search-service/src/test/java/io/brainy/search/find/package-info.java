@NullMarked
package io.brainy.search.find;

import org.jspecify.annotations.NullMarked;
