import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Kills a node again and again while clients write to it, then looks whether it kept its word.
///
/// ```
/// java scripts/KillNine.java [--rounds 5] [--seed N] [--bucket DIR] -- ./brainy up
/// ```
///
/// What follows `--` starts a node; `--bucket` and `--port 0` are added to it. Each round, six
/// clients write over HTTP (single documents, small NDJSON batches, new versions of documents,
/// deletes, and requests with an `Idempotency-Key`) until the node gets SIGKILL at a random moment;
/// then it is started again on the same bucket. Each client keeps a ledger of what it was told. In
/// the end everything is read with `consistency=strong` and compared with the ledgers:
///
/// - every acknowledged write is there, unless a later one to the same id replaced it; a write
///   whose answer the kill swallowed may be there or not, but whole;
/// - an acknowledged delete stays deleted, and nothing is there that nobody wrote;
/// - no document is twice in a scan, and the statistics count as many as the scan;
/// - a request with a key is applied once: sent again after a restart it is answered with the
///   position of the first time, and does not come back over what was written since;
/// - a client's positions only grow, over restarts too, and a document's ETag is the position that
///   its write was answered with.
///
/// One line is printed for each round, and a verdict; the status is 0 when all of it held, 1 when
/// not, 2 for wrong options. The seed decides what is written and when the node is killed; how far
/// the node had come by then is the machine's to decide. Vectors are given with each document, so
/// the node needs no model. Needs a JDK 25 and nothing else.
public final class KillNine {

    private static final int CLIENTS = 6;
    private static final Duration START = Duration.ofMinutes(5);
    private static final int LEAST_LIFE_MILLIS = 50;
    private static final int LONGEST_LIFE_MILLIS = 2_500;
    private static final int SAMPLE = 120;
    private static final int PAGE = 500;

    private record Options(int rounds, long seed, Path bucket, List<String> command) {}

    private final Options options;
    private final Path folder;
    private final Random random;
    private final List<Client> clients = new ArrayList<>();

