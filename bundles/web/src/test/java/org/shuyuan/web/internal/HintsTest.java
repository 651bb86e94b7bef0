package org.shuyuan.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shuyuan.api.module.ModulePage;

class HintsTest {

    @TempDir
    Path folder;

    String tag = "0.1.0-1a2b3c4d";
    Hints hints = new Hints(new ModuleFiles() {
        @Override
        public Optional<String> tag(String module) {
            return module.equals("books") ? Optional.of(tag) : Optional.empty();
        }

        @Override
        public Optional<ModulePage> page(String module, String path) {
            return switch (path) {
                case "", "shelf/1" -> Optional.of(new ModulePage("books.js", List.of("books.css")));
                case "kinds" -> Optional.of(new ModulePage("kinds.json", List.of()));
                default -> Optional.empty();
            };
        }

        @Override
        public @Nullable URL find(String module, String file) {
            try {
                return Files.isRegularFile(folder.resolve(file)) ? folder.resolve(file).toUri().toURL() : null;
            } catch (MalformedURLException e) {
                throw new IllegalStateException(e);
            }
        }
    });

    @BeforeEach
    void aViewThatImportsOthers() throws IOException {
        Files.createDirectories(folder.resolve("parts"));
        Files.writeString(folder.resolve("books.js"), """
                import { ref } from 'vue'
                import {
                  one, two,
                } from './parts/row.js'
                import './words.js'
                import { gone } from './gone.js'
                const later = () => import('./later.js')
                """);
        Files.writeString(folder.resolve("parts/row.js"), "export { cell } from './cell.js'\n");
        Files.writeString(folder.resolve("parts/cell.js"), "import '../books.js'\nimport './row.js'\n");
        Files.writeString(folder.resolve("words.js"), "export const words = {}\n");
        Files.writeString(folder.resolve("later.js"), "export const later = {}\n");
    }

    @Test
    void aPageNamesItsTextsItsStylesItsViewAndWhatThatImports() {
        assertThat(hints.at("/books", "zh-CN").lines().map(String::strip)).containsExactly(
                "<link rel=\"preload\" as=\"fetch\" crossorigin href=\"/api/modules/texts?language=zh-CN&amp;of=books%3A0.1.0-1a2b3c4d\">",
                "<link rel=\"preload\" as=\"style\" href=\"/m/books/0.1.0-1a2b3c4d/books.css\">",
                "<link rel=\"modulepreload\" fetchpriority=\"low\" href=\"/m/books/0.1.0-1a2b3c4d/books.js\">",
                "<link rel=\"modulepreload\" fetchpriority=\"low\" href=\"/m/books/0.1.0-1a2b3c4d/parts/row.js\">",
                "<link rel=\"modulepreload\" fetchpriority=\"low\" href=\"/m/books/0.1.0-1a2b3c4d/words.js\">",
                "<link rel=\"modulepreload\" fetchpriority=\"low\" href=\"/m/books/0.1.0-1a2b3c4d/parts/cell.js\">");
        assertThat(hints.at("/books/shelf/1/", "zh-CN")).isEqualTo(hints.at("/books", "zh-CN"));
    }

    @Test
    void whereNoModuleHasAPageOfItsOwnNothingIsNamed() {
        assertThat(List.of("/", "/account", "/books/nowhere", "/books/kinds", "")).allSatisfy(path -> assertThat(hints.at(path, "zh-CN")).isEmpty());
    }

    @Test
    void afterAnUpdateTheNewFilesAreNamed() throws IOException {
        hints.at("/books", "zh-CN");
        tag = "0.2.0-5e6f7a8b";
        Files.writeString(folder.resolve("books.js"), "import './words.js'\n");
        assertThat(hints.at("/books", "zh-CN")).contains("/m/books/0.2.0-5e6f7a8b/words.js").doesNotContain("0.1.0", "row.js");
    }

    @Test
    void noNameLeadsOutOfTheModule() throws IOException {
        Files.writeString(folder.resolve("books.js"), "import './../../secret.js'\nimport \"./a\\\"><script>.js\"\n");
        assertThat(hints.at("/books", "zh-CN").lines()).hasSize(3);
    }
}
