package org.shuyuan.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs where there is a browser and the browser side was built before. */
class PagesInBrowserTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path module;
    @TempDir
    Path profiles;

    @Test
    void whatAxeFindsOnAPageOrViewIsToldWithItsPlaceAndNothingIsLeftOfTheBrowser() throws IOException, InterruptedException {
        Path browser = PagesInBrowser.browser();
        Optional<WebFiles> web = WebFiles.found();
        Assumptions.assumeTrue(browser != null && web.isPresent());
        Files.createDirectories(module.resolve("web"));
        Files.writeString(module.resolve("web/pages.json"), """
                {"list": {"page": "list", "title": "module.name", "load": "books", "columns": [{"key": "title", "text": "module.name"}]}}""");
        Files.writeString(module.resolve("web/bad.js"), """
                import { defineView, html, SyPage } from '@shuyuan/ui'
                export const show = defineView((ctx) => () => html`<${SyPage} title=${ctx.t('module.name')}><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" /><//>`)
                """);
        List<String> findings = PagesInBrowser.findings(JSON.readTree("""
                {"id": "library", "permissions": [{"id": "library.read", "text": "module.name"}], "routes": [
                  {"id": "list", "path": "", "view": "pages.json#list", "text": "module.name", "permission": "library.read"},
                  {"id": "bad", "path": "books/:id", "view": "bad.js#show", "text": "module.name", "permission": "library.read"}]}"""),
                module, Map.of("module.name", "图书"), JSON.readTree("""
                {"paths": {"/books": {"get": {"responses": {"2XX": {"content": {"application/json": {"schema": {"type": "object", "properties": {"total": {"type": "integer"},
                  "items": {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}, "title": {"type": "string"}}}}}}}}}}}}}}"""),
                web.orElseThrow(), Objects.requireNonNull(browser), Files.createDirectory(profiles.resolve("one")));
        assertThat(findings).singleElement().asString().startsWith("/library/books/").contains("image-alt", "<img");
        assertThat(profiles).isEmptyDirectory();
    }
}