    private KillNine(Options options, Path folder) {
        this.options = options;
        this.folder = folder;
        this.random = new Random(options.seed());
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Client(i, random.nextLong()));
        }
    }

    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = options(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(
                    "usage: java scripts/KillNine.java [--rounds 5] [--seed N] [--bucket DIR]"
                            + " -- <command that starts a node, as ./brainy up>");
            System.exit(2);
            return;
        }
        Path folder = Files.createTempDirectory("brainy-kill-nine-");
        String wrong = null;
        try {
            new KillNine(options, folder).run();
        } catch (Violation | IOException e) {
            wrong = e.getMessage();
        }
        if (wrong == null) {
            remove(folder);
            System.out.println("verdict: nothing acknowledged was lost; seed " + options.seed());
            System.exit(0);
        }
        System.out.println("verdict: BROKEN: " + wrong);
        System.out.println("seed " + options.seed() + "; bucket and node's log kept: " + folder);
        if (options.bucket() != null) {
            System.out.println("bucket: " + options.bucket());
        }
        printEnd(folder.resolve("node.log"));
        System.exit(1);
    }

    private void run() throws IOException, InterruptedException {
        Path bucket = options.bucket() == null ? folder.resolve("bucket") : options.bucket();
        Node node = Node.start(options.command(), bucket, folder.resolve("node.log"));
        try {
            // Only writes make a collection: a client that begins with a delete would get 404.
            new Api(node.url()).createCollection();
            for (int round = 1; round <= options.rounds(); round++) {
                node = round(round, node, bucket);
            }
            // What the last kill left open is settled before all is compared.
            CompletableFuture.allOf(onNode(node, Client::settle)).join();
            failIfBroken();
            verify(new Api(node.url()));
            node.stop();
        } finally {
            node.kill();
        }
    }

    /// Writes, kills, starts again; returns the new process.
    private Node round(int round, Node node, Path bucket) throws IOException, InterruptedException {
        int acknowledgedBefore = acknowledged();
        int unknownBefore = clients.stream().mapToInt(Client::unknown).sum();
        AtomicBoolean killed = new AtomicBoolean();
        CompletableFuture<?>[] writing =
                onNode(node, (client, api) -> client.writeUntil(killed, api));
        CompletableFuture<Object> ended = CompletableFuture.anyOf(writing);
        // A cold node is slow; it is to be killed while it writes, not while it warms up.
        while (acknowledged() == acknowledgedBefore && !ended.isDone()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        int life = LEAST_LIFE_MILLIS + random.nextInt(LONGEST_LIFE_MILLIS - LEAST_LIFE_MILLIS);
        try {
            // Ends early only when a client has found something wrong.
            ended.get(life, TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            // The moment has come.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        killed.set(true);
        node.kill();
        CompletableFuture.allOf(writing).join();
        failIfBroken();
        long restarted = System.nanoTime();
        Node next = Node.start(options.command(), bucket, folder.resolve("node.log"));
        System.out.printf(
                "round %d: %d writes acknowledged, %d unknown, killed after %d ms, restarted in"
                        + " %d ms%n",
                round,
                acknowledged() - acknowledgedBefore,
                clients.stream().mapToInt(Client::unknown).sum() - unknownBefore,
                life,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - restarted));
        return next;
    }

    private int acknowledged() {
        return clients.stream().mapToInt(Client::acknowledged).sum();
    }

    private interface Work {
        void on(Client client, Api api) throws InterruptedException;
    }

    private CompletableFuture<?>[] onNode(Node node, Work work) {
        Api api = new Api(node.url());
        List<CompletableFuture<?>> futures = new ArrayList<>();
        for (Client client : clients) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            futures.add(done);
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            work.on(client, api);
                        } catch (InterruptedException | RuntimeException e) {
                            client.broken(e);
                        } finally {
                            done.complete(null);
                        }
                    });
        }
        return futures.toArray(CompletableFuture[]::new);
    }

    private void failIfBroken() {
        for (Client client : clients) {
            if (client.broken() != null) {
                throw new Violation("client " + client + ": " + client.broken().getMessage());
            }
        }
    }

    // ---- the comparison

    private void verify(Api api) {
        Map<String, Fate> fates = new HashMap<>();
        clients.forEach(client -> fates.putAll(client.ledger()));
        long told = clients.stream().mapToLong(Client::position).max().orElse(0);
        Map<String, Map<String, Object>> found = scan(api, told);
        List<String> wrong = new ArrayList<>();
        found.forEach((name, document) -> {
            Fate fate = fates.get(name);
            String value = Documents.value(document);
            if (fate == null) {
                wrong.add("nobody wrote " + document);
            } else if (!fate.possible().contains(value)) {
                wrong.add(name + " is " + value + ", but may only be one of " + fate.possible());
            } else if (!Documents.isWhole(document)) {
                wrong.add(name + " mixes two writes: " + document);
            }
        });
        fates.forEach((name, fate) -> {
            if (!found.containsKey(name) && !fate.possible().contains(Fate.ABSENT)) {
                wrong.add(name + " is lost: it was acknowledged as " + fate);
            }
        });
        Map<String, Object> stats = api.stats();
        if (Json.number(stats, "documents") != found.size()) {
            wrong.add("stats count " + stats.get("documents") + ", the scan " + found.size());
        }
        if (Json.number(stats, "position") < told) {
            wrong.add("stats are of position " + stats.get("position") + ", told was " + told);
        }
        List<String> names = new ArrayList<>(new TreeSet<>(fates.keySet()));
        Collections.shuffle(names, random);
        names.stream()
                .filter(name -> !Documents.serverMade(name))
                .limit(SAMPLE)
                .forEach(name -> verifyGet(api, name, fates.get(name), wrong));
        if (!wrong.isEmpty()) {
            throw new Violation(
                    wrong.size()
                            + " wrong, such as "
                            + wrong.stream().limit(5).collect(Collectors.joining("; ")));
        }
        System.out.printf(
                "read: %d documents of %d ids, %d of them certain, at position %s%n",
                found.size(),
                fates.size(),
                fates.values().stream().filter(fate -> fate.possible().size() == 1).count(),
                stats.get("position"));
    }

    private static Map<String, Map<String, Object>> scan(Api api, long told) {
        Map<String, Map<String, Object>> found = new LinkedHashMap<>();
        Set<String> ids = new HashSet<>();
        String cursor = null;
        do {
            Map<String, Object> page = api.scan(PAGE, cursor);
            if (Json.number(page, "position") < told) {
                throw new Violation(
                        "a strong scan is of position %s, acknowledged was %d"
                                .formatted(page.get("position"), told));
            }
            for (Object each : Json.array(page, "documents")) {
                Map<String, Object> document = Json.object(each);
                boolean twice = !ids.add(String.valueOf(document.get("id")));
                if (found.put(Documents.name(document), document) != null || twice) {
                    throw new Violation("twice in the scan: " + document);
                }
            }
            cursor = (String) page.get("cursor");
        } while (cursor != null);
        return found;
    }

    private static void verifyGet(Api api, String name, Fate fate, List<String> wrong) {
        HttpResponse<String> response = api.get(name);
        String value = Fate.ABSENT;
        if (response.statusCode() == 200) {
            value = Documents.value(Json.object(Json.parse(response.body())));
            String etag = response.headers().firstValue("ETag").orElse("none");
            if (fate.position() != 0 && !etag.equals("\"" + fate.position() + "\"")) {
                wrong.add(
                        "%s has ETag %s, its write was told %d"
                                .formatted(name, etag, fate.position()));
            }
        } else if (response.statusCode() != 404) {
            wrong.add("GET of " + name + " answers " + response.statusCode());
            return;
        }
        if (!fate.possible().contains(value)) {
            wrong.add("GET of " + name + " gives '" + value + "', wanted " + fate);
        }
    }

    // ---- options and output

    private static Options options(String[] arguments) {
        int rounds = 5;
        long seed = new Random().nextInt(1_000_000);
        Path bucket = null;
        int at = 0;
        while (at < arguments.length && !arguments[at].equals("--")) {
            String name = arguments[at];
            if (at + 1 == arguments.length) {
                throw new IllegalArgumentException(name + " wants a value");
            }
            String value = arguments[at + 1];
            switch (name) {
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--seed" -> seed = Long.parseLong(value);
                case "--bucket" -> bucket = emptyFolder(Path.of(value));
                default -> throw new IllegalArgumentException("no such option: " + name);
            }
            at += 2;
        }
        List<String> command =
                List.of(arguments).subList(Math.min(at + 1, arguments.length), arguments.length);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("after -- comes the command that starts a node");
        }
        if (rounds < 1) {
            throw new IllegalArgumentException("--rounds is 1 or more, found " + rounds);
        }
        return new Options(rounds, seed, bucket, command);
    }

    /// What others wrote could not be told from what was lost.
    private static Path emptyFolder(Path bucket) {
        String[] there = bucket.toFile().list();
        if (there != null && there.length > 0) {
            throw new IllegalArgumentException("--bucket is to be empty, found " + bucket);
        }
        return bucket.toAbsolutePath();
    }

    private static void printEnd(Path log) throws IOException {
        if (Files.exists(log)) {
            List<String> lines = Files.readAllLines(log);
            System.out.println("the end of the node's log:");
            lines.subList(Math.max(0, lines.size() - 40), lines.size())
                    .forEach(System.out::println);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}

/// Something that must hold does not.
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Violation(String message) {
        super(message);
    }
}

