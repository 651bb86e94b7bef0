package org.shuyuan.modules.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.module.ModulePage;
import org.shuyuan.api.problem.Problem;

class DescriptorsTest {

    private final Descriptors descriptors = new Descriptors();

    private Descriptor read(String header, String json) {
        return descriptors.read(header, new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    private void refused(String header, String json, String why) {
        assertThatThrownBy(() -> read(header, json)).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.code()).isEqualTo("modules.bad-descriptor");
            assertThat(p.values().get("why").toString()).contains(why);
        });
    }

    @Test
    void aDescriptorThatKeepsToTheSchemaIsRead() {
        Descriptor reading = read("reading", """
                {"contract":1,"id":"reading","name":"module.name","requires":["calendar"],
                 "permissions":[{"id":"reading.read","text":"permission.read"}],"roles":{"member":["reading.read"]}}""");
        assertThat(reading.platform()).isFalse();
        assertThat(reading.requires()).containsExactly("calendar");
        assertThat(reading.suggestedFor("member")).containsExactly("reading.read");
        assertThat(reading.suggestedFor("head")).isEmpty();
    }

    @Test
    void aPageIsFoundByItsPathAndOneWithoutParametersFirst() {
        Descriptor reading = read("reading", """
                {"contract":1,"id":"reading","name":"module.name","styles":["reading.css"],"routes":[
                 {"id":"shelf","path":"","view":"shelf.js#list","text":"nav.shelf"},
                 {"id":"book","path":"books/:id","view":"book.js#show","text":"nav.book"},
                 {"id":"new","path":"books/new","view":"form.js#create","text":"nav.new"}]}""");
        assertThat(reading.page("")).contains(new ModulePage("shelf.js", List.of("reading.css")));
        assertThat(reading.page("books/1").orElseThrow().view()).isEqualTo("book.js");
        assertThat(reading.page("books/new").orElseThrow().view()).isEqualTo("form.js");
        assertThat(List.of("books", "books/1/2", "books/", "none")).allSatisfy(path -> assertThat(reading.page(path)).isEmpty());
    }

    @Test
    void anUnknownContractIsRefused() {
        refused("reading", "{\"contract\":2,\"id\":\"reading\",\"name\":\"module.name\"}", "contract");
    }

    @Test
    void anUnknownMemberIsRefused() {
        refused("reading", "{\"contract\":1,\"id\":\"reading\",\"name\":\"module.name\",\"script\":\"x\"}", "script");
    }

    @Test
    void aModuleMayNotClaimAnothersNameOrPermissionsNorThePortalsPaths() {
        refused("calendar", "{\"contract\":1,\"id\":\"reading\",\"name\":\"module.name\"}", "differs");
        refused("reading", "{\"contract\":1,\"id\":\"reading\",\"name\":\"module.name\",\"permissions\":[{\"id\":\"access.all\",\"text\":\"permission.x\"}]}",
                "access.all");
        refused("api", "{\"contract\":1,\"id\":\"api\",\"name\":\"module.name\"}", "id");
    }

    @Test
    void whatIsNoJsonIsRefused() {
        refused("reading", "<html>", "");
    }
}
