package org.shuyuan.registers.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shuyuan.registers.internal.Refusals.invalid;
import static org.shuyuan.registers.internal.Refusals.refused;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.shuyuan.api.id.Ids;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

class ListTest {

    private static void fill(Portal portal) {
        portal.add(portal.wang, portal.credit, "安全", "news", "on", "2026-01-03", "amount", 5, "top", true, "body", "防火防盗，开展學习");
        portal.add(portal.wang, portal.credit, "总结", "exemplar", "on", "2026-01-01", "amount", 40, "person", portal.zhao.id().toString());
        portal.add(portal.wang, portal.credit, "表彰", "exemplar", "on", "2026-01-02", "amount", 100);
        portal.add(portal.wang, portal.credit, "Zz", "news");
    }

    @BothDatabases
    void itIsInOrderOfAnyFieldWithWhatIsEmptyLast(Database database) {
        try (Portal portal = new Portal(database)) {
            fill(portal);
            assertThat(portal.titles(portal.wang, portal.credit, null, null)).as("newest first").containsExactly("Zz", "表彰", "总结", "安全");
            assertThat(portal.titles(portal.wang, portal.credit, null, "on")).containsExactly("总结", "表彰", "安全", "Zz");
            assertThat(portal.titles(portal.wang, portal.credit, null, "-on")).containsExactly("安全", "表彰", "总结", "Zz");
            assertThat(portal.titles(portal.wang, portal.credit, null, "amount")).as("as numbers").containsExactly("安全", "总结", "表彰", "Zz");
            assertThat(portal.titles(portal.wang, portal.credit, null, "-kind,title")).as("in the order declared, then by pinyin").containsExactly("表彰", "总结", "Zz", "安全");
            assertThat(portal.titles(portal.wang, portal.credit, null, "-top,-createdAt")).first().isEqualTo("安全");
            refused(400, "rest.bad-sort", () -> portal.titles(portal.wang, portal.credit, null, "body"));
            refused(400, "rest.bad-sort", () -> portal.titles(portal.wang, portal.credit, null, "e.content"));
        }
    }

    @BothDatabases
    void itIsFoundByWordsInEitherScriptAndByChoicesPeopleAndRanges(Database database) {
        try (Portal portal = new Portal(database)) {
            fill(portal);
            assertThat(portal.titles(portal.wang, portal.credit, "开展学习", null)).containsExactly("安全");
            assertThat(portal.titles(portal.wang, portal.credit, "ZZ", null)).containsExactly("Zz");
            assertThat(portal.titles(portal.wang, portal.credit, "%", null)).isEmpty();
            assertThat(portal.titles(portal.wang, portal.credit, null, "on", "kind", "exemplar")).containsExactly("总结", "表彰");
            assertThat(portal.titles(portal.wang, portal.credit, null, "on", "on.from", "2026-01-02", "on.to", "2026-01-02")).containsExactly("表彰");
            assertThat(portal.titles(portal.wang, portal.credit, null, "on", "amount.from", "6", "kind", "exemplar", "amount.to", "99.5")).containsExactly("总结");
            assertThat(portal.titles(portal.wang, portal.credit, null, null, "top", "true")).containsExactly("安全");
            assertThat(portal.titles(portal.wang, portal.credit, null, null, "top", "false")).hasSize(3);
            assertThat(portal.titles(portal.wang, portal.credit, null, null, "person", portal.zhao.id().toString())).containsExactly("总结");
            assertThat(portal.titles(portal.wang, portal.credit, null, null, "kind", "' or 1=1")).isEmpty();
            invalid("on.from", "registers.bad-date", () -> portal.titles(portal.wang, portal.credit, null, null, "on.from", "soon"));
            invalid("amount.to", "registers.bad-number", () -> portal.titles(portal.wang, portal.credit, null, null, "amount.to", "1e9"));
        }
    }

    @BothDatabases
    void manyAreShownPageByPageAndAllOfThemGoOut(Database database) {
        try (Portal portal = new Portal(database)) {
            portal.db.transactions().run(() -> {
                for (int i = 0; i < 1_200; i++) {
                    Map<String, Object> values = Map.of("title", "第 " + i + " 条", "kind", i % 3 == 0 ? "exemplar" : "news", "amount", i % 977, "on", "2026-01-%02d".formatted(1 + i % 28),
                            "body", "关于开展学习活动的情况报告。".repeat(20));
                    ObjectNode content = Values.read(Portal.NEWS, values, ids -> Map.of());
                    Entry.Trace trace = new Entry.Trace(portal.wang.account(), null, "王伟", Instant.EPOCH);
                    portal.store.add(new Entry(Ids.next(), 0, "bulletin", "news", portal.credit.id(), content, trace, trace), Indexed.of(Portal.NEWS, content, portal.names()));
                }
            });
            Place place = portal.entries.open(portal.wang, "bulletin", "news", portal.credit.id());
            for (String sort : List.of("-on,title", "amount", "kind,-amount")) {
                Wish wish = Wish.of(place.register(), ListQuery.of("活动", 20, 20, sort), Map.of("kind", "news"), portal.entries.folding());
                assertThat(portal.entries.list(portal.wang, place, wish)).satisfies(found -> {
                    assertThat(found.total()).isEqualTo(800);
                    assertThat(found.entries()).hasSize(20);
                });
            }
            List<UUID> all = new ArrayList<>();
            portal.entries.each(portal.wang, place, Wish.of(place.register(), ListQuery.of(null, 1, 20, null), Map.of(), portal.entries.folding()), part -> part.forEach(e -> all.add(e.id())));
            assertThat(all).hasSize(1_200).doesNotHaveDuplicates();
        }
    }
}
