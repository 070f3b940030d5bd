package io.brainy.standalone;

import io.brainy.standalone.command.BrainyCommand;

/// Where the process begins; `./brainy` calls it.
public final class BrainyApplication {

    private BrainyApplication() {}

    public static void main(String[] arguments) {
        System.exit(BrainyCommand.run(arguments));
    }
}