/// A node as a process. Its errors go to a file, its output says where it listens.
final class Node {

    private static final Pattern URL = Pattern.compile("http://[^\\s/]+:\\d+");
    private static final long START_SECONDS = 300;

    private final Process process;
    private final URI url;

    private Node(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /// Returns when it says where it listens and that it is ready.
    static Node start(List<String> command, Path bucket, Path log)
            throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of("--bucket", bucket.toString(), "--port", "0"));
        Process process =
                new ProcessBuilder(whole)
                        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        CompletableFuture<URI> listening = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> read(process, log, listening));
        try {
            URI url = listening.get(START_SECONDS, TimeUnit.SECONDS);
            awaitReadiness(url);
            return new Node(process, url);
        } catch (ExecutionException | TimeoutException e) {
            end(process);
            throw new Violation("the node does not start: " + e.getMessage());
        }
    }

    private static void read(Process process, Path log, CompletableFuture<URI> listening) {
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                Matcher url = URL.matcher(line);
                if (url.find()) {
                    listening.complete(URI.create(url.group()));
                }
            }
        } catch (IOException _) {
            // Killed.
        }
        listening.completeExceptionally(new Violation("it ended; its errors are in " + log));
    }

    private static void awaitReadiness(URI url) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        Api api = new Api(url);
        while (!api.isReady()) {
            if (System.nanoTime() > deadline) {
                throw new Violation("the node does not become ready");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    URI url() {
        return url;
    }

    /// SIGKILL, to whatever a wrapping script has started too.
    void kill() throws InterruptedException {
        end(process);
    }

    private static void end(Process process) throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    /// SIGTERM; a node that was killed before must still know how to end.
    void stop() throws InterruptedException {
        process.toHandle().destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new Violation("the node does not end within 60 s of SIGTERM");
        }
        if (process.exitValue() != 0) {
            throw new Violation("the node ends with " + process.exitValue() + " on SIGTERM");
        }
    }
}

