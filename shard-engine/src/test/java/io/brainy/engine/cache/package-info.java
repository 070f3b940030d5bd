@NullMarked
package io.brainy.engine.cache;

import org.jspecify.annotations.NullMarked;
