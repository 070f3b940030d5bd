package io.brainy.standalone.demo;

import io.brainy.coordinator.time.Ticker;
import io.brainy.standalone.demo.Answer.Hit;
import io.brainy.standalone.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/// A few telling searches, shown with their answers, each with what must be in the answer: so the
/// demonstration is a check at once.
final class Showcase {

    private static final int HITS = 5;
    private static final int WORDS_WIDTH = 32;
    private static final int DOMAIN_WIDTH = 19;
    private static final int GLOSS_WIDTH = 72;

    private static final String NEW_ID = "demo-just-written";
    private static final String NEW_CONTENT =
            "a remotely steered robot boat that maps coral reefs with sonar";

    private final DemoClient client;
    private final String collection;
    private final Terminal terminal;
    private final Ticker ticker;
    private final List<String> failures = new ArrayList<>();

    Showcase(DemoClient client, String collection, Terminal terminal, Ticker ticker) {
        this.client = client;
        this.collection = collection;
        this.terminal = terminal;
        this.ticker = ticker;
    }

    /// Runs and shows all of them; what was not as expected comes back.
    List<String> run() {
        meaning("a vehicle that travels on water", "vessel", "boat", "ship", "watercraft");
        meaning("a mountain that spits fire", "volcano");
        filteredByDomain();
        filteredByPartOfSpeech();
        disambiguated("money", "depository financial institution");
        disambiguated("river", "bank");
        words();
        hybrid();
        justWritten();
        return List.copyOf(failures);
    }

    /// By meaning alone: the answer need not share a word with the question.
    private void meaning(String text, String... wanted) {
        Answer answer =
                ask("by meaning", text, "search", search("vector", text), OptionalLong.empty());
        expectWord(text, answer, wanted);
    }

    private void filteredByDomain() {
        String text = "something sweet";
        ObjectNode body = search("vector", text).put("domain", "noun.food");
        Answer answer =
                ask("by meaning, domain noun.food", text, "search", body, OptionalLong.empty());
        expectAll(text, answer, "be noun.food", hit -> hit.domain().equals(some("noun.food")));
    }

    private void filteredByPartOfSpeech() {
        String text = "to go very fast";
        ObjectNode body = search("vector", text);
        body.putObject("where").put("pos", "verb");
        Answer answer =
                ask("by meaning, where pos = verb", text, "search", body, OptionalLong.empty());
        expectAll(text, answer, "be verbs", hit -> hit.partOfSpeech().equals(some("verb")));
    }

    /// One word, two meanings: the filter holds the word, the text chooses the meaning.
    private void disambiguated(String text, String wanted) {
        ObjectNode body = search("vector", text);
        body.putObject("where").put("words", "bank");
        Answer answer =
                ask("by meaning, where words = bank", text, "search", body, OptionalLong.empty());
        expectAll(text, answer, "have the word bank", hit -> hit.words().contains("bank"));
        expectFirst(text, answer, wanted);
    }

    private void words() {
        String text = "molten rock";
        Answer answer = ask("by words", text, "search", search("text", text), OptionalLong.empty());
        expectAll(
                text,
                answer,
                "contain one of the words",
                hit -> {
                    String content = hit.content().toLowerCase(Locale.ROOT);
                    return content.contains("molten") || content.contains("rock");
                });
    }

    /// `find` ranks by meaning and by words and fuses the two.
    private void hybrid() {
        String text = "musical instrument with strings";
        ObjectNode body = client.object().put("query", text).put("limit", HITS);
        Answer answer = ask("find", text, "find", body, OptionalLong.empty());
        expectWord(text, answer, "violin", "guitar", "harp", "stringed instrument", "chordophone");
        if (answer.hits().stream().noneMatch(hit -> hit.why().vector() && hit.why().text())) {
            failures.add("find '" + text + "': no hit came from both meaning and words");
        }
    }

    /// A write is searchable as soon as it is acknowledged, for who names its position.
    private void justWritten() {
        ObjectNode document = client.object().put("content", NEW_CONTENT).put("type", "note");
        long written = client.put(collection, NEW_ID, document);
        String text = "autonomous vessel surveying the sea floor";
        Answer found =
                ask(
                        "just written, at position " + written,
                        text,
                        "search",
                        search("vector", text),
                        OptionalLong.of(written));
        if (found.hits().stream().noneMatch(hit -> hit.id().equals(NEW_ID))) {
            failures.add("'" + text + "': the document written a moment ago was not found");
        }
        long deleted = client.delete(collection, NEW_ID);
        Answer gone =
                client.ask(collection, "search", search("vector", text), OptionalLong.of(deleted));
        if (gone.hits().stream().anyMatch(hit -> hit.id().equals(NEW_ID))) {
            failures.add("'" + text + "': the document deleted a moment ago was found");
        }
    }

    private ObjectNode search(String mode, String text) {
        return client.object().put("text", text).put("mode", mode).put("k", HITS);
    }

    private Answer ask(
            String how, String text, String call, ObjectNode body, OptionalLong position) {
        long before = ticker.nanos();
        Answer answer = client.ask(collection, call, body, position);
        double millis = (ticker.nanos() - before) / 1e6;
        show(how, text, answer, millis);
        if (answer.failedShards() > 0) {
            failures.add("'" + text + "': " + answer.failedShards() + " shards did not answer");
        }
        if (answer.hits().isEmpty()) {
            failures.add("'" + text + "' (" + how + "): nothing was found");
        }
        return answer;
    }

    private void show(String how, String text, Answer answer, double millis) {
        String time =
                String.format(
                        Locale.ROOT,
                        "%.1f ms, %.1f of them in the node",
                        millis,
                        answer.tookMillis());
        terminal.out()
                .printf(
                        "%n%s  %s  %s%n",
                        terminal.bold(text), how, terminal.faint("(" + time + ")"));
        for (Hit hit : answer.hits()) {
            terminal.out()
                    .printf(
                            Locale.ROOT,
                            "  %6.3f  %s  %s  %s%n",
                            hit.score(),
                            terminal.cyan(padded(hit.title(), WORDS_WIDTH)),
                            padded(hit.domain().orElse(""), DOMAIN_WIDTH),
                            terminal.faint(cut(hit.content(), GLOSS_WIDTH)));
        }
        terminal.out().flush();
    }

    private void expectWord(String text, Answer answer, String... wanted) {
        List<String> words = List.of(wanted);
        if (answer.hits().stream()
                .flatMap(hit -> hit.words().stream())
                .noneMatch(words::contains)) {
            failures.add(
                    "'%s': wanted one of %s among the first %d, found %s"
                            .formatted(text, words, HITS, titles(answer)));
        }
    }

    private void expectFirst(String text, Answer answer, String wanted) {
        if (!answer.hits().isEmpty() && !answer.hits().getFirst().words().contains(wanted)) {
            failures.add(
                    "'%s': wanted '%s' first, found %s".formatted(text, wanted, titles(answer)));
        }
    }

    private void expectAll(String text, Answer answer, String rule, Predicate<Hit> kept) {
        if (!answer.hits().stream().allMatch(kept)) {
            failures.add(
                    "'%s': all hits were to %s, found %s".formatted(text, rule, titles(answer)));
        }
    }

    private static List<String> titles(Answer answer) {
        return answer.hits().stream().map(Hit::title).toList();
    }

    private static Optional<String> some(String text) {
        return Optional.of(text);
    }

    private static String padded(String text, int width) {
        String cut = cut(text, width);
        return cut + " ".repeat(width - cut.length());
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 2).stripTrailing() + "..";
    }
}
