package io.brainy.standalone.command;

import io.brainy.model.key.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// The options of every command that starts a node. Each is a property; what is not given is left
/// to the environment, files and defaults.
final class NodeOptions {

    private static final int MAX_PORT = 65_535;

    private final List<String> properties;

    @Option(
            names = "--bucket",
            paramLabel = "DIR|s3://NAME/PREFIX",
            description = "where everything is kept (./data)")
    private @Nullable String bucket;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            converter = Port.class,
            description = "where it listens (8080); 0 picks one and prints it")
    private @Nullable Integer port;

    @Option(
            names = "--roles",
            paramLabel = "LIST",
            split = ",",
            converter = RoleName.class,
            description = "any of ingest,indexer,search,graph,inference (all)")
    private @Nullable List<Role> roles;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "its failure domain; replicas are spread over zones")
    private @Nullable String zone;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "where segments of a remote bucket are kept")
    private @Nullable Path cache;

    @Option(
            names = "--capacity",
            paramLabel = "WEIGHT",
            description = "its share of the shards, relative to other nodes (1)")
    private @Nullable Double capacity;

    /// @param properties those given on the command line as `--name=value`
    NodeOptions(List<String> properties) {
        this.properties = List.copyOf(properties);
    }

    /// All that was given, as properties, and what the command itself wants where it was not given:
    /// a name given twice would be taken for a list.
    List<String> arguments(Map<String, String> wanted) {
        List<String> arguments = new ArrayList<>(properties);
        wanted.forEach((name, value) -> {
            if (properties.stream().noneMatch(one -> one.startsWith("--" + name + "="))) {
                add(arguments, name, value);
            }
        });
        add(arguments, "brainy.bucket", bucket);
        add(arguments, "server.port", port);
        add(
                arguments,
                "brainy.roles",
                roles == null
                        ? null
                        : roles.stream().map(Role::toString).collect(Collectors.joining(",")));
        add(arguments, "brainy.zone", zone);
        add(arguments, "brainy.cache", cache);
        add(arguments, "brainy.capacity", capacity);
        return arguments;
    }

    private static void add(List<String> arguments, String name, @Nullable Object value) {
        if (value != null) {
            arguments.add("--" + name + "=" + value);
        }
    }

    private static final class Port implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            try {
                int port = Integer.parseInt(text);
                if (port >= 0 && port <= MAX_PORT) {
                    return port;
                }
            } catch (NumberFormatException e) {
                // Said below, as for a number out of range.
            }
            throw new TypeConversionException("a port is 0 to 65535, found '" + text + "'");
        }
    }

    private static final class RoleName implements ITypeConverter<Role> {
        @Override
        public Role convert(String text) {
            try {
                return Role.valueOf(text.strip().toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(
                        "a role is ingest, indexer, search, graph or inference, found '"
                                + text
                                + "'");
            }
        }
    }
}
