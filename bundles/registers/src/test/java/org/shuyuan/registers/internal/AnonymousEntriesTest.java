package org.shuyuan.registers.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Set;
import java.util.UUID;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.records.Anonymiser.Holding;
import org.shuyuan.api.records.Anonymiser.Leaver;
import org.shuyuan.api.records.HeldDataSource.Held;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeTexts;

class AnonymousEntriesTest {

    @BothDatabases
    void anEntryStaysWithoutTheNamesOfWhoEnteredAndChangedIt(Database database) {
        try (Portal portal = new Portal(database)) {
            Entry entered = portal.add(portal.wang, portal.credit, "一", "news");
            Entry others = portal.add(portal.editor, portal.credit, "二", "news");
            Entry changed = portal.change(portal.wang, portal.credit, portal.add(portal.editor, portal.credit, "三", "news"), Portal.news("四", "news"));
            AnonymousEntries anonymiser = new AnonymousEntries(portal.store);
            Leaver who = new Leaver(portal.wang.account(), Anonymous.stored(7), 7, Set.of(portal.wang.account()), Set.of("王伟"));
            assertThat(anonymiser.holdings(portal.editor, who)).extracting(Holding::key, Holding::count).containsExactly(tuple("anonymise.entered", 2L));

            portal.db.transactions().run(() -> anonymiser.anonymise(portal.editor, who));

            assertThat(portal.store.find(entered.id()).orElseThrow().created().name()).isEqualTo("已匿名人员 7");
            assertThat(portal.store.find(changed.id()).orElseThrow()).satisfies(now -> {
                assertThat(now.changed().name()).isEqualTo("已匿名人员 7");
                assertThat(now.created().name()).isEqualTo("总编");
                assertThat(now.version()).as("whoever edits it meanwhile is not disturbed").isEqualTo(changed.version());
            });
            assertThat(portal.store.find(others.id())).contains(others);
            assertThat(anonymiser.holdings(portal.editor, new Leaver(UUID.randomUUID(), "x", 8, Set.of(), Set.of()))).isEmpty();
        }
    }

    @BothDatabases
    void whoAsksIsToldOfOnesOwnEntriesOnlyAlsoOnceTheModuleIsGone(Database database) {
        try (Portal portal = new Portal(database)) {
            portal.add(portal.wang, portal.credit, "一", "news");
            portal.add(portal.editor, portal.credit, "二", "news");
            OwnEntries own = new OwnEntries(portal.store, portal.modules, new FakeTexts());
            assertThat(own.held(portal.wang)).singleElement().extracting(Held::rows).asString().contains("bulletin:register.news", "一").doesNotContain("二");
            assertThat(own.held(portal.li)).isEmpty();
            portal.modules.remove("bulletin");
            assertThat(own.held(portal.wang)).singleElement().extracting(Held::rows).asString().contains("bulletin");
        }
    }
}
