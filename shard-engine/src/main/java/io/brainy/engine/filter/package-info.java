/// Filters as queries: [FilterFields][io.brainy.engine.filter.FilterFields] says what of a document
/// is indexed for them, [FilterCompiler][io.brainy.engine.filter.FilterCompiler] turns a filter
/// into a Lucene query that is exact for every document. What an index cannot hold (very long
/// texts, paths beyond the limit) is only narrowed down by it and then decided by
/// [Filters][io.brainy.model.query.Filters] on the stored document itself, so nothing is rejected
/// and nothing is missed. Knows nothing of segments, memtables and vectors.
@NullMarked
package io.brainy.engine.filter;

import org.jspecify.annotations.NullMarked;
