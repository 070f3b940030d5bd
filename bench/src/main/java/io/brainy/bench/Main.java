package io.brainy.bench;

/// Where `./brainy bench` begins.
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.setProperty("logback.configurationFile", "bench-logback.xml");
        System.exit(BenchCommand.run(arguments));
    }
}
