package org.shuyuan.declared;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageKeysTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REST = """
            {"paths": {
              "/books": {"get": {"parameters": [{"name": "from"}], "responses": {"2XX": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/PageBook"}}}}}},
                         "post": {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/BookInput"}}}},
                                  "responses": {"2XX": {"content": {"application/json": {}}}}}},
              "/books/{id}": {"get": {"responses": {"2XX": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Book"}}}}}}},
              "/open": {"get": {"responses": {"2XX": {"content": {"application/json": {}}}}}}},
             "components": {"schemas": {
              "PageBook": {"properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/Book"}}, "total": {}}},
              "Book": {"properties": {"id": {}, "title": {}, "mayChange": {}, "unit": {"properties": {"name": {}}}, "more": {"type": "object", "additionalProperties": {"type": "string"}}}},
              "BookInput": {"properties": {"title": {}}}}}}""";

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text.replace('\'', '"'));
    }

    private static List<String> unknown(String page) throws IOException {
        return PageKeys.unknown(json("{'id': 'library'}"), json(REST), json("{'list': " + page + "}"));
    }

    @Test
    void columnsFiltersAndConditionsOfAListAreThoseOfWhatItLoads() throws IOException {
        assertThat(unknown("""
                {'page': 'list', 'load': 'books', 'columns': [{'key': 'title'}, {'key': 'unit.name'}, {'key': 'more.anything'}],
                 'filters': [{'key': 'from'}], 'rowActions': [{'when': '!mayChange'}]}""")).isEmpty();
        assertThat(unknown("""
                {'page': 'list', 'load': '/api/library/books', 'columns': [{'key': 'tilte'}, {'key': 'unit.nmae'}], 'filters': [{'key': 'form'}], 'rowActions': [{'when': 'mayEdit'}]}""")).hasSize(4);
    }

    @Test
    void aFormSendsOnlyWhatIsTaken() throws IOException {
        assertThat(unknown("{'page': 'form', 'submit': {'method': 'POST', 'path': 'books'}, 'fields': [{'key': 'title'}]}")).isEmpty();
        assertThat(unknown("{'page': 'form', 'submit': {'method': 'POST', 'path': 'books'}, 'fields': [{'key': 'author'}]}")).singleElement().asString().contains("author", "title");
        assertThat(unknown("{'page': 'form', 'submit': {'method': 'PUT', 'path': 'books/{id}'}, 'fields': [{'key': 'title'}]}")).containsExactly("list: the module has no PUT /books/{id}");
    }

    @Test
    void aRecordShowsOnlyWhatItHasAndChoicesNameWhatTheyLoad() throws IOException {
        assertThat(unknown("{'page': 'record', 'load': 'books/{id}', 'heading': 'name', 'cards': [{'facts': [{'key': 'title'}]}, {'prose': 'text'}], 'actions': [{'when': 'mayChange'}]}")).hasSize(2);
        assertThat(unknown("{'page': 'form', 'submit': {'method': 'POST', 'path': 'books'}, 'fields': [{'key': 'title', 'options': {'load': 'books', 'value': 'id', 'text': 'name'}}]}")).hasSize(1);
    }

    @Test
    void whatSaysNothingOfItselfOrIsAnothersIsTakenAsItIs() throws IOException {
        assertThat(unknown("{'page': 'list', 'load': 'open', 'columns': [{'key': 'any'}]}")).isEmpty();
        assertThat(unknown("{'page': 'list', 'load': '/api/directory/people', 'columns': [{'key': 'any'}]}")).isEmpty();
    }

    @Test
    void whatSaysNothingOfItselfIsNamed() throws IOException {
        assertThat(PageKeys.unsaid(json("{'id': 'library'}"), json(REST), json("{'list': {'page': 'list', 'load': 'open', 'columns': [{'key': 'any'}]}}")))
                .containsExactly("list: GET /open does not say what it answers (@Answers), so the keys of what it loads are not checked");
        assertThat(PageKeys.unsaid(json("{'id': 'library'}"), json(REST), json("{'list': {'page': 'list', 'load': 'books', 'columns': [{'key': 'title'}]}}"))).isEmpty();
    }

    @Test
    void aDeclaredRegisterHasItsFieldsAndWhatEveryEntryHas() throws IOException {
        JsonNode descriptor = json("""
                {'id': 'news', 'registers': [{'id': 'items', 'fields': [{'key': 'title', 'type': 'text'}, {'key': 'on', 'type': 'date'}, {'key': 'who', 'type': 'person'},
                  {'key': 'body', 'type': 'longtext'}]}]}""");
        assertThat(PageKeys.unknown(descriptor, MissingNode.getInstance(), json("""
                {'list': {'page': 'list', 'load': '/api/registers/news/items', 'sort': '-on,title', 'columns': [{'key': 'title', 'sort': true}, {'key': 'names.who'},
                   {'key': 'createdBy'}, {'key': 'unit.name'}],
                  'filters': [{'key': 'on.from'}, {'key': 'who'}]}}"""))).isEmpty();
        assertThat(PageKeys.unknown(descriptor, MissingNode.getInstance(), json("""
                {'list': {'page': 'list', 'load': '/api/registers/news/items', 'sort': 'who', 'columns': [{'key': 'names.title'}, {'key': 'body', 'sort': true}], 'filters': [{'key': 'on'}]},
                 'new': {'page': 'form', 'submit': {'method': 'POST', 'path': '/api/registers/news/item'}, 'fields': [{'key': 'title'}]}}""")))
                .containsExactlyInAnyOrder("list: the column names.title is none of id version createdAt createdBy changedAt changedBy mayChange unit names title on who body items",
                        "list: /api/registers/news/items takes no parameter on", "list: /api/registers/news/items cannot be sorted by body", "list: /api/registers/news/items cannot be sorted by who",
                        "new: the module declares no register item");
    }
}
