package org.shuyuan.declared;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DeclaredTextsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text.replace('\'', '"'));
    }

    @Test
    void theTextsOfAPageAreFoundAlsoWhereACardIsEmpty() throws IOException {
        assertThat(DeclaredTexts.ofPages(json("""
                {'list': {'page': 'list', 'title': 'list.title', 'load': 'books', 'query': {'text': 'no-key'}, 'columns': [{'key': 'title', 'text': 'book.title'}],
                          'empty': {'title': 'list.none', 'text': 'list.none-do'}},
                 'card': {'page': 'card', 'load': 'books', 'columns': [{'key': 'title', 'text': 'book.title'}], 'empty': 'card.none'},
                 'form': {'page': 'form', 'title': 'form.title', 'value': {'title': 'no-key'},
                          'fields': [{'key': 'shelf', 'text': 'book.shelf', 'options': {'load': 'shelves', 'value': 'id', 'text': 'name'}}]}}""")))
                .containsExactly("book.shelf", "book.title", "card.none", "form.title", "list.none", "list.none-do", "list.title");
    }
}
