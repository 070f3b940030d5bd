@NullMarked
package io.brainy.search.api;

import org.jspecify.annotations.NullMarked;
