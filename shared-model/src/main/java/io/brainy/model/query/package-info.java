/// What can be asked: [Filter][io.brainy.model.query.Filter] with its exact meaning
/// ([Filters][io.brainy.model.query.Filters] is the reference evaluator that every index must agree
/// with).
@NullMarked
package io.brainy.model.query;

import org.jspecify.annotations.NullMarked;
