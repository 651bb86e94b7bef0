package org.shuyuan.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

/**
 * What others compile against, package by package with its version, as the JDK's own javap prints it: {@code src/api/signatures.txt}. None of it changes unless that file
 * changes with it, in the same commit. It is written anew by {@code mvn -pl bundles/api test -Dtest=SignaturesTest -Dapi.signatures=write}, which refuses to drop anything
 * from a package whose version was not raised in its {@code package-info.java}.
 */
class SignaturesTest {

    private static final Path KEPT = Path.of("src/api/signatures.txt");
    private static final Path CLASSES = Path.of("target/classes");
    private static final Pattern EXPORTED = Pattern.compile("(org\\.shuyuan\\.api[\\w.]*);version=\"([^\"]+)\"");
    private static final String PACKAGE = "package ";

    /** One package: its version, and a line for each type and member. */
    private record Contract(Version version, List<String> lines) {}

    @Test
    @DisplayName("Given the signatures that are kept, when the contracts are compiled, then they are those and no others")
    void theContractsAreThoseThatAreKept() throws IOException {
        Map<String, Contract> now = compiled();
        if ("write".equals(System.getProperty("api.signatures"))) {
            assertThat(broken(kept(), now)).as("packages that lose what others use: raise their version in package-info.java").isEmpty();
            Files.write(KEPT, text(now));
        }
        assertThat(changed(text(kept()), text(now))).as("what the contracts lost and gained against %s: whoever means it writes that file anew, see SignaturesTest", KEPT).isEmpty();
        assertThat(text(now)).isEqualTo(text(kept()));
    }

    @Test
    @DisplayName("Given a method that others use, when it is gone, then its package must have a higher version")
    void whatIsGoneAsksForAHigherVersion() {
        Contract before = new Contract(new Version(0, 1, 0), List.of("public interface A", "A: void a()", "A: void b()"));
        List<String> less = List.of("public interface A", "A: void a()", "A: void c()");

        assertThat(broken(Map.of("p", before), Map.of("p", new Contract(new Version(0, 1, 0), less)))).containsExactly("p 0.1.0 without: A: void b()");
        assertThat(broken(Map.of("p", before), Map.of())).containsExactly("p is gone");
        assertThat(broken(Map.of("p", before), Map.of("p", new Contract(new Version(0, 2, 0), less)))).isEmpty();
        assertThat(broken(Map.of("p", before), Map.of("p", new Contract(new Version(0, 1, 0), List.of("public interface A", "A: void a()", "A: void b()", "A: void c()"))))).isEmpty();
    }

    private static List<String> changed(List<String> before, List<String> now) {
        return Stream.concat(before.stream().filter(line -> !now.contains(line)).map(line -> "- " + line), now.stream().filter(line -> !before.contains(line)).map(line -> "+ " + line)).toList();
    }

    private static List<String> broken(Map<String, Contract> before, Map<String, Contract> now) {
        List<String> broken = new ArrayList<>();
        before.forEach((name, was) -> {
            Contract is = now.get(name);
            if (is == null) {
                broken.add(name + " is gone");
            } else if (is.version().compareTo(was.version()) <= 0) {
                was.lines().stream().filter(line -> !is.lines().contains(line)).forEach(line -> broken.add(name + " " + is.version() + " without: " + line));
            }
        });
        return broken;
    }

    private static List<String> text(Map<String, Contract> contracts) {
        List<String> text = new ArrayList<>();
        contracts.forEach((name, contract) -> {
            text.add(PACKAGE + name + " " + contract.version());
            text.addAll(contract.lines());
            text.add("");
        });
        return text;
    }

    private static Map<String, Contract> kept() throws IOException {
        Map<String, Contract> kept = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(KEPT)) {
            if (line.startsWith(PACKAGE)) {
                String[] named = line.split(" ");
                kept.put(named[1], new Contract(Version.parseVersion(named[2]), lines = new ArrayList<>()));
            } else if (!line.isEmpty()) {
                lines.add(line);
            }
        }
        return kept;
    }

    private static Map<String, Contract> compiled() throws IOException {
        Map<String, Contract> compiled = new TreeMap<>();
        try (var in = Files.newInputStream(CLASSES.resolve("META-INF/MANIFEST.MF"))) {
            Matcher exported = EXPORTED.matcher(new Manifest(in).getMainAttributes().getValue("Export-Package"));
            while (exported.find()) {
                compiled.put(exported.group(1), new Contract(Version.parseVersion(exported.group(2)), signatures(exported.group(1))));
            }
        }
        return compiled;
    }

    /** Types by name, and the members of each in the order of the alphabet: where a member stands is nobody's concern. */
    private static List<String> signatures(String of) throws IOException {
        List<String> classes = new ArrayList<>(List.of("-protected", "-constants"));
        try (Stream<Path> files = Files.list(CLASSES.resolve(of.replace('.', '/')))) {
            files.filter(file -> file.toString().endsWith(".class") && !file.endsWith("package-info.class")).sorted().map(Path::toString).forEach(classes::add);
        }
        StringWriter out = new StringWriter();
        StringWriter errors = new StringWriter();
        assertThat(ToolProvider.findFirst("javap").orElseThrow().run(new PrintWriter(out), new PrintWriter(errors), classes.toArray(String[]::new))).as(errors.toString()).isZero();
        List<String> signatures = new ArrayList<>();
        for (String type : out.toString().split("(?m)^Compiled from .*\\R")) {
            List<String> lines = type.lines().map(String::strip).toList();
            if (lines.isEmpty() || !lines.get(0).startsWith("public ")) {
                continue;
            }
            String declared = lines.get(0).substring(0, lines.get(0).lastIndexOf('{')).strip();
            signatures.add(declared);
            String name = declared.replaceAll("<.*| (extends|implements) .*", "").replaceAll(".*[ .]", "");
            lines.stream().skip(1).filter(line -> line.endsWith(";")).map(line -> name + ": " + line.substring(0, line.length() - 1)).sorted().forEach(signatures::add);
        }
        return signatures;
    }
}
