package org.shuyuan.web.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shuyuan.api.module.ModulePage;

class ShellServletTest {

    private static final String FIRST = "first()";
    private static final String MAP = "{\"imports\":{\"vue\":\"/lib/vue-12345678.js\"}}";

    @TempDir
    Path web;

    Content content;
    ShellServlet servlet;

    @BeforeEach
    void aBuiltBrowserSide() throws IOException {
        Files.createDirectories(web.resolve("lib"));
        Files.createDirectories(web.resolve("assets"));
        Files.writeString(web.resolve("index.html"),
                "<!doctype html>\n<html lang=\"zh-CN\">\n<head><title>书院</title><script>" + FIRST + "</script><script type=\"importmap\">" + MAP + "</script>\n"
                        + "<link rel=\"modulepreload\" hreflang=\"zh-CN\" href=\"/assets/pack-zh-CN.js\">\n<link rel=\"modulepreload\" hreflang=\"en\" href=\"/assets/pack-en.js\">\n</head>");
        Files.writeString(web.resolve("lib/vue-12345678.js"), "export const vue = 1");
        Files.write(web.resolve("lib/vue-12345678.js.gz"), gzip("export const vue = 1"));
        Files.writeString(web.resolve("lib/later.js"), "export const later = 1");
        Shelf shelf = new Shelf("shelf", "1-2").file("shelf.js", "export const later = 1");
        shelf.pages.put("1", new ModulePage("shelf.js", List.of()));
        content = new Content(this::find);
        servlet = new ShellServlet(content, new Hints(shelf));
    }

    @Nullable URL find(String path) {
        Path file = web.resolve(path);
        try {
            return Files.isRegularFile(file) ? file.toUri().toURL() : null;
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    Exchange get(Exchange exchange) throws IOException {
        servlet.doGet(exchange.request(), exchange.response());
        return exchange;
    }

    @Test
    void everyAddressOfAPageIsAnsweredWithTheShellAndRevalidated() throws IOException {
        for (String path : new String[] {"/", "/anything/events/1", "/setup", "/account"}) {
            Exchange answer = get(new Exchange(path));
            assertThat(answer.type).isEqualTo("text/html; charset=utf-8");
            assertThat(answer.headers.get("Cache-Control")).isEqualTo("no-cache");
            assertThat(answer.text()).contains("<html lang=\"zh-CN\"");
        }
    }

    @Test
    void thePageSpeaksTheRememberedLanguageElseTheBrowsers() throws IOException {
        assertThat(get(new Exchange("/", "en").with("Accept-Language", "zh-TW")).text()).contains("lang=\"en\"", "<title>Shuyuan<");
        assertThat(get(new Exchange("/").with("Accept-Language", "fr,zh-HK;q=0.8")).text()).contains("lang=\"zh-TW\"", "<title>書院<");
        assertThat(get(new Exchange("/", "xx").with("Accept-Language", "fr")).text()).contains("lang=\"zh-CN\"");
    }

    @Test
    void thePageNamesTheTextsOfItsOwnLanguageOnly() throws IOException {
        assertThat(get(new Exchange("/", "en")).text()).contains("/assets/pack-en.js").doesNotContain("pack-zh-CN");
        assertThat(get(new Exchange("/")).text()).contains("/assets/pack-zh-CN.js").doesNotContain("pack-en");
    }

    @Test
    void thePageOfAModuleNamesTheFilesThatItWillAskFor() throws IOException {
        assertThat(get(new Exchange("/shelf/1")).text()).contains("<link rel=\"modulepreload\" fetchpriority=\"low\" href=\"/m/shelf/1-2/shelf.js\">\n</head>");
        assertThat(get(new Exchange("/account")).text()).doesNotContain("/m/");
    }

    @Test
    void aPageThatTheBrowserHasIsNotSentAgain() throws IOException {
        String etag = get(new Exchange("/")).headers.get("ETag");
        Exchange again = get(new Exchange("/").with("If-None-Match", etag));
        assertThat(again.status).isEqualTo(304);
        assertThat(again.body.size()).isZero();
        assertThat(get(new Exchange("/", "en").with("If-None-Match", etag)).status).isEqualTo(200);
    }

    @Test
    void aHashedFileIsSentCompressedAndForEver() throws IOException {
        Exchange answer = get(new Exchange("/lib/vue-12345678.js").with("Accept-Encoding", "gzip, br"));
        assertThat(answer.headers).containsEntry("Cache-Control", "public, max-age=31536000, immutable")
                .containsEntry("Content-Encoding", "gzip").containsEntry("Vary", "Accept-Encoding");
        assertThat(answer.type).isEqualTo("text/javascript; charset=utf-8");
        assertThat(answer.text()).isEqualTo("export const vue = 1");
        assertThat(get(new Exchange("/lib/vue-12345678.js")).headers).doesNotContainKey("Content-Encoding");
    }

    @Test
    void aFileWithoutAHashIsRevalidated() throws IOException {
        Exchange answer = get(new Exchange("/lib/later.js"));
        assertThat(answer.headers).containsEntry("Cache-Control", "no-cache").containsKey("ETag");
    }

    @Test
    void noAddressLeadsOutOfTheFolder() throws IOException {
        for (String path : new String[] {"/lib/../index.html", "/lib/%2e%2e/index.html", "/lib//x.js", "/lib/", "/assets/none.js", "/lib/vue-12345678.js.gz"}) {
            assertThat(get(new Exchange(path)).status).as(path).isEqualTo(404);
        }
    }

    @Test
    void anInterfaceThatIsNotThereIsNoPage() throws IOException {
        Exchange answer = get(new Exchange("/api/nowhere"));
        assertThat(answer.status).isEqualTo(404);
        assertThat(answer.type).startsWith("application/problem+json");
    }

    @Test
    void everyAnswerCarriesThePolicyThatAllowsTheFirstScriptAndTheImportMapOnly() throws Exception {
        Exchange exchange = new Exchange("/api/x");
        new SecurityHeaders(content).doFilter(exchange.request(), exchange.response(), (request, response) -> {});
        assertThat(exchange.headers.get("Content-Security-Policy")).contains("default-src 'self'", "script-src 'self' 'sha256-" + hash(FIRST) + "' 'sha256-" + hash(MAP) + "';",
                "style-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'").doesNotContain("unsafe");
        assertThat(exchange.headers).containsEntry("X-Content-Type-Options", "nosniff").containsEntry("X-Frame-Options", "DENY")
                .containsEntry("Cache-Control", "no-store")
                .containsKeys("Referrer-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy");
    }

    @Test
    void aBundleWithoutItsBuiltPagesSaysSo() throws IOException {
        Files.delete(web.resolve("index.html"));
        assertThatThrownBy(() -> new Content(this::find)).hasMessageContaining("was not built");
    }

    private static String hash(String script) throws NoSuchAlgorithmException {
        return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }
}