/// What may be under a name now: one value when the last write was acknowledged, more when answers
/// were lost since.
///
/// @param position that the write was answered with; 0 where several are possible
record Fate(Set<String> possible, long position) {

    static final String ABSENT = "";

    static final Fate NEVER_WRITTEN = new Fate(Set.of(ABSENT), 0);

    static Fate acknowledged(String value, long position) {
        return new Fate(Set.of(value), value.equals(ABSENT) ? 0 : position);
    }

    /// The write may have become true or not.
    Fate orElse(String value) {
        Set<String> more = new HashSet<>(possible);
        more.add(value);
        return new Fate(Set.copyOf(more), 0);
    }
}

/// One writer with ids of its own, so that its order is the order of the writes to them.
final class Client {

    private static final int IDS = 60;
    private static final int ECHOES = 3;

    /// Keys live for 10 minutes (the API's promise); a later retry would be a new write.
    private static final long KEY_LIFE_NANOS = TimeUnit.MINUTES.toNanos(6);

    private final int number;
    private final Random random;
    private final Map<String, Fate> ledger = new HashMap<>();
    private final List<Keyed> settled = new ArrayList<>();
    private Keyed unsettled;
    private int values;

    /// Written by the client's own thread only.
    private volatile int acknowledged;

    private int unknown;
    private long position;
    private volatile Exception broken;

    /// @param body as it is sent, each time
    /// @param position that it was answered with; 0 before
    private record Keyed(
            String key, String body, Map<String, String> writes, long position, long sentNanos) {}

    Client(int number, long seed) {
        this.number = number;
        this.random = new Random(seed);
    }

    Map<String, Fate> ledger() {
        return ledger;
    }

    int acknowledged() {
        return acknowledged;
    }

    int unknown() {
        return unknown;
    }

    long position() {
        return position;
    }

    Exception broken() {
        return broken;
    }

    void broken(Exception reason) {
        broken = reason;
    }

    @Override
    public String toString() {
        return String.valueOf(number);
    }

    /// Writes until the node is gone.
    void writeUntil(AtomicBoolean killed, Api api) throws InterruptedException {
        settle(api);
        while (!killed.get()) {
            int kind = random.nextInt(100);
            boolean answered;
            if (kind < 40) {
                answered = single(api);
            } else if (kind < 65) {
                answered = batch(api);
            } else if (kind < 80) {
                answered = delete(api);
            } else {
                answered = keyed(api);
            }
            if (!answered) {
                return;
            }
        }
    }

    /// Sends again what has a key: the request whose answer was lost, until it is answered, and
    /// some that were answered, which must change nothing.
    void settle(Api api) throws InterruptedException {
        Keyed open = unsettled;
        if (open != null) {
            if (!send(open, api)) {
                return;
            }
            unsettled = null;
        }
        settled.removeIf(keyed -> System.nanoTime() - keyed.sentNanos() > KEY_LIFE_NANOS);
        for (int i = 0; i < ECHOES && !settled.isEmpty(); i++) {
            echo(settled.get(random.nextInt(settled.size())), api);
        }
    }

    private boolean single(Api api) throws InterruptedException {
        String id = ownId();
        String value = nextValue();
        HttpResponse<String> response =
                random.nextBoolean()
                        ? api.post("documents", "application/json", Documents.json(id, value), null)
                        : api.put(id, Documents.json(null, value));
        return told(response, Map.of(id, value), 200, 201);
    }

