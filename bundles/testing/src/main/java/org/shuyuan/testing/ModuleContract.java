package org.shuyuan.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.module.ModuleInfo;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.declared.DeclaredRegisters;
import org.shuyuan.declared.DeclaredTexts;
import org.shuyuan.declared.PageKeys;
import org.shuyuan.declared.PageWays;
import org.shuyuan.persistence.scripts.Expanding;

/** What every module keeps to. A module's test is {@code class CalendarContractTest extends ModuleContract {}}. */
public abstract class ModuleContract {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> LANGUAGES = List.of("zh-CN", "zh-TW", "en");
    private static final Path RESOURCES = Path.of("src", "main", "resources");
    private static final Path ROUTES = Path.of("src", "test", "resources", "routes.txt");

    private final JsonNode descriptor = json(RESOURCES.resolve("shuyuan/module.json"));

    private String id() {
        return descriptor.path("id").asText();
    }

    @Test
    void itsDescriptorKeepsToTheSchema() throws IOException {
        assertThat(schema("module").validate(descriptor)).isEmpty();
    }

    /**
     * The version before must run on the tables of the next: an update can be taken back, its data never. What takes something away all the same stands, script
     * by script and with its reason, in {@code src/test/resources/taking-away.txt}.
     */
    @Test
    void itsMigrationsOnlyAdd() throws IOException {
        Path excuses = Path.of("src", "test", "resources", "taking-away.txt");
        List<String> excused = !Files.exists(excuses) ? List.of() : Files.readAllLines(excuses).stream().filter(line -> line.matches("V\\d\\S*\\.sql\\s+\\S.*"))
                .map(line -> line.split("\\s+")[0]).toList();
        List<String> taking = new ArrayList<>();
        for (String place : List.of("migration", "migration-h2", "migration-postgresql")) {
            Path folder = RESOURCES.resolve("db").resolve(place);
            try (Stream<Path> scripts = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
                for (Path script : scripts.filter(file -> file.toString().endsWith(".sql")).sorted().toList()) {
                    String name = script.getFileName().toString();
                    Expanding.findings(Files.readString(script)).stream().filter(finding -> !excused.contains(name)).forEach(finding -> taking.add(name + ": " + finding));
                }
            }
        }
        assertThat(taking).isEmpty();
    }

    /** A script that was renamed would be packed twice, and two of one number stop the module in the portal. */
    @Test
    void itPacksNoScriptThatIsGone() throws IOException {
        Path packed = Path.of("target", "classes", "db");
        try (Stream<Path> files = Files.isDirectory(packed) ? Files.walk(packed) : Stream.empty()) {
            assertThat(files.filter(file -> file.toString().endsWith(".sql")).filter(file -> !Files.exists(RESOURCES.resolve("db").resolve(packed.relativize(file).toString()))))
                    .as("left over from an earlier build: mvn clean").isEmpty();
        }
    }

    @Test
    void itsPagesInJsonKeepToTheSchemaAndSayOnlyWhatIsTranslatedAndPermitted() throws IOException {
        Map<String, String> texts = texts(LANGUAGES.get(0));
        Set<String> permissions = new TreeSet<>();
        descriptor.path("permissions").forEach(p -> permissions.add(p.path("id").asText()));
        for (Path file : pages()) {
            JsonNode pages = json(file);
            assertThat(schema("pages").validate(pages)).as(file.toString()).isEmpty();
            assertThat(lacking(texts, DeclaredTexts.ofPages(pages))).as(file + ": texts %s.json lacks", LANGUAGES.get(0)).isEmpty();
            assertThat(pages.findValuesAsText("permission").stream().filter(p -> p.startsWith(id() + "."))).as(file.toString()).allMatch(permissions::contains);
        }
    }

    /** Columns, fields, filters and choices are members of what the REST, or a register of the descriptor, gives and takes. */
    @Test
    void everyKeyOfItsPagesInJsonIsOneOfWhatTheyLoadOrSend() throws IOException {
        Path description = Path.of("target", "classes", "shuyuan", "openapi.json");
        JsonNode rest = Files.exists(description) ? json(description) : MissingNode.getInstance();
        for (Path file : pages()) {
            PageKeys.unsaid(descriptor, rest, json(file)).forEach(unsaid -> System.out.println(file.getFileName() + "#" + unsaid));
            assertThat(PageKeys.unknown(descriptor, rest, json(file))).as(file.toString()).isEmpty();
        }
    }

    @Test
    void whatItsPagesInJsonLeadToIsThere() throws IOException {
        for (Path file : pages()) {
            assertThat(PageWays.astray(descriptor, json(file))).as(file.toString()).isEmpty();
        }
    }

