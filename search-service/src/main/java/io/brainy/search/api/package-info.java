/// The read side of the HTTP contract: controllers that read a request strictly, call a feature and
/// hand back a record of `model.api`. Start at
/// [FindController][io.brainy.search.api.FindController]. Decides nothing about data.
@NullMarked
package io.brainy.search.api;

import org.jspecify.annotations.NullMarked;
