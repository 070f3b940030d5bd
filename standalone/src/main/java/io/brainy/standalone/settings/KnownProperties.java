package io.brainy.standalone.settings;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every `brainy.*` property that some part of this program reads, from the metadata that the build
/// writes for each configuration class. What is not in there has no effect, so setting it is a
/// mistake.
public final class KnownProperties {

    public static final String PREFIX = "brainy.";

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";

    /// What the launcher reads from the environment, and no property.
    private static final List<String> LAUNCHERS_OWN =
            List.of(
                    "BRAINY_JAVA_HOME",
                    "BRAINY_HEAP",
                    "BRAINY_JVM_OPTS",
                    "BRAINY_LOCKED",
                    "BRAINY_CHROMIUM");

    /// Type by name.
    private final Map<String, String> types;

    KnownProperties(Map<String, String> types) {
        this.types = new TreeMap<>(types);
    }

    /// Reads the metadata of every jar on the class path.
    public static KnownProperties onClassPath(ClassLoader loader) {
        Map<String, String> types = new TreeMap<>();
        try {
            for (URL url : Collections.list(loader.getResources(METADATA))) {
                try (InputStream in = url.openStream()) {
                    read(new String(in.readAllBytes(), StandardCharsets.UTF_8), types);
                }
            }
        } catch (IOException | JacksonException e) {
            throw new IllegalStateException("the configuration metadata could not be read", e);
        }
        return new KnownProperties(types);
    }

    private static void read(String json, Map<String, String> into) {
        // Most of these files are the framework's and large; parsing them would cost start-up time.
        if (!json.contains("\"" + PREFIX)) {
            return;
        }
        for (JsonNode property : JsonMapper.shared().readTree(json).path("properties")) {
            String name = property.path("name").asString("");
            if (name.startsWith(PREFIX)) {
                into.put(name, property.path("type").asString(""));
            }
        }
    }

    /// What is wrong with a property that was set, in one line; empty where it is known.
    ///
    /// @param name as it was written: `brainy.x-y`, `brainy.xY`, `brainy.list[0]`
    public Optional<String> mistake(String name) {
        String plain = plain(name);
        for (Map.Entry<String, String> known : types.entrySet()) {
            if (covers(plain(known.getKey()), known.getValue(), plain)) {
                return Optional.empty();
            }
        }
        return Optional.of(
                "there is no property '"
                        + name
                        + "'"
                        + Nearest.to(canonical(name), types.keySet())
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse(""));
    }

    /// As [#mistake], for a variable of the environment, where `BRAINY_X_Y` may be `brainy.x.y` or
    /// `brainy.x-y`.
    public Optional<String> environmentMistake(String name) {
        if (LAUNCHERS_OWN.contains(name)) {
            return Optional.empty();
        }
        String squeezed = squeeze(name);
        for (Map.Entry<String, String> known : types.entrySet()) {
            if (covers(squeeze(known.getKey()), known.getValue(), squeezed)) {
                return Optional.empty();
            }
        }
        List<String> variables = types.keySet().stream().map(KnownProperties::variable).toList();
        return Optional.of(
                "there is no property for the environment variable "
                        + name
                        + Nearest.to(name, variables)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse(""));
    }

    /// Whether a known property takes this name, by itself or as one of its elements or keys.
    private static boolean covers(String known, String type, String name) {
        if (!name.startsWith(known)) {
            return false;
        }
        String rest = name.substring(known.length());
        boolean collection =
                type.startsWith("java.util.List")
                        || type.startsWith("java.util.Set")
                        || type.endsWith("[]");
        return rest.isEmpty()
                || (collection && rest.matches("(\\[\\d+]|\\d+)"))
                || type.startsWith("java.util.Map");
    }

    /// Without what relaxed binding ignores.
    private static String plain(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static String squeeze(String name) {
        return plain(name).replace(".", "");
    }

    private static String canonical(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static String variable(String property) {
        return property.replace('.', '_').replace("-", "").toUpperCase(Locale.ROOT);
    }
}
