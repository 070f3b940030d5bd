package io.brainy.engine.segment;

import io.brainy.model.error.BrainyException;
import io.brainy.model.error.CorruptException;
import io.brainy.model.error.UnavailableException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;

/// What a failure of the index means to users: damaged files are never passed over, a failing disk
/// may be tried again.
public final class IndexFailure {

    private IndexFailure() {}

    /// @param doing what was tried, as the beginning of a sentence
    public static BrainyException of(String doing, Throwable thrown) {
        return switch (thrown) {
            case BrainyException known -> known;
            case CorruptIndexException corrupt -> corrupt(doing, corrupt);
            case IndexFormatTooNewException unknown -> corrupt(doing, unknown);
            case IndexFormatTooOldException unknown -> corrupt(doing, unknown);
            case EOFException cut -> corrupt(doing, cut);
            case NoSuchFileException missing ->
                    new CorruptException(
                            doing + " failed: the file " + missing.getFile() + " is missing",
                            missing);
            case FileNotFoundException missing -> corrupt(doing, missing);
            case IOException failed ->
                    new UnavailableException(doing + " failed: " + failed.getMessage(), failed);
            default -> {
                Throwable cause = thrown.getCause();
                if (cause instanceof IOException) {
                    yield of(doing, cause);
                }
                yield new UnavailableException(doing + " failed: " + thrown, thrown);
            }
        };
    }

    private static CorruptException corrupt(String doing, Exception thrown) {
        return new CorruptException(doing + " failed: " + thrown.getMessage(), thrown);
    }
}