    private boolean delete(Api api) throws InterruptedException {
        String id = ownId();
        return told(api.delete(id), Map.of(id, Fate.ABSENT), 204);
    }

    /// Takes the answer to a write of one document; false when the node is gone.
    private boolean told(HttpResponse<String> response, Map<String, String> writes, int... wanted)
            throws InterruptedException {
        if (response == null || response.statusCode() >= 500) {
            lost(writes);
            return response != null;
        }
        if (response.statusCode() == 429) {
            TimeUnit.MILLISECONDS.sleep(100);
            return true;
        }
        if (Arrays.stream(wanted).noneMatch(w -> w == response.statusCode())) {
            throw new Violation(
                    response.request()
                            + " answers "
                            + response.statusCode()
                            + ": "
                            + response.body());
        }
        long at =
                response.headers()
                        .firstValue("Brainy-Position")
                        .map(Long::parseLong)
                        .orElseThrow(
                                () -> new Violation("no Brainy-Position: " + response.request()));
        long before = position;
        writes.forEach((name, value) -> wrote(name, value, at, before));
        return true;
    }

    private boolean batch(Api api) throws InterruptedException {
        Map<String, String> writes = new LinkedHashMap<>();
        for (int i = 2 + random.nextInt(5); i > 0; i--) {
            writes.put(ownId(), nextValue());
        }
        HttpResponse<String> response =
                api.post("documents", "application/x-ndjson", ndjson(writes), null);
        if (response == null || response.statusCode() >= 500) {
            lost(writes);
            return response != null;
        }
        return items(response, writes) != 0;
    }

