package io.brainy.inference.tokenize;

/// What the model will see of a text. The ids are shared, not copied: nobody changes them.
///
/// @param ids with the model's special tokens, no padding
/// @param truncated whether the text was longer than the model's window
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy per text would be waste.
public record TokenizedText(long[] ids, boolean truncated) {

    public int tokens() {
        return ids.length;
    }
}
