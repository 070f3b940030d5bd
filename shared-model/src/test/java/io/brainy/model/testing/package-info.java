/// What the tests of the formats share: seeds, and random values made from them.
@NullMarked
package io.brainy.model.testing;

import org.jspecify.annotations.NullMarked;
