package org.shuyuan.declared;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where pages in JSON lead. */
class PageWaysTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DESCRIPTOR = """
            {'id': 'library', 'routes': [{'path': ''}, {'path': 'year'}, {'path': 'books/:id'}, {'path': 'books/:id/edit'}]}""";

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text.replace('\'', '"'));
    }

    private static List<String> astray(String page) throws IOException {
        return PageWays.astray(json(DESCRIPTOR), json("{'list': " + page + "}"));
    }

    @Test
    void whatLeadsToAPageOfTheDescriptorIsRight() throws IOException {
        assertThat(astray("""
                {'page': 'list', 'back': {'text': 'a', 'to': ''}, 'open': 'books/{id}', 'columns': [{'key': 'to', 'to': 'books/{book.id}'}, {'key': 'title', 'to': '/library'}],
                 'actions': [{'to': 'year?year=2026'}, {'to': '?from=2026-01-01'}], 'rowActions': [{'to': '/library/books/{id}/edit', 'method': 'DELETE', 'then': ''}],
                 'empty': {'title': 'b', 'action': {'text': 'c', 'to': 'year'}}}""")).isEmpty();
    }

    @Test
    void whatIsMisspeltIsNamedWithThePagesThatThereAre() throws IOException {
        assertThat(astray("{'page': 'list', 'actions': [{'text': 'a', 'to': 'yaer'}]}"))
                .containsExactly("list: 'to' leads to yaer, and the module's pages are /library /library/year /library/books/:id /library/books/:id/edit");
        assertThat(astray("""
                {'page': 'list', 'back': {'to': 'books'}, 'open': 'book/{id}', 'columns': [{'to': 'books/{id}/edti'}], 'rowActions': [{'then': '/library/new'}]}""")).hasSize(4);
    }

    @Test
    void anothersPagesAndWhatIsDataAreTakenAsTheyAre() throws IOException {
        assertThat(astray("{'page': 'form', 'back': {'to': '/calendar/anything'}, 'value': {'to': 'tomorrow'}, 'query': {'to': '2026-01-01'}, 'fields': [{'key': 'to'}]}")).isEmpty();
    }
}
