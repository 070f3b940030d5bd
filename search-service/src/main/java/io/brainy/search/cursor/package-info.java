/// The opaque tokens by which an answer is continued: bytes in base64url with a version and a
/// checksum, read back by [CursorCodec][io.brainy.search.cursor.CursorCodec]. A cursor grants
/// nothing that its request does not, so the checksum is against mistakes and not a signature.
@NullMarked
package io.brainy.search.cursor;

import org.jspecify.annotations.NullMarked;
