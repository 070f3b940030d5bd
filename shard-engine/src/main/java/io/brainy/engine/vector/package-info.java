/// Vectors and how near they are: [VectorSpace][io.brainy.engine.vector.VectorSpace] is the
/// collection's similarity, [FlatVectors][io.brainy.engine.vector.FlatVectors] the memtable's rows,
/// [Nearest][io.brainy.engine.vector.Nearest] the best of what was seen. Rankings are made with
/// floats; the scores that users see are computed anew from the components in double precision, so
/// they do not depend on where a document lies. Knows nothing of documents.
@NullMarked
package io.brainy.engine.vector;

import org.jspecify.annotations.NullMarked;
