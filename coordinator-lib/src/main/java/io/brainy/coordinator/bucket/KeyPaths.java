package io.brainy.coordinator.bucket;

import java.nio.file.Path;

/// Turns keys into paths below a directory bucket's root, and refuses keys that a directory cannot
/// hold: only letters, digits, `.`, `_`, `~` and `-` are the same name in every file system and
/// never mean a parent, a drive or an escape.
final class KeyPaths {

    private static final int MAX_NAME_LENGTH = 255;

    private final Path root;

    KeyPaths(Path root) {
        this.root = root;
    }

    /// The path of an object.
    Path of(ObjectKey key) {
        String value = key.value();
        int begin = 0;
        for (int end = 0; end <= value.length(); end++) {
            if (end == value.length() || value.charAt(end) == '/') {
                String name = value.substring(begin, end);
                if (!isName(name) || (begin == 0 && name.equals(PrivateFolder.NAME))) {
                    throw new BucketException(
                            BucketException.Kind.REFUSED,
                            "a directory holds keys made of names of 1 to "
                                    + MAX_NAME_LENGTH
                                    + " of A-Z, a-z, 0-9, '.', '_', '~' and '-', but not '.', '..'"
                                    + " or the first name '"
                                    + PrivateFolder.NAME
                                    + "'; found '"
                                    + name
                                    + "' in '"
                                    + key
                                    + "'");
                }
                begin = end + 1;
            }
        }
        return root.resolve(value);
    }

    /// Whether a file of this name can be an object or a folder of objects.
    static boolean isName(String name) {
        if (name.isEmpty()
                || name.length() > MAX_NAME_LENGTH
                || name.equals(".")
                || name.equals("..")) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean allowed =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '.'
                            || c == '_'
                            || c == '~'
                            || c == '-';
            if (!allowed) {
                return false;
            }
        }
        return true;
    }
}
