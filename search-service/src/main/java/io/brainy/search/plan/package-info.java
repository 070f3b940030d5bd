/// What a query will do, before it is done: [Planner][io.brainy.search.plan.Planner] turns what was
/// asked and a collection's settings into a [QueryPlan][io.brainy.search.plan.QueryPlan], the very
/// record that `explain` shows. Pure: asks no shard and no model.
@NullMarked
package io.brainy.search.plan;

import org.jspecify.annotations.NullMarked;
