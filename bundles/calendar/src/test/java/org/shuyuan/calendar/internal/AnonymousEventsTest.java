package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.records.Anonymiser.Holding;
import org.shuyuan.api.records.Anonymiser.Leaver;
import org.shuyuan.api.text.Language;
import org.shuyuan.calendar.internal.jpa.LeaverStore;
import org.shuyuan.calendar.internal.jpa.RotaStore;
import org.shuyuan.calendar.internal.jpa.SubscriptionStore;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

class AnonymousEventsTest {

    @BothDatabases
    void anEventStaysWithoutTheNamesOfWhoMadeAndHostedIt(Database database) {
        try (Portal portal = new Portal(database)) {
            UUID host = portal.member.account();
            EventDraft draft = portal.draft(portal.bank, "微课堂", "2026-01-07T09:00", "2026-01-07T10:00", null);
            Event event = portal.service.add(portal.organiser, new EventDraft(draft.unit(), new Details(draft.details().kind(), "微课堂", null, null, host, null), draft.schedule(),
                    draft.audience(), draft.overrides()));
            Names names = new Names(portal.people, portal.units, portal.groups);
            assertThat(names.person(host, Language.EN)).isEqualTo("王伟");
            AnonymousEvents anonymiser = new AnonymousEvents(new LeaverStore(portal.db.jpa()), new SubscriptionStore(portal.db.jpa()), new RotaStore(portal.db.jpa()),
                    portal.planner(Portal.settings(Portal.NOW)), names, portal.db.transactions());
            Leaver who = new Leaver(host, Anonymous.stored(7), 7, Set.of(), Set.of(portal.organiser.name()));
            assertThat(anonymiser.holdings(portal.organiser, who)).extracting(Holding::key).containsExactly("anonymise.named", "anonymise.signed");
            portal.people.add(host, Anonymous.stored(7), "", portal.credit);
            portal.db.transactions().run(() -> anonymiser.anonymise(portal.organiser, who));
            Event now = portal.service.find(portal.organiser, event.id());
            assertThat(now.trace().createdBy()).isEqualTo("已匿名人员 7");
            assertThat(now.trace().changedBy()).isEqualTo("已匿名人员 7");
            assertThat(now.version()).as("whoever edits it meanwhile is not disturbed").isEqualTo(event.version());
            assertThat(names.person(host, Language.EN)).isEqualTo("Anonymised person 7");
            assertThat(names.person(host, Language.ZH_TW)).isEqualTo("已匿名人員 7");
        }
    }
}