    @Test
    void itsHeaderNamesTheSameModule() throws IOException {
        try (InputStream in = Files.newInputStream(Path.of("target", "classes", "META-INF", "MANIFEST.MF"))) {
            assertThat(new Manifest(in).getMainAttributes().getValue("Shuyuan-Module")).isEqualTo(id());
        }
    }

    @Test
    void itsTextsAreCompleteInThreeLanguages() {
        Map<String, String> first = texts(LANGUAGES.get(0));
        for (String language : LANGUAGES) {
            Map<String, String> texts = texts(language);
            assertThat(lacking(texts, first.keySet())).as("texts %s.json lacks, which %s.json has", language, LANGUAGES.get(0)).isEmpty();
            assertThat(lacking(first, texts.keySet())).as("texts %s.json lacks, which %s.json has", LANGUAGES.get(0), language).isEmpty();
            texts.forEach((key, text) -> {
                assertThat(text).as(language + " " + key).isNotBlank();
                assertThat(placeholders(text)).as(language + " " + key).isEqualTo(placeholders(first.get(key)));
                assertThat(text).as(language + " " + key + ": a placeholder has no dot and would be shown as it is").doesNotContainPattern("\\{\\w+\\.\\w+}");
            });
        }
        assertThat(lacking(first, DeclaredTexts.ofDescriptor(descriptor))).as("module.json: texts %s.json lacks", LANGUAGES.get(0)).isEmpty();
        assertThat(lacking(first, first.keySet().stream().filter(k -> k.startsWith("problem.") && !k.endsWith(".do")).map(k -> k + ".do").toList()))
                .as("what to do: texts %s.json lacks", LANGUAGES.get(0)).isEmpty();
    }

    /** Only those: a module has hundreds of texts, and a list of them all hides the one. */
    private static Set<String> lacking(Map<String, String> texts, Collection<String> wanted) {
        Set<String> lacking = new TreeSet<>(wanted);
        lacking.removeAll(texts.keySet());
        return lacking;
    }

    @Test
    void everyPermissionItUsesIsItsOwnAndDeclared() {
        Set<String> declared = new TreeSet<>();
        descriptor.path("permissions").forEach(p -> declared.add(p.path("id").asText()));
        assertThat(declared).allMatch(p -> p.startsWith(id() + "."));
        assertThat(declared).as("permissions that the descriptor names").containsAll(Declared.permissions(descriptor));
        descriptor.path("roles").forEach(role -> role.forEach(p -> assertThat(declared).contains(p.asText())));
    }

    /** A permission that nobody declares is one that nobody has: what asks for it refuses everybody, and looks right. */
    @Test
    void everyPermissionThatItsCodeAsksForIsDeclared() throws IOException {
        Set<String> asked = new TreeSet<>(SaidCodes.in(sources().keySet()).permissions());
        scripts().values().forEach(script -> asked.addAll(Declared.permissionsOfScript(script)));
        asked.removeIf(permission -> !permission.startsWith(id() + "."));
        Set<String> declared = new TreeSet<>();
        descriptor.path("permissions").forEach(p -> declared.add(p.path("id").asText()));
        assertThat(declared).containsAll(asked);
    }

    @Test
    void everyTextThatItsViewsNameIsThere() throws IOException {
        Map<String, String> texts = texts(LANGUAGES.get(0));
        scripts().forEach((file, script) -> assertThat(lacking(texts, Declared.textsOfScript(script))).as(file + ": texts %s.json lacks", LANGUAGES.get(0)).isEmpty());
    }

    /** What the schema cannot say of them, and the portal refuses. */
    @Test
    void itsRegistersAreSuchAsThePortalKeeps() {
        assertThat(DeclaredRegisters.faults(descriptor)).isEmpty();
    }

    @Test
    void everyViewAndStyleItNamesIsThere() throws IOException {
        for (String list : List.of("routes", "cards", "banners")) {
            for (JsonNode node : descriptor.path(list)) {
                String[] view = node.path("view").asText().split("#");
                Path file = RESOURCES.resolve("shuyuan/web").resolve(view[0]);
                assertThat(file).exists();
                if (view[0].endsWith(".json")) {
                    assertThat(json(file).has(view[1])).as(node.path("view").asText()).isTrue();
                } else {
                    assertThat(Files.readString(file)).containsPattern("export[^\\n]*\\b" + view[1] + "\\b");
                }
            }
        }
        for (JsonNode style : descriptor.path("styles")) {
            assertThat(RESOURCES.resolve("shuyuan/web").resolve(style.asText())).exists();
        }
        Set<String> routes = new TreeSet<>();
        descriptor.path("routes").forEach(r -> routes.add(r.path("id").asText()));
        descriptor.path("navigation").forEach(n -> assertThat(routes).contains(n.path("route").asText()));
        descriptor.path("cards").findValuesAsText("route").forEach(route -> assertThat(routes).as("what a card leads to").contains(route));
    }

