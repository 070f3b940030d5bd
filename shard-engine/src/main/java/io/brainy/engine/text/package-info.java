/// Words: [Words][io.brainy.engine.text.Words] says how a document's text is indexed and how a
/// query's words become a Lucene query. One analyzer for both.
@NullMarked
package io.brainy.engine.text;

import org.jspecify.annotations.NullMarked;
