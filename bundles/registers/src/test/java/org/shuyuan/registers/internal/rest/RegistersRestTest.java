package org.shuyuan.registers.internal.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.UUID;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.StreamingOutput;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.office.internal.OfficeWorkbooks;
import org.shuyuan.registers.internal.Portal;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeTexts;

/** A register over REST: what a page is given and told. */
class RegistersRestTest {

    private final Portal portal = new Portal(Database.H2);
    private final EntryViews views = new EntryViews(portal.entries, portal.units, portal.people);
    private final EntryResource resource = new EntryResource(portal.entries, views, new EntrySheet(new OfficeWorkbooks(), new FakeTexts(), portal.entries, views));

    @AfterEach
    void close() {
        portal.close();
    }

    private static Call call(Caller caller, Unit unit, @Nullable String ifMatch) {
        return Call.of(caller, unit.id(), ifMatch);
    }

    private Call wang(@Nullable String ifMatch) {
        return call(portal.wang, portal.credit, ifMatch);
    }

    private static String tag(Response response) {
        return "\"" + response.getEntityTag().getValue() + "\"";
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> body(Response response) {
        return (Map<String, Object>) response.getEntity();
    }

    private Response add(String title) {
        return resource.add(wang(null), "bulletin", "news", Map.of("title", title, "kind", "exemplar", "person", portal.zhao.id().toString(), "on", "2026-01-04", "top", true));
    }

    @Test
    void anEntryIsShownByItsFieldsWithTheNamesOfPeopleAndWhoWroteIt() {
        Response added = add("表彰");
        assertThat(added.getStatus()).isEqualTo(201);
        assertThat(body(added)).containsEntry("title", "表彰").containsEntry("top", true).containsEntry("names", Map.of("person", "赵敏")).containsEntry("createdBy", "王伟")
                .containsEntry("createdAt", "2026-01-05T08:30:20+08:00").containsEntry("mayChange", true).containsEntry("unit", Map.of("id", portal.credit.id(), "name", "信贷部"));
        portal.people.add(portal.wang.account(), "王小伟", "B002", portal.credit);
        Response found = resource.find(wang(null), "bulletin", "news", (UUID) body(added).get("id"));
        assertThat(body(found)).as("the name the person has now").containsEntry("createdBy", "王小伟");
        assertThat(tag(found)).isEqualTo(tag(added));
    }

    @Test
    void theSecondEditorIsToldWhatItIsNowAndWhoChangedIt() {
        Response added = add("表彰");
        UUID id = (UUID) body(added).get("id");
        resource.change(call(portal.editor, portal.credit, tag(added)), "bulletin", "news", id, Map.of("title", "先改", "kind", "news"));
        assertThatThrownBy(() -> resource.change(wang(tag(added)), "bulletin", "news", id, Map.of("title", "后改", "kind", "news"))).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.status()).isEqualTo(412);
            assertThat((Map<?, ?>) p.extra().get("current")).hasFieldOrPropertyWithValue("title", "先改");
            assertThat(p.extra()).containsEntry("changedBy", "总编").containsKey("changedAt");
        });
        assertThatThrownBy(() -> resource.remove(wang(tag(added)), "bulletin", "news", id)).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(412));
        assertThatThrownBy(() -> resource.change(wang(null), "bulletin", "news", id, Map.of())).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(428));
        String now = tag(resource.find(wang(null), "bulletin", "news", id));
        assertThat(resource.remove(wang(now), "bulletin", "news", id).getStatus()).isEqualTo(204);
    }

    @Test
    void theListComesByPagesAndAsASpreadsheetInTheWordsOfTheModule() throws Exception {
        add("甲");
        add("乙");
        add("丙");
        Page<?> page = (Page<?>) resource.list(wang(null), ListQuery.of(null, 2, 2, null), "bulletin", "news", Map.of("kind", "exemplar")).getEntity();
        assertThat(page.total()).isEqualTo(3);
        assertThat(page.items()).singleElement().hasFieldOrPropertyWithValue("title", "甲");

        ListQuery export = ListQuery.of(null, 1, 1, "-createdAt");
        export.setFormat("xlsx");
        export.setColumns("title,kind,names.person,on,top,unit.name,nothing");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ((StreamingOutput) resource.list(wang(null), export, "bulletin", "news", Map.of()).getEntity()).write(out);
        Workbooks.Sheet sheet = new OfficeWorkbooks().read(new ByteArrayInputStream(out.toByteArray()), "a.xlsx", Workbooks.Limits.DEFAULT).sheets().get(0);
        assertThat(sheet.rows()).hasSize(4);
        assertThat(sheet.rows().get(0).cells().get("A").text()).isEqualTo("bulletin:field.title");
        assertThat(sheet.rows().get(1).cells().values()).extracting(Workbooks.Cell::text).startsWith("丙", "bulletin:kind.exemplar", "赵敏").endsWith("registers:value.yes", "信贷部").hasSize(6);
    }

    @Test
    void aRequestWithoutABodyOrAUnitIsABadOne() {
        assertThatThrownBy(() -> resource.add(wang(null), "bulletin", "news", null)).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(400));
        assertThatThrownBy(() -> resource.list(Call.of(portal.wang, null, null), ListQuery.of(null, 1, 20, null), "bulletin", "news", Map.of()))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("rest.unit-needed"));
    }
}
