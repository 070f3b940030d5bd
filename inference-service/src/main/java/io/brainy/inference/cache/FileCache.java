package io.brainy.inference.cache;

import io.brainy.model.error.CorruptException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder of unpacked resources, shared by all processes of a user. Files are written beside
/// their place and moved into it, so racing processes and a crash at any line leave either nothing
/// or the whole file.
public final class FileCache implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileCache.class);

    private final Path directory;
    private final Lifetime lifetime;

    private enum Lifetime {
        KEPT,
        /// Nobody else could find it again.
        DELETED_ON_CLOSE
    }

    private FileCache(Path directory, Lifetime lifetime) {
        this.directory = directory;
        this.lifetime = lifetime;
    }

    /// Uses exactly this folder and fails where it cannot be written.
    public static FileCache at(Path directory) {
        try {
            prepare(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the cache folder "
                            + directory
                            + " cannot be written; set brainy.inference.cache-directory to one"
                            + " that can",
                    e);
        }
        return new FileCache(directory.toAbsolutePath(), Lifetime.KEPT);
    }

    /// Uses a folder of the user's home, or, where that is read-only as in many containers, a
    /// private temporary one that [#close] removes. Never a fixed name in the shared temporary
    /// folder: whoever comes first there could plant a library for us to load.
    public static FileCache inHome(Path home) {
        Path wanted = home.resolve(".cache").resolve("brainy").resolve("inference");
        try {
            prepare(wanted);
            return new FileCache(wanted.toAbsolutePath(), Lifetime.KEPT);
        } catch (IOException e) {
            LOG.info(
                    "inference cache is temporary: {} cannot be written ({})",
                    wanted,
                    e.toString());
        }
        try {
            return new FileCache(
                    Files.createTempDirectory("brainy-inference-"), Lifetime.DELETED_ON_CLOSE);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "neither "
                            + wanted
                            + " nor the temporary folder can be written; set"
                            + " brainy.inference.cache-directory to one that can",
                    e);
        }
    }

    public Path directory() {
        return directory;
    }

    /// The resource as a file, checked against its SHA-256 when it is unpacked.
    public Path verified(String resource, String sha256) {
        Path place = directory.resolve("models").resolve(sha256);
        if (Files.exists(place)) {
            return place;
        }
        URL source = find(resource);
        try (InputStream in = source.openStream()) {
            var digest = MessageDigest.getInstance("SHA-256");
            unpack(
                    new DigestInputStream(in, digest),
                    place,
                    () -> {
                        String found = HexFormat.of().formatHex(digest.digest());
                        if (!found.equals(sha256)) {
                            throw new CorruptException(
                                    "wanted "
                                            + resource
                                            + " with SHA-256 "
                                            + sha256
                                            + ", found "
                                            + found
                                            + " in "
                                            + source
                                            + "; the class path holds another version of it");
                        }
                    });
            return place;
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("cannot unpack " + source + " to " + place, e);
        }
    }

    /// The resource under its own file name, in a folder that is this version's alone; empty where
    /// there is no such resource or it is not in a jar, whose directory gives the version.
    public Optional<Path> unpacked(String resource, Path versionFolder) {
        URL source = FileCache.class.getClassLoader().getResource(resource);
        if (source == null) {
            return Optional.empty();
        }
        Path place = versionFolder.resolve(resource.substring(resource.lastIndexOf('/') + 1));
        try {
            if (!Files.exists(place)) {
                try (InputStream in = source.openStream()) {
                    unpack(in, place, () -> {});
                }
            }
            return Optional.of(place);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + source + " to " + place, e);
        }
    }

    /// A folder whose name tells this build of the resource from every other one; empty where the
    /// resource is not in a jar.
    public Optional<Path> versionFolder(String resource, String family) {
        URL source = FileCache.class.getClassLoader().getResource(resource);
        if (source == null) {
            return Optional.empty();
        }
        try {
            if (source.openConnection() instanceof JarURLConnection connection) {
                ZipEntry entry = connection.getJarEntry();
                String version = Long.toHexString(entry.getCrc()) + "-" + entry.getSize();
                return Optional.of(directory.resolve(family).resolve(version));
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + source, e);
        }
    }

    /// The bytes of a resource that has to be there.
    public static InputStream open(String resource) throws IOException {
        return find(resource).openStream();
    }

    @Override
    public void close() {
        if (lifetime == Lifetime.KEPT) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("the temporary folder {} could not be removed", directory, e);
        }
    }

    private static URL find(String resource) {
        URL source = FileCache.class.getClassLoader().getResource(resource);
        if (source == null) {
            throw new IllegalStateException(
                    "wanted the resource "
                            + resource
                            + " on the class path, found nothing; the jar that brings it is"
                            + " missing");
        }
        return source;
    }

    private interface Check {
        void run();
    }

    private static void unpack(InputStream in, Path place, Check check) throws IOException {
        Path folder = Objects.requireNonNull(place.getParent());
        prepare(folder);
        Path part = Files.createTempFile(folder, "part-", ".tmp");
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                in.transferTo(out);
            }
            check.run();
            Files.move(
                    part,
                    place,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /// Makes the folder for its owner only, and finds out whether it can be written.
    private static void prepare(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            FileAttribute<?> ownerOnly =
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(folder, ownerOnly);
        } else {
            Files.createDirectories(folder);
        }
        if (!Files.isWritable(folder)) {
            throw new IOException("no right to write in " + folder);
        }
    }
}
