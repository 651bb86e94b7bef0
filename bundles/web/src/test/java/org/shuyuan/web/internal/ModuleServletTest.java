package org.shuyuan.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shuyuan.api.module.ModulePage;

class ModuleServletTest {

    @TempDir
    Path folder;

    String tag = "0.1.0-1a2b3c4d";
    ModuleServlet servlet = new ModuleServlet(new ModuleFiles() {
        @Override
        public Optional<String> tag(String module) {
            return module.equals("books") ? Optional.of(tag) : Optional.empty();
        }

        @Override
        public Optional<ModulePage> page(String module, String path) {
            return Optional.empty();
        }

        @Override
        public @Nullable URL find(String module, String file) {
            Path found = folder.resolve(file);
            try {
                return Files.isRegularFile(found) ? found.toUri().toURL() : null;
            } catch (MalformedURLException e) {
                throw new IllegalStateException(e);
            }
        }
    });

    @BeforeEach
    void aModuleWithAPage() throws IOException {
        Files.writeString(folder.resolve("books.js"), "export const list = () => {}\n" + "// padding\n".repeat(100));
        Files.writeString(folder.resolve("books.css"), ".books {}");
    }

    Exchange get(String path) throws IOException {
        Exchange exchange = new Exchange(path).with("Accept-Encoding", "gzip");
        servlet.doGet(exchange.request(), exchange.response());
        return exchange;
    }

    @Test
    void aPageOfTheModuleIsServedForEverUnderItsTag() throws IOException {
        Exchange answer = get("/m/books/0.1.0-1a2b3c4d/books.js");
        assertThat(answer.status).isEqualTo(200);
        assertThat(answer.type).isEqualTo("text/javascript; charset=utf-8");
        assertThat(answer.headers).containsEntry("Cache-Control", Answer.IMMUTABLE).containsEntry("Content-Encoding", "gzip");
        assertThat(answer.text()).startsWith("export const list");
    }

    @Test
    void anOldTagIsNeverAnsweredWithNewContent() throws IOException {
        tag = "0.1.1-ffffffff";
        assertThat(get("/m/books/0.1.0-1a2b3c4d/books.js").status).isEqualTo(404);
        assertThat(get("/m/books/0.1.1-ffffffff/books.js").status).isEqualTo(200);
    }

    @Test
    void whatIsNotThereIsNotFoundAndNotKept() throws IOException {
        for (String path : new String[] {"/m/films/1-1/a.js", "/m/books/0.1.0-1a2b3c4d/none.js", "/m/books", "/m/books/0.1.0-1a2b3c4d/../module.json"}) {
            Exchange answer = get(path);
            assertThat(answer.status).as(path).isEqualTo(404);
            assertThat(answer.headers).containsEntry("Cache-Control", "no-store");
        }
    }

    @Test
    void aSmallFileIsSentAsItIs() throws IOException {
        assertThat(get("/m/books/0.1.0-1a2b3c4d/books.css").headers).doesNotContainKey("Content-Encoding");
    }

    @Test
    void compressedFilesStayWithinTheirBound() {
        Compressed compressed = new Compressed(200);
        for (int i = 0; i < 50; i++) {
            compressed.of("/m/books/" + i, ("content " + i).repeat(40).getBytes());
        }
        assertThat(compressed.size()).isPositive().isLessThanOrEqualTo(200);
    }
}
