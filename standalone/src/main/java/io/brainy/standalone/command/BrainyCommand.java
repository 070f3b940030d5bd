package io.brainy.standalone.command;

import io.brainy.standalone.settings.Nearest;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// The root of the command line, and its manners: every mistake is one line with the nearest right
/// word, and ends with 2.
@Command(
        name = "brainy",
        mixinStandardHelpOptions = true,
        description = "A vector, graph and document database whose only coordination is a bucket.",
        synopsisSubcommandLabel = "COMMAND")
public final class BrainyCommand {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int WRONG_USE = 2;

    /// A property of the framework, `--server.port=0`: with a dot, which no option has.
    private static final Pattern PROPERTY =
            Pattern.compile("--[\\w-]+(\\.[\\w-]+|\\[\\d+])+(=.*)?");

    private BrainyCommand() {}

    /// Runs a command line and returns what the process ends with.
    public static int run(String... arguments) {
        return run(
                new PrintWriter(System.out, true, System.out.charset()),
                new PrintWriter(System.err, true, System.err.charset()),
                arguments);
    }

    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        List<String> options = new ArrayList<>();
        List<String> properties = new ArrayList<>();
        for (String argument : arguments) {
            (PROPERTY.matcher(argument).matches() ? properties : options).add(argument);
        }
        for (String property : properties) {
            if (!property.contains("=")) {
                err.println("brainy: " + property + " needs a value: " + property + "=…");
                return WRONG_USE;
            }
        }
        CommandLine line = new CommandLine(new BrainyCommand());
        line.addSubcommand(new UpCommand(properties, out));
        line.addSubcommand(new DemoCommand(properties, out, err));
        line.addSubcommand(new DoctorCommand(out, err));
        return line.setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(BrainyCommand::explain)
                .setExecutionExceptionHandler(BrainyCommand::report)
                .execute(options.toArray(String[]::new));
    }

    private static int report(Exception thrown, CommandLine at, ParseResult ignored)
            throws Exception {
        if (thrown instanceof CommandFailure failure) {
            at.getErr().println("brainy: " + failure.getMessage());
            return failure.status();
        }
        throw thrown;
    }

    private static int explain(ParameterException mistake, String[] arguments) {
        CommandLine at = mistake.getCommandLine();
        at.getErr().println("brainy: " + line(mistake, at));
        return WRONG_USE;
    }

    private static String line(ParameterException mistake, CommandLine at) {
        String command = at.getCommandSpec().qualifiedName(" ");
        if (mistake instanceof UnmatchedArgumentException unmatched) {
            String given = unmatched.getUnmatched().getFirst();
            if (given.startsWith("-")) {
                String name = given.contains("=") ? given.substring(0, given.indexOf('=')) : given;
                Optional<String> near = Nearest.to(name, at.getCommandSpec().optionsMap().keySet());
                return "'%s' has no option '%s'%s (%s --help lists them)"
                        .formatted(command, name, didYouMean(near), "./" + command);
            }
            Optional<String> near = Nearest.to(given, at.getSubcommands().keySet());
            return "'%s' does not take '%s'%s".formatted(command, given, didYouMean(near));
        }
        String message = mistake.getMessage();
        return message == null ? mistake.toString() : message.replace('\n', ' ');
    }

    private static String didYouMean(Optional<String> near) {
        return near.map(word -> "; did you mean '" + word + "'?").orElse("");
    }
}
