package io.brainy.inference.onnx;

import io.brainy.inference.cache.FileCache;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Unpacks the runtime's native libraries into the cache before its classes load.
///
/// By itself the runtime copies 28 MB to the temporary folder at every start and leaves them there
/// when the process is killed. Found where it looks for nothing, it falls back to that.
final class OnnxLibrary {

    /// Read by the runtime once, when its classes load.
    private static final String FOLDER_PROPERTY = "onnxruntime.native.path";

    /// The GPU libraries must lie beside the others, because these open them by that rule.
    private static final List<String> OPTIONAL =
            List.of("onnxruntime_providers_shared", "onnxruntime_providers_cuda");

    private OnnxLibrary() {}

    static void prepare(FileCache cache) {
        if (System.getProperty(FOLDER_PROPERTY) != null) {
            return;
        }
        Optional<String> platform = platform();
        if (platform.isEmpty()) {
            return;
        }
        String root = "ai/onnxruntime/native/" + platform.get() + "/";
        String runtime = root + System.mapLibraryName("onnxruntime");
        String binding = root + System.mapLibraryName("onnxruntime4j_jni");
        Optional<Path> folder = cache.versionFolder(runtime, "onnxruntime");
        if (folder.isEmpty()
                || cache.unpacked(runtime, folder.get()).isEmpty()
                || cache.unpacked(binding, folder.get()).isEmpty()) {
            return;
        }
        for (String name : OPTIONAL) {
            cache.unpacked(root + System.mapLibraryName(name), folder.get());
        }
        System.setProperty(FOLDER_PROPERTY, folder.get().toString());
    }

    /// The runtime's own name for this platform; empty where we do not know it.
    private static Optional<String> platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        Optional<String> os =
                system.contains("linux")
                        ? Optional.of("linux")
                        : system.contains("mac") ? Optional.of("osx") : Optional.empty();
        return os.flatMap(name ->
                switch (machine) {
                    case "amd64", "x86_64" -> Optional.of(name + "-x64");
                    case "aarch64", "arm64" -> Optional.of(name + "-aarch64");
                    default -> Optional.empty();
                });
    }
}
