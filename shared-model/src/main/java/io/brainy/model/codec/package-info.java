/// The bytes below every format of ours: [ByteWriter][io.brainy.model.codec.ByteWriter] and
/// [ByteReader][io.brainy.model.codec.ByteReader] for numbers and texts,
/// [SectionReader][io.brainy.model.codec.SectionReader] for the tagged sections by which a format
/// grows, and [EntryPrefix][io.brainy.model.codec.EntryPrefix], the first bytes of every entry of
/// every sequence (docs/format.md).
///
/// Invariants: whatever the bytes are, a reader answers with a value or with a
/// [CorruptException][io.brainy.model.error.CorruptException] that names the object, and never
/// allocates by a length before it has seen that many bytes. Knows no format of its own: what the
/// bytes mean is said by the codecs above.
@NullMarked
package io.brainy.model.codec;

import org.jspecify.annotations.NullMarked;
