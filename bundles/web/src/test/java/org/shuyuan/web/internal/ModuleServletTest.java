package org.shuyuan.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ModuleServletTest {

    Shelf shelf = new Shelf("books", "0.1.0-1a2b3c4d").file("books.js", "export const list = () => {}\n" + "// padding\n".repeat(100)).file("books.css", ".books {}");
    ModuleServlet servlet = new ModuleServlet(shelf);

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
    void anEarlierVersionsAddressIsAnsweredWithWhatItHadAndNeverWithNewContent() throws IOException {
        shelf.tag("0.1.1-ffffffff").file("books.js", "export const grid = () => {}").file("new.js", "");
        assertThat(get("/m/books/0.1.1-ffffffff/books.js").text()).startsWith("export const grid");
        assertThat(get("/m/books/0.1.0-1a2b3c4d/books.js").text()).startsWith("export const list");
        assertThat(get("/m/books/0.1.0-1a2b3c4d/new.js").status).isEqualTo(404);
        assertThat(get("/m/books/0.0.9-00000000/books.js").status).isEqualTo(404);
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
