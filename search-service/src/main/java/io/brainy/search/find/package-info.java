/// `find` and `search`: [Finder][io.brainy.search.find.Finder] plans a question, asks the shards,
/// merges what they say and reads one page of hits. Reading filters and times out of a query's
/// language will come between question and plan; what follows the plan stays as it is.
@NullMarked
package io.brainy.search.find;

import org.jspecify.annotations.NullMarked;
