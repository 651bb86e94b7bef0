package org.shuyuan.modules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.module.Register;

class RegisterDescriptionTest {

    private static final Register NEWS = new Register("news", "register.news", "bulletin.read", "bulletin.write", "title", true, List.of(
            new Register.Field("title", "field.title", Register.Type.TEXT, true, 100, List.of()),
            new Register.Field("kind", "field.kind", Register.Type.CHOICE, true, 200, List.of(new Register.Option("news", "kind.news"), new Register.Option("exemplar", "kind.exemplar"))),
            new Register.Field("on", "field.on", Register.Type.DATE, false, 200, List.of()),
            new Register.Field("person", "field.person", Register.Type.PERSON, false, 200, List.of()),
            new Register.Field("top", "field.top", Register.Type.BOOLEAN, false, 200, List.of())));

    private ObjectNode document;

    @BeforeEach
    void aModuleOfPagesAlone() throws IOException {
        ObjectNode built = (ObjectNode) new ObjectMapper().readTree("""
                {"openapi":"3.0.3","security":[{"token":[]}],"paths":{"/own":{"get":{}}},"components":{"securitySchemes":{"token":{}},
                 "responses":{"Problem":{"content":{"application/problem+json":{"schema":{"$ref":"#/components/schemas/Problem"}}}}},"schemas":{"Problem":{},"FieldProblem":{},"Other":{}}}}""");
        document = RegisterDescription.empty(built);
        new RegisterDescription("bulletin", (module, key, values) -> module + ":" + key + (values.isEmpty() ? "" : values)).add(document, List.of(NEWS));
    }

    @Test
    void aRegisterHasItsFiveMethodsWithTheDeclaredPermissionsAndItsNameInTheSummary() {
        JsonNode all = document.path("paths").path("/bulletin/news");
        JsonNode one = document.path("paths").path("/bulletin/news/{id}");
        assertThat(document.path("paths").size()).isEqualTo(2);
        assertThat(all.at("/get/x-needs/permissions/0").asText()).isEqualTo("bulletin.read");
        assertThat(all.at("/post/x-needs/permissions/0").asText()).isEqualTo("bulletin.write");
        assertThat(all.at("/get/summary").asText()).isEqualTo("modules:api.register.list{register=bulletin:register.news}");
        assertThat(all.at("/get/servers/0/url").asText()).isEqualTo("/api/registers");
        for (String method : List.of("put", "delete")) {
            assertThat(one.path(method).findValuesAsText("name")).containsExactly("unit", "id", "If-Match");
        }
        assertThat(one.at("/delete/responses").has("204")).isTrue();
    }

    @Test
    void aFieldIsDescribedByItsTypeItsBoundsAndItsName() {
        JsonNode input = document.at("/components/schemas/news.input");
        assertThat(input.path("additionalProperties").asBoolean(true)).isFalse();
        assertThat(texts(input.path("required"))).containsExactly("title", "kind");
        assertThat(input.at("/properties/title/maxLength").asInt()).isEqualTo(100);
        assertThat(texts(input.at("/properties/kind/enum"))).containsExactly("news", "exemplar");
        assertThat(input.at("/properties/kind/description").asText()).isEqualTo("bulletin:field.kind (news bulletin:kind.news, exemplar bulletin:kind.exemplar)");
        assertThat(input.at("/properties/on/format").asText()).isEqualTo("date");
        assertThat(input.at("/properties/on/nullable").asBoolean()).isTrue();
        JsonNode entry = document.at("/components/schemas/news.entry/properties");
        assertThat(entry.fieldNames()).toIterable().contains("id", "version", "unit", "title", "top", "names", "changedAt", "mayChange");
    }

    @Test
    void aListIsFilteredByWhatTheTypesAllow() {
        assertThat(document.at("/paths/~1bulletin~1news/get/parameters").findValuesAsText("name"))
                .containsExactly("unit", "q", "page", "size", "sort", "columns", "format", "below", "kind", "on.from", "on.to", "person", "top");
    }

    @Test
    void everyReferenceLeadsSomewhereAndNothingOfTheModuleThatWasCopiedStays() {
        assertThat(document.findValuesAsText("$ref")).isNotEmpty().allSatisfy(reference -> assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse());
        assertThat(document.path("components").path("schemas").has("Other")).isFalse();
    }

    private static List<String> texts(JsonNode array) {
        List<String> all = new ArrayList<>();
        if (array.isArray()) {
            array.forEach(one -> all.add(one.asText()));
        }
        return all;
    }
}
