package io.brainy.coordinator.bucket;

import io.brainy.coordinator.bucket.Bucket.ObjectSummary;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// One listing of a directory bucket, in the order of the keys' bytes.
///
/// Only folders that can hold an answer are read, and of a folder's names only as many are looked
/// at as are answered. A folder counts as its name with a slash, which sorts `log-floor/` before
/// `log/`; as a plain read does not tell folders from files, names are queued as they are, and one
/// that turns out to be a folder is queued again with its slash.
final class DirectoryListing {

    private final Path root;
    private final String prefix;
    private final String after;
    private final int limit;
    private final List<ObjectSummary> found = new ArrayList<>();

    /// @param limit where to stop
    DirectoryListing(Path root, String prefix, @Nullable String startAfter, int limit) {
        this.root = root;
        this.prefix = prefix;
        this.after = startAfter == null ? "" : startAfter;
        this.limit = limit;
    }

    List<ObjectSummary> read() throws IOException {
        String folder = prefix.substring(0, prefix.lastIndexOf('/') + 1);
        if (isFolder(folder)) {
            walk(folder);
        }
        return found;
    }

    private boolean isFolder(String folder) {
        return folder.isEmpty()
                || (!folder.startsWith(PrivateFolder.NAME + "/")
                        && Arrays.stream(folder.split("/", -1))
                                .limit(folder.chars().filter(c -> c == '/').count())
                                .allMatch(KeyPaths::isName));
    }

    /// @param folder a prefix that is empty or ends with a slash
    private void walk(String folder) throws IOException {
        PriorityQueue<String> keys = names(folder);
        for (String key = keys.poll(); key != null && found.size() < limit; key = keys.poll()) {
            if (key.endsWith("/")) {
                walk(key);
                continue;
            }
            FileObject seen = FileObject.at(root.resolve(key));
            if (seen == null) {
                continue;
            }
            switch (seen.shape()) {
                case FOLDER -> keys.add(key + "/");
                case OBJECT -> {
                    if (key.compareTo(after) > 0) {
                        found.add(
                                new ObjectSummary(
                                        new ObjectKey(key),
                                        seen.bytes(),
                                        seen.etag(),
                                        seen.created()));
                    }
                }
                case OTHER -> {}
            }
        }
    }

    /// The keys in a folder that may be, or as folders may hold, an answer.
    private PriorityQueue<String> names(String folder) throws IOException {
        var keys = new ArrayList<String>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(root.resolve(folder))) {
            for (Path path : paths) {
                String name = path.getFileName().toString();
                String key = folder + name;
                if (KeyPaths.isName(name)
                        && key.startsWith(prefix)
                        && (key.compareTo(after) > 0 || after.startsWith(key))
                        && !key.equals(PrivateFolder.NAME)) {
                    keys.add(key);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return new PriorityQueue<>();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return new PriorityQueue<>(keys);
    }
}
