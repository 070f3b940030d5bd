package io.brainy.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the compiler and ArchUnit cannot see: rules about the text of sources, tests included.
class SourcesTest {

    /// @param files which sources it is about, by their path
    /// @param banned what must not be in them
    record Rule(String reason, Pattern files, Pattern banned) {
        @Override
        public String toString() {
            return reason;
        }
    }

    static List<Rule> rules() {
        return List.of(
                rule(
                        "what is not finished is in an issue and not in a comment",
                        ".*",
                        "(?://|\\*).*\\b(?:TODO|FIXME|XXX|HACK)\\b"),
                rule("documentation is Markdown after ///", ".*", "^\\s*/\\*\\*"),
                rule("fakes instead of mocks", ".*", "^import .*(?:mockito|MockitoBean)"),
                rule("a test that does not run is no test", ".*/src/test/.*", "^\\s*@Disabled\\b"),
                rule(
                        "tests wait for conditions and not for time",
                        ".*/src/test/.*",
                        "\\bThread\\.sleep\\(|\\bTimeUnit\\.\\w+\\.sleep\\("),
                rule("its author asks that automated tools do not use it", ".*", "net\\.jqwik"),
                rule("Lombok hides code", ".*", "^import lombok"),
                rule(
                        "output goes through the terminal or the log",
                        ".*/src/main/(?!java/io/brainy/(?:standalone/command|bench)/).*",
                        "\\bSystem\\.(?:out|err)\\.print|\\.printStackTrace\\(\\)"),
                rule("sources name no machine", ".*", "\"/(?:home|root|Users)/\\w"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holds(Rule rule) {
        List<String> violations = new ArrayList<>();
        for (Path file : Repository.files(".java")) {
            String name = "/" + Repository.ROOT.relativize(file);
            if (file.endsWith("SourcesTest.java") || !rule.files.matcher(name).matches()) {
                continue;
            }
            Matcher banned = rule.banned.matcher(Repository.read(file));
            while (banned.find()) {
                violations.add(name + ": " + banned.group().strip());
            }
        }

        assertThat(violations).as(rule.reason).isEmpty();
    }

    private static Rule rule(String reason, String files, String banned) {
        return new Rule(reason, Pattern.compile(files), Pattern.compile(banned, Pattern.MULTILINE));
    }
}