    @BothDatabases
    void itsMigrationsRunFromEmptyAndKeepToItsTables(Database database) {
        try (ModuleDatabase db = ModuleDatabase.of(id(), database)) {
            assertThat(db.pool()).isNotNull();
        }
    }

    /** A portal may come from any of them, with whatever was written meanwhile. */
    @BothDatabases
    void itsMigrationsRunOnFromEachEarlierVersionWithDataInTheTables(Database database) {
        assertThat(EarlierVersions.broken(id(), RESOURCES, database)).isEmpty();
    }

    /** Of a module of its own; the portal's are visited with real data by the tests of the whole portal. Where there is no browser, or no portal to take its pages from, it says so. */
    @Test
    void itsPagesAreFreeOfWhatAxeFinds() throws IOException, InterruptedException {
        if (called().isPresent() || !descriptor.has("routes")) {
            return;
        }
        Path browser = PagesInBrowser.browser();
        Assumptions.assumeTrue(browser != null, "The pages are not looked at: no Chromium or Chrome was found; the environment variable CHROMIUM may name one");
        Optional<WebFiles> web = WebFiles.found();
        Assumptions.assumeTrue(web.isPresent(), "The pages are not looked at: pom.xml names no portal's kit whose browser side could show them");
        Path description = Path.of("target", "classes", "shuyuan", "openapi.json");
        JsonNode rest = Files.exists(description) ? json(description) : MissingNode.getInstance();
        assertThat(PagesInBrowser.findings(descriptor, RESOURCES.resolve("shuyuan"), texts(LANGUAGES.get(0)), rest, web.orElseThrow(), Objects.requireNonNull(browser),
                Files.createTempDirectory("shuyuan-browser"))).isEmpty();
    }

    /** Neither by an import nor by a full name, of whomever: what is called internal is changed without asking. A module's files are its own as well. */
    @Test
    void itReachesIntoNobodysRooms() throws IOException {
        Map<Path, String> sources = sources();
        List<String> found = new ArrayList<>();
        Set<String> own = Rooms.own(sources.values());
        sources.forEach((file, text) -> {
            Rooms.foreign(text, own).forEach(room -> found.add(file + ": " + room));
            if (text.contains("org.apache.aries.jpa.template") && !id().equals("persistence")) {
                found.add(file.toString());
            }
        });
        try (InputStream in = Files.newInputStream(Path.of("target", "classes", "META-INF", "MANIFEST.MF"))) {
            Rooms.imported(new Manifest(in).getMainAttributes().getValue("Import-Package")).forEach(room -> found.add("the bundle imports " + room));
        }
        scripts().forEach((file, script) -> Rooms.scripts(script, id()).forEach(room -> found.add(file + ": " + room)));
        assertThat(found).isEmpty();
    }

