package io.brainy.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.model.error.ProblemType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Documents that name what is not there are worse than none.
class DocsTest {

    private static final Pattern LINK = Pattern.compile("\\[[^]\\n]*]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```");
    private static final Pattern COMMAND = Pattern.compile("\\./brainy ([a-z]+)");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--([a-z][a-z-]*)");
    private static final Pattern LINE_NUMBER =
            Pattern.compile("\\b[\\w/.-]+\\.(?:java|yaml|xml|js|sh):\\d+|#L\\d+\\b");
    private static final Pattern CLASS_NAME =
            Pattern.compile("(?:[A-Z][a-z0-9]+){2,}|[A-Z][a-z0-9]+[A-Z][A-Za-z0-9]*");
    private static final Pattern ADR = Pattern.compile("\\d{4}-[a-z0-9-]+\\.md");
    private static final int README_LINES = 150;

    @Test
    void relativeLinksLeadSomewhere() {
        List<String> broken = new ArrayList<>();
        for (Path doc : docs()) {
            for (String link : found(LINK, FENCE.matcher(Repository.read(doc)).replaceAll(""))) {
                if (link.matches("[a-z]+:.*")) {
                    continue;
                }
                String[] parts = link.split("#", 2);
                Path target = parts[0].isEmpty() ? doc : doc.resolveSibling(parts[0]).normalize();
                if (!Files.exists(target)) {
                    broken.add(name(doc) + " → " + link);
                } else if (parts.length == 2 && !anchors(target).contains(parts[1])) {
                    broken.add(name(doc) + " → " + link + " (no such heading)");
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void commandsThatAreNamedExist() {
        Set<String> commands = commands();
        List<String> unknown = new ArrayList<>();
        for (Path doc : docs()) {
            for (String command : found(COMMAND, Repository.read(doc))) {
                if (!commands.contains(command)) {
                    unknown.add(name(doc) + ": ./brainy " + command);
                }
            }
        }

        assertThat(commands).contains("up", "demo", "test");
        assertThat(unknown).isEmpty();
    }

    @Test
    void optionsThatTheReadmeNamesAreInTheHelp() {
        String help = Repository.read(Repository.ROOT.resolve("brainy"));
        String readme = Repository.read(Repository.ROOT.resolve("README.md"));
        List<String> unknown = new ArrayList<>();
        for (String line : readme.lines().filter(line -> line.contains("./brainy ")).toList()) {
            found(OPTION, line).stream()
                    .filter(option -> !help.contains("--" + option))
                    .forEach(unknown::add);
        }

        assertThat(unknown).isEmpty();
    }

    @Test
    void linesAreNotNumbered() {
        List<String> numbered = new ArrayList<>();
        for (Path doc : docs()) {
            found(LINE_NUMBER, Repository.read(doc))
                    .forEach(place -> numbered.add(name(doc) + ": " + place));
        }

        assertThat(numbered).as("places move; name the class or method").isEmpty();
    }

    @Test
    void classesThatAreNamedExist() {
        Set<String> types =
                Repository.files(".java").stream()
                        .map(file -> file.getFileName().toString().replace(".java", ""))
                        .collect(Collectors.toCollection(TreeSet::new));
        String sources =
                Repository.files(".java").stream()
                        .map(Repository::read)
                        .collect(Collectors.joining("\n"));
        List<String> unknown = new ArrayList<>();
        for (Path doc : docs()) {
            for (String code : found(CODE, FENCE.matcher(Repository.read(doc)).replaceAll(""))) {
                if (CLASS_NAME.matcher(code).matches()
                        && !types.contains(code)
                        && !Pattern.compile("\\b" + code + "\\b").matcher(sources).find()) {
                    unknown.add(name(doc) + ": " + code);
                }
            }
        }

        assertThat(unknown).isEmpty();
    }

    @Test
    void decisionsAreIndexed() {
        Path folder = Repository.ROOT.resolve("docs/adr");
        List<String> decisions =
                docs().stream()
                        .filter(doc -> doc.startsWith(folder))
                        .map(doc -> doc.getFileName().toString())
                        .filter(name -> !name.equals("README.md"))
                        .toList();
        String index = decisions.isEmpty() ? "" : Repository.read(folder.resolve("README.md"));

        assertThat(decisions).allSatisfy(name -> assertThat(name).matches(ADR));
        assertThat(decisions).allSatisfy(name -> assertThat(index).contains("(" + name + ")"));
        assertThat(decisions.stream().map(name -> name.substring(0, 4)))
                .as("numbers are not used twice")
                .doesNotHaveDuplicates();
    }

    @Test
    void theReadmeIsShort() {
        assertThat(Repository.read(Repository.ROOT.resolve("README.md")).lines().count())
                .isLessThanOrEqualTo(README_LINES);
    }

    @Test
    void theProblemTypesOfTheApiAreDocumentedWhereItIs() {
        Path api = Repository.ROOT.resolve("docs/api.md");
        if (!Files.exists(api)) {
            return;
        }
        String text = Repository.read(api);

        for (ProblemType type : ProblemType.values()) {
            assertThat(text).contains(type.urn().substring(type.urn().lastIndexOf(':') + 1));
        }
    }

    private static List<Path> docs() {
        return Repository.files(".md");
    }

    /// What the launcher takes or says is to come, by its own lists.
    private static Set<String> commands() {
        String launcher = Repository.read(Repository.ROOT.resolve("brainy"));
        Set<String> commands = new TreeSet<>();
        for (String list :
                found(Pattern.compile("readonly (?:COMMANDS|LATER)=\"([a-z ]+)\""), launcher)) {
            commands.addAll(List.of(list.split(" ")));
        }
        return commands;
    }

    private static Set<String> anchors(Path doc) {
        return Repository.read(doc)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(line -> line.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static List<String> found(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.groupCount() > 0 ? matcher.group(1) : matcher.group());
        }
        return found;
    }

    private static String name(Path doc) {
        return Repository.ROOT.relativize(doc).toString();
    }
}
