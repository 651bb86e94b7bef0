package org.shuyuan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the extension guide shows is what is compiled and run: each piece of code that names its file stands in that file, line by line. */
class GuideTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern PIECE = Pattern.compile("<!-- from (\\S+) -->\\n```\\w+\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\((?!http)([^)#]+)(?:#[^)]*)?\\)");

    private static String stripped(String text) {
        return String.join("\n", text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList());
    }

    @Test
    void everyPieceOfCodeStandsInTheFileItNames() throws IOException {
        String guide = Files.readString(ROOT.resolve("docs/extension-guide.md"));
        List<String> wrong = new ArrayList<>();
        int pieces = 0;
        for (Matcher piece = PIECE.matcher(guide); piece.find(); pieces++) {
            String file = Files.readString(ROOT.resolve(piece.group(1))).replace("@id@", "club");
            if (!stripped(file).contains(stripped(piece.group(2)))) {
                wrong.add(piece.group(1) + " does not have:\n" + piece.group(2));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(pieces).isGreaterThan(8);
    }

    /** Whoever unpacks a portal has the kit and no sources: a link that leaves it would be dead there. */
    @Test
    void everyLinkOfTheKitsDocumentsStaysWithinTheKit() throws IOException {
        assertThat(Files.readString(ROOT.resolve("karaf-assembly/pom.xml"))).contains("src/build/kit-documents.txt");
        List<PathMatcher> carried = Files.readAllLines(ROOT.resolve("karaf-assembly/src/build/kit-documents.txt")).stream()
                .map(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + pattern)).toList();
        List<String> dead = new ArrayList<>();
        Set<Path> documents = new TreeSet<>();
        for (String folder : List.of("docs", "bundles", "examples")) {
            try (Stream<Path> files = Files.find(ROOT.resolve(folder), 12, (file, what) -> what.isRegularFile())) {
                files.map(ROOT::relativize).filter(file -> carried.stream().anyMatch(pattern -> pattern.matches(file)) && !file.toString().contains("target")).forEach(documents::add);
            }
        }
        assertThat(documents).contains(Path.of("docs/extension-guide.md"), Path.of("docs/sdk.md"), Path.of("docs/rest.md"), Path.of("examples/reading/README.md"));
        for (Path document : documents.stream().filter(file -> file.toString().endsWith(".md")).toList()) {
            for (Matcher link = LINK.matcher(Files.readString(ROOT.resolve(document))); link.find();) {
                Path target = document.resolveSibling(link.group(1)).normalize();
                if (documents.stream().noneMatch(file -> file.startsWith(target))) {
                    dead.add(document + " -> " + link.group(1));
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void everyIconThatADescriptorMayNameStandsInTheSdksPage() throws IOException {
        String icons = Files.readString(ROOT.resolve("bundles/web/src/main/web/sdk/core/icons.ts"));
        Matcher names = Pattern.compile("(?m)^ {2}'?([a-z-]+)'?: \\w+,$").matcher(icons.substring(icons.indexOf("export const icons")));
        List<String> all = names.results().map(name -> name.group(1)).toList();
        assertThat(all).contains("calendar", "data-line", "language");
        String page = Files.readString(ROOT.resolve("docs/sdk.md"));
        assertThat(List.of(page.substring(page.indexOf("## Icons")).split("[\\s`]+"))).containsAll(all);
    }

    @Test
    void everyFileItLinksToIsThere() throws IOException {
        Path docs = ROOT.resolve("docs");
        for (Matcher link = LINK.matcher(Files.readString(docs.resolve("extension-guide.md"))); link.find();) {
            assertThat(docs.resolve(link.group(1))).as(link.group(1)).exists();
        }
    }
}