    private boolean keyed(Api api) throws InterruptedException {
        Map<String, String> writes = new LinkedHashMap<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            String value = nextValue();
            // Half of them are named by the server.
            writes.put(random.nextBoolean() ? ownId() : Documents.serverMadeName(value), value);
        }
        Keyed keyed =
                new Keyed(
                        "client-" + number + "-" + values,
                        ndjson(writes),
                        writes,
                        0,
                        System.nanoTime());
        if (!send(keyed, api)) {
            unsettled = keyed;
            return false;
        }
        return true;
    }

    private boolean send(Keyed keyed, Api api) throws InterruptedException {
        while (true) {
            HttpResponse<String> response =
                    api.post("documents", "application/x-ndjson", keyed.body(), keyed.key());
            if (response == null) {
                lost(keyed.writes());
                return false;
            }
            if (response.statusCode() == 200) {
                long at = items(response, keyed.writes());
                if (at > 0) {
                    settled.add(
                            new Keyed(
                                    keyed.key(),
                                    keyed.body(),
                                    keyed.writes(),
                                    at,
                                    keyed.sentNanos()));
                    return true;
                }
            } else if (response.statusCode() != 429 && response.statusCode() < 500) {
                throw new Violation(response.statusCode() + " for a key: " + response.body());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /// Whatever was written since must stay, so the ledger is not touched.
    private void echo(Keyed keyed, Api api) {
        HttpResponse<String> response =
                api.post("documents", "application/x-ndjson", keyed.body(), keyed.key());
        if (response == null || response.statusCode() == 429 || response.statusCode() >= 500) {
            return;
        }
        Map<String, Object> answer = Json.object(Json.parse(response.body()));
        if (response.statusCode() != 200 || !Boolean.FALSE.equals(answer.get("errors"))) {
            throw new Violation("a repeated key answers " + response.statusCode() + ": " + answer);
        }
        if (Json.number(answer, "position") != keyed.position()) {
            throw new Violation(
                    "key %s was applied twice: first at %d, then at %s"
                            .formatted(keyed.key(), keyed.position(), answer.get("position")));
        }
    }

    /// Takes the answer to a batch; its position, or 0 where an item has no certain answer.
    private long items(HttpResponse<String> response, Map<String, String> writes) {
        if (response.statusCode() != 200) {
            if (response.statusCode() != 429) {
                throw new Violation(
                        "a batch answers " + response.statusCode() + ": " + response.body());
            }
            return 0;
        }
        Map<String, Object> answer = Json.object(Json.parse(response.body()));
        List<Object> items = Json.array(answer, "items");
        if (items.size() != writes.size()) {
            throw new Violation(writes.size() + " items wanted, found " + answer);
        }
        boolean all = true;
        int line = 0;
        long before = position;
        for (Map.Entry<String, String> write : writes.entrySet()) {
            Map<String, Object> item = Json.object(items.get(line++));
            long status = Json.number(item, "status");
            if (status == 200 || status == 201) {
                wrote(write.getKey(), write.getValue(), Json.number(item, "position"), before);
            } else if (status == 429 || status >= 500) {
                lost(Map.of(write.getKey(), write.getValue()));
                all = false;
            } else {
                throw new Violation("an item is refused: " + item);
            }
        }
        return all ? Json.number(answer, "position") : 0;
    }

    /// @param before the client's position when it sent the request
    private void wrote(String name, String value, long at, long before) {
        if (at <= before) {
            throw new Violation(
                    "%s was written at %d, after the same client was told %d"
                            .formatted(name, at, before));
        }
        position = Math.max(position, at);
        acknowledged = acknowledged + 1;
        ledger.put(name, Fate.acknowledged(value, at));
    }

    private void lost(Map<String, String> writes) {
        unknown += writes.size();
        writes.forEach((name, value) ->
                ledger.merge(
                        name, Fate.NEVER_WRITTEN.orElse(value), (fate, _) -> fate.orElse(value)));
    }

    private static String ndjson(Map<String, String> writes) {
        return writes.entrySet().stream()
                .map(write ->
                        Documents.json(
                                Documents.serverMade(write.getKey()) ? null : write.getKey(),
                                write.getValue()))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private String ownId() {
        return "client-" + number + "-document-" + random.nextInt(IDS);
    }

    /// Never the same twice, so that it tells which write is there.
    private String nextValue() {
        values++;
        return number + "." + values;
    }
}

/// How the ledgers' values stand in documents.
final class Documents {

    private static final String SERVER_MADE = "server-made ";

    private Documents() {}

    /// Under which name the ledger has a document whose id the server makes of its value.
    static String serverMadeName(String value) {
        return SERVER_MADE + value;
    }

    static boolean serverMade(String name) {
        return name.startsWith(SERVER_MADE);
    }

    static String json(String id, String value) {
        String name = id == null ? "" : "\"id\":\"" + id + "\",";
        return ("{%s\"type\":\"ledger\",\"content\":\"value %s\","
                        + "\"vector\":[1,%s,%s],\"metadata\":{\"value\":\"%s\"}}")
                .formatted(
                        name,
                        value,
                        value.substring(0, value.indexOf('.')),
                        value.substring(value.indexOf('.') + 1),
                        value);
    }

    static String value(Map<String, Object> document) {
        return String.valueOf(Json.object(document.get("metadata")).get("value"));
    }

    static String name(Map<String, Object> document) {
        String id = String.valueOf(document.get("id"));
        return id.startsWith("~") ? serverMadeName(value(document)) : id;
    }

    /// Whether content, vector and metadata are of one write.
    static boolean isWhole(Map<String, Object> document) {
        String value = value(document);
        List<Object> vector = Json.array(document, "vector");
        return ("value " + value).equals(document.get("content"))
                && vector.size() == 3
                && value.equals(
                        "%d.%d"
                                .formatted(
                                        ((Number) vector.get(1)).longValue(),
                                        ((Number) vector.get(2)).longValue()));
    }
}

/// The calls of the HTTP API that are needed here, on one collection.
final class Api {

    private static final String COLLECTION = "/v1/collections/kill-nine";
    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final URI node;

    Api(URI node) {
        this.node = node;
    }

    boolean isReady() {
        HttpResponse<String> response = send(to("/actuator/health/readiness"));
        return response != null && response.statusCode() == 200;
    }

    void createCollection() {
        HttpResponse<String> response =
                answered(
                        to(COLLECTION)
                                .header("Content-Type", "application/json")
                                .PUT(BodyPublishers.ofString("{}")));
        if (response.statusCode() != 201) {
            throw new Violation("a new collection is answered by " + response.body());
        }
    }

    /// Each write gives null when the answer was lost.
    HttpResponse<String> post(String what, String type, String body, String key) {
        HttpRequest.Builder request =
                to(COLLECTION + "/" + what)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body));
        return send(key == null ? request : request.header("Idempotency-Key", key));
    }

    HttpResponse<String> put(String id, String body) {
        return send(
                to(COLLECTION + "/documents/" + id)
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> delete(String id) {
        return send(to(COLLECTION + "/documents/" + id).DELETE());
    }

    HttpResponse<String> get(String id) {
        return answered(to(COLLECTION + "/documents/" + id + "?consistency=strong"));
    }

    Map<String, Object> stats() {
        return whole(to(COLLECTION + "/stats?consistency=strong"));
    }

    Map<String, Object> scan(int limit, String cursor) {
        String body =
                cursor == null
                        ? "{\"limit\":%d,\"consistency\":\"strong\"}".formatted(limit)
                        : "{\"limit\":%d,\"cursor\":\"%s\"}".formatted(limit, cursor);
        return whole(
                to(COLLECTION + "/documents:scan")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(node.resolve(path)).timeout(TIMEOUT);
    }

    private static Map<String, Object> whole(HttpRequest.Builder request) {
        HttpResponse<String> response = answered(request);
        if (response.statusCode() != 200) {
            throw new Violation(
                    response.request()
                            + " answers "
                            + response.statusCode()
                            + ": "
                            + response.body());
        }
        return Json.object(Json.parse(response.body()));
    }

    private static HttpResponse<String> answered(HttpRequest.Builder request) {
        HttpResponse<String> response = send(request);
        if (response == null) {
            throw new Violation("no answer to a read although nobody killed the node");
        }
        return response;
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException _) {
            return null;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

/// As much JSON as the answers need: objects are maps, arrays lists, numbers longs or doubles.
final class Json {

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    static Object parse(String text) {
        return new Json(text).value();
    }

    @SuppressWarnings("unchecked") // the keys of what this class reads are strings
    static Map<String, Object> object(Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new Violation("wanted an object, found " + value);
    }

    @SuppressWarnings("unchecked") // as above
    static List<Object> array(Map<String, Object> object, String field) {
        if (object.get(field) instanceof List<?> list) {
            return (List<Object>) list;
        }
        throw new Violation("wanted an array '" + field + "', found " + object);
    }

    static long number(Map<String, Object> object, String field) {
        if (object.get(field) instanceof Number number) {
            return number.longValue();
        }
        throw new Violation("wanted a number '" + field + "', found " + object);
    }

    private Object value() {
        return switch (next()) {
            case '{' -> members();
            case '[' -> elements();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> numeral();
        };
    }

    private Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        at++;
        while (next() != '}') {
            String name = string();
            expect(':');
            members.put(name, value());
            if (next() == ',') {
                at++;
            }
        }
        at++;
        return members;
    }

    private List<Object> elements() {
        List<Object> elements = new ArrayList<>();
        at++;
        while (next() != ']') {
            elements.add(value());
            if (next() == ',') {
                at++;
            }
        }
        at++;
        return elements;
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c != '\\') {
                string.append(c);
                continue;
            }
            char escaped = text.charAt(at++);
            switch (escaped) {
                case 'n' -> string.append('\n');
                case 't' -> string.append('\t');
                case 'r' -> string.append('\r');
                case 'b' -> string.append('\b');
                case 'f' -> string.append('\f');
                case 'u' -> {
                    string.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                    at += 4;
                }
                default -> string.append(escaped);
            }
        }
        at++;
        return string.toString();
    }

    private Object numeral() {
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (!number.lookingAt()) {
            throw new Violation("not JSON at " + at + ": " + text);
        }
        at = number.end();
        boolean whole = number.group(1) == null && number.group(2) == null;
        return whole ? (Object) Long.valueOf(number.group()) : Double.valueOf(number.group());
    }

    private Object word(String word, Object meaning) {
        at += word.length();
        return meaning;
    }

    private char next() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            throw new Violation("JSON that ends early: " + text);
        }
        return text.charAt(at);
    }

    private void expect(char wanted) {
        if (next() != wanted) {
            throw new Violation("wanted " + wanted + " at " + at + " of " + text);
        }
        at++;
    }
}
