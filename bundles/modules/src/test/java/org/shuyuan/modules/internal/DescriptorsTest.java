package org.shuyuan.modules.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.module.ModulePage;
import org.shuyuan.api.module.Register;
import org.shuyuan.api.problem.Problem;

class DescriptorsTest {

    private final Descriptors descriptors = new Descriptors();

    private Descriptor read(String header, String json) {
        return descriptors.read(header, new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    private void refused(String header, String json, String why) {
        assertThatThrownBy(() -> read(header, json)).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.code()).isEqualTo("modules.bad-descriptor");
            assertThat(p.values().getOrDefault("why", p.values().get("why.en")).toString()).contains(why);
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

    private static String register(String fields) {
        return """
                {"contract":1,"id":"bulletin","name":"module.name","version":"1.0.0",
                 "permissions":[{"id":"bulletin.read","text":"permission.read"},{"id":"bulletin.write","text":"permission.write"}],
                 "registers":[{"id":"news","text":"register.news","read":"bulletin.read","write":"bulletin.write","title":"title","reaches":"below","fields":[%s]}]}""".formatted(fields);
    }

    private static final String TITLE = "{\"key\":\"title\",\"text\":\"field.title\",\"type\":\"text\",\"required\":true}";

    @Test
    void theRegistersItDeclaresAreRead() {
        Register news = read("bulletin", register(TITLE + """
                ,{"key":"kind","text":"field.kind","type":"choice","options":[{"value":"news","text":"kind.news"},{"value":"exemplar","text":"kind.exemplar"}]},
                {"key":"body","text":"field.body","type":"longtext"}""")).registers().get(0);
        assertThat(news.below()).isTrue();
        assertThat(news.field("title").orElseThrow()).isEqualTo(new Register.Field("title", "field.title", Register.Type.TEXT, true, 200, List.of()));
        assertThat(news.field("kind").orElseThrow().options()).extracting(Register.Option::value).containsExactly("news", "exemplar");
        assertThat(news.field("body").orElseThrow().max()).isEqualTo(20_000);
        assertThat(news.field("none")).isEmpty();
    }

    @Test
    void aRegisterThatCannotBeKeptIsRefusedWithTheReason() {
        refused("bulletin", register("{\"key\":\"title\",\"text\":\"field.title\",\"type\":\"text\"}"), "title of register news");
        refused("bulletin", register(TITLE + "," + TITLE), "two fields title");
        refused("bulletin", register(TITLE + ",{\"key\":\"sort\",\"text\":\"field.sort\",\"type\":\"number\"}"), "key");
        refused("bulletin", register(TITLE + ",{\"key\":\"kind\",\"text\":\"field.kind\",\"type\":\"choice\"}"), "options");
        refused("bulletin", register(TITLE + ",{\"key\":\"body\",\"text\":\"field.body\",\"type\":\"html\"}"), "type");
        refused("bulletin", register(TITLE + ",{\"key\":\"note\",\"text\":\"field.note\",\"type\":\"text\",\"max\":2001}"), "max");
        refused("bulletin", register(TITLE).replace("\"write\":\"bulletin.write\"", "\"write\":\"bulletin.other\""), "does not declare");
    }

    @Test
    void whatIsNoJsonIsRefused() {
        refused("reading", "<html>", "");
    }
}
