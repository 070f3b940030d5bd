@NullMarked
package io.brainy.search.plan;

import org.jspecify.annotations.NullMarked;
