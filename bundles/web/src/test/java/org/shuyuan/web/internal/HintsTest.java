package org.shuyuan.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.module.ModulePage;

class HintsTest {

    Shelf shelf = new Shelf("books", "0.1.0-1a2b3c4d");
    Hints hints = new Hints(shelf);

    @BeforeEach
    void aViewThatImportsOthers() {
        shelf.pages.put("", new ModulePage("books.js", List.of("books.css")));
        shelf.pages.put("shelf/1", new ModulePage("books.js", List.of("books.css")));
        shelf.pages.put("kinds", new ModulePage("kinds.json", List.of()));
        shelf.file("books.js", """
                import { ref } from 'vue'
                import {
                  one, two,
                } from './parts/row.js'
                import './words.js'
                import { gone } from './gone.js'
                const later = () => import('./later.js')
                """);
        shelf.file("parts/row.js", "export { cell } from './cell.js'\n");
        shelf.file("parts/cell.js", "import '../books.js'\nimport './row.js'\n");
        shelf.file("words.js", "export const words = {}\n");
        shelf.file("later.js", "export const later = {}\n");
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
    void afterAnUpdateTheNewFilesAreNamed() {
        hints.at("/books", "zh-CN");
        shelf.tag("0.2.0-5e6f7a8b").file("books.js", "import './words.js'\n").file("words.js", "export const words = {}\n");
        assertThat(hints.at("/books", "zh-CN")).contains("/m/books/0.2.0-5e6f7a8b/words.js").doesNotContain("0.1.0", "row.js");
    }

    @Test
    void noNameLeadsOutOfTheModule() {
        shelf.file("books.js", "import './../../secret.js'\nimport \"./a\\\"><script>.js\"\n");
        assertThat(hints.at("/books", "zh-CN").lines()).hasSize(3);
    }
}
