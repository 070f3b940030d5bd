/// The user's data as values: [Document][io.brainy.model.document.Document],
/// [Relationship][io.brainy.model.document.Relationship] and the
/// [FieldValue][io.brainy.model.document.FieldValue] tree of metadata. Knows no JSON library.
@NullMarked
package io.brainy.model.document;

import org.jspecify.annotations.NullMarked;
