package org.shuyuan.examples.reading.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The description that the build writes of the REST: whoever calls it, and the contract test of its pages, knows each answer. */
class DescriptionTest {

    private final JsonNode description;

    DescriptionTest() throws IOException {
        description = new ObjectMapper().readTree(Path.of("target", "classes", "shuyuan", "openapi.json").toFile());
    }

    private JsonNode answer(String method, String path) {
        return description.path("paths").path(path).path(method).path("responses").path("2XX").path("content").path("application/json").path("schema");
    }

    private JsonNode named(JsonNode schema) {
        return description.at(schema.path("$ref").asText().substring(1));
    }

    @Test
    void everyMethodSaysWhatItAnswersAlsoWhereItReturnsAResponse() {
        List<String> silent = new ArrayList<>();
        description.path("paths").fieldNames().forEachRemaining(path -> description.path("paths").path(path).fields().forEachRemaining(method -> {
            if (!method.getValue().path("responses").has("204") && answer(method.getKey(), path).isMissingNode()) {
                silent.add(method.getKey() + " " + path);
            }
        }));
        assertThat(silent).isEmpty();
    }

    @Test
    void aListIsAPageOfWhatOneIs() {
        JsonNode items = named(answer("get", "/books")).path("properties").path("items");
        assertThat(items.path("type").asText()).isEqualTo("array");
        assertThat(items.path("items")).isEqualTo(answer("get", "/books/{id}"));
        assertThat(named(items.path("items")).path("properties").has("title")).isTrue();
        assertThat(description.toString()).as("what the build passes on within itself").doesNotContain("x-schemas");
    }
}