    /** Who may call is never left open: a method is declared public, or says what it needs; the whole portal is then held to it. */
    @Test
    void everyRouteSaysWhoMayCallIt() throws IOException {
        Path description = Path.of("target", "classes", "shuyuan", "openapi.json");
        assertThat(Files.exists(description)).as("a REST description, if there are resources")
                .isEqualTo(sources().values().stream().anyMatch(s -> Pattern.compile("(?m)^@(javax\\.ws\\.rs\\.)?Path\\(").matcher(s).find()));
        if (!Files.exists(description)) {
            return;
        }
        Set<String> own = new TreeSet<>();
        descriptor.path("permissions").forEach(p -> own.add(p.path("id").asText()));
        Optional<Set<String>> called = called();
        Set<String> opened = new TreeSet<>();
        json(description).path("paths").fields().forEachRemaining(path -> path.getValue().fields().forEachRemaining(route -> {
            String name = route.getKey() + " " + path.getKey();
            JsonNode needs = route.getValue().path("x-needs").path("permissions");
            boolean open = route.getValue().path("security").isArray() && route.getValue().path("security").isEmpty();
            called.ifPresent(all -> assertThat(all).as("src/test/resources/routes.txt has a request for it").contains(route.getKey() + " " + path.getKey().replaceAll("\\{[^}]*}", "{}")));
            if (open) {
                opened.add(route.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
            }
            assertThat(open ^ !needs.isEmpty()).as(name + " carries either @Needs or @Public").isTrue();
            needs.forEach(p -> assertThat(p.asText().isEmpty() || p.asText().equals("*") || own.contains(p.asText())).as(name + " needs " + p).isTrue());
            assertThat(route.getValue().path("summary").asText()).as("Javadoc of " + name).isNotBlank();
        }));
        Set<String> declared = new TreeSet<>();
        descriptor.path("open").forEach(route -> declared.add(route.asText()));
        assertThat(declared).as("what the descriptor declares open").isEqualTo(opened);
    }

    /** The routes for which the tests of the whole portal have a request; a module of its own has no such file and is held to {@link #whoMayNotIsRefused}. */
    private static Optional<Set<String>> called() throws IOException {
        if (!Files.exists(ROUTES)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(ROUTES)) {
            return Optional.of(lines.filter(line -> line.matches("[A-Z]+ .*")).map(line -> line.split("\\s+"))
                    .map(line -> line[0].toLowerCase(Locale.ROOT) + " " + line[1].replaceAll("\\?.*", "").replaceAll("\\{[^}]*}", "{}")).collect(Collectors.toSet()));
        }
    }

    /** Somebody who may do nothing is refused by every route, and each permission refuses at least once with nothing else in the way. */
    @Test
    void whoMayNotIsRefused() throws IOException {
        if (called().isPresent()) {
            // the tests of the whole portal call every route as every role
            return;
        }
        try (ModulePortal portal = ModulePortal.of(id(), Database.H2)) {
            Refusals refusals = Refusals.of(portal);
            assertThat(refusals.answered()).as("routes that answer somebody who may do nothing").isEmpty();
            assertThat(refusals.neverRefused()).as("permissions that no route was seen to ask for").isEmpty();
        }
    }

    /** Also those that a constant holds, or that a method of its own passes on. */
    @Test
    void everyProblemItRaisesHasItsTextsAndSaysWhatToDo() throws IOException {
        Map<String, Map<String, String>> known = new TreeMap<>();
        Set<String> textless = new TreeSet<>();
        for (String code : SaidCodes.in(sources().keySet()).problems()) {
            String[] parts = code.split("\\.", 2);
            if (SaidCodes.isCode(code)) {
                lacking(known.computeIfAbsent(parts[0], this::textsOf), List.of("problem." + parts[1], "problem." + parts[1] + ".do")).forEach(key -> textless.add(code + ": " + key));
            }
        }
        assertThat(textless).as("texts that problems of its code lack").isEmpty();
    }

    /** Otherwise the trail shows a word of the code. What all modules do alike is named by the platform's {@code access}. */
    @Test
    void everythingItWritesIntoTheTrailHasItsText() throws IOException {
        Map<String, String> own = texts(LANGUAGES.get(0));
        Set<String> nameless = new TreeSet<>();
        for (String action : SaidCodes.in(sources().keySet()).actions()) {
            String key = "audit." + action.substring(action.indexOf('.') + 1);
            if (action.startsWith(id() + ".") && !own.containsKey(key) && !textsOf("access").containsKey(key)) {
                nameless.add(key);
            }
        }
        assertThat(nameless).as("texts that entries of the trail lack").isEmpty();
    }

    /** Of this module, of one built beside it, or of one that the portal brings. */
    private Map<String, String> textsOf(String module) {
        Path own = RESOURCES.resolve("shuyuan/i18n/zh-CN.json");
        Path beside = Path.of("..", module).resolve(own);
        return module.equals(id()) ? texts(own) : Files.exists(beside) ? texts(beside) : ModulePortal.texts(module, Language.ZH_CN);
    }

    private static Map<Path, String> sources() throws IOException {
        Map<Path, String> all = new TreeMap<>();
        Path folder = Path.of("src", "main", "java");
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    all.put(file, Files.readString(file));
                }
            }
        }
        return all;
    }

    private static List<Path> pages() throws IOException {
        return web(".json");
    }

    private static Map<Path, String> scripts() throws IOException {
        Map<Path, String> all = new TreeMap<>();
        for (Path file : web(".js")) {
            all.put(file, Files.readString(file));
        }
        return all;
    }

    private static List<Path> web(String ending) throws IOException {
        Path web = RESOURCES.resolve("shuyuan/web");
        if (!Files.isDirectory(web)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(web)) {
            return files.filter(f -> f.toString().endsWith(ending)).toList();
        }
    }

    private static JsonSchema schema(String name) throws IOException {
        try (InputStream in = ModuleInfo.class.getResourceAsStream(name + ".schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
        }
    }

    private static Map<String, String> texts(String language) {
        return texts(RESOURCES.resolve("shuyuan/i18n/" + language + ".json"));
    }

    private static Map<String, String> texts(Path file) {
        Map<String, String> texts = new TreeMap<>();
        JsonNode all = json(file);
        StreamSupport.stream(((Iterable<Map.Entry<String, JsonNode>>) all::fields).spliterator(), false)
                .forEach(e -> texts.put(e.getKey(), e.getValue().asText()));
        return texts;
    }

    private static Set<String> placeholders(String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Texts.PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static JsonNode json(Path file) {
        try {
            return JSON.readTree(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read " + file, e);
        }
    }
}
