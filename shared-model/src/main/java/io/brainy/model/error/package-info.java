/// Every failure that a user can meet, as one sealed family with stable problem types.
@NullMarked
package io.brainy.model.error;

import org.jspecify.annotations.NullMarked;
