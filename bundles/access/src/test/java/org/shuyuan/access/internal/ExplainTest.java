package org.shuyuan.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

class ExplainTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    @BothDatabases
    void saysWhoMayDoItAndByWhichGrant(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Unit root = portal.units.add("县支行", null);
            Unit office = portal.units.add("办公室", root);
            Unit outlet = portal.units.add("营业部", root);
            portal.modules.add("calendar", "calendar.write").suggest("organiser", "calendar.write").suggest("unit-administrator", "access.roles");
            Caller top = portal.account("admin", Role.SYSTEM_ADMINISTRATOR, null);
            Caller wide = portal.account("甲", "organiser", root);
            Caller here = portal.account("乙", null, root);
            portal.roles.give(top, here.account(), "organiser", root.id(), false, null, null);
            Caller later = portal.account("丙", null, root);
            portal.roles.give(top, later.account(), "organiser", root.id(), true, TODAY.plusDays(3), null);
            Caller admin = portal.account("管理员", "unit-administrator", office);

            assertThat(names(portal.explain.who(top, "calendar.write", office.id()))).containsExactlyInAnyOrder("admin", "甲");
            assertThat(names(portal.explain.who(top, "calendar.write", root.id()))).containsExactlyInAnyOrder("admin", "甲", "乙");
            assertThat(names(portal.explain.who(admin, "calendar.write", office.id()))).contains("甲");
            assertThatThrownBy(() -> portal.explain.who(admin, "calendar.write", outlet.id())).hasMessage("access.forbidden");
            assertThatThrownBy(() -> portal.explain.who(wide, "calendar.write", root.id())).hasMessage("access.forbidden");
        }
    }

    @BothDatabases
    void saysWhatSomebodyMayDoWhereAndWhy(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Unit root = portal.units.add("县支行", null);
            Unit office = portal.units.add("办公室", root);
            portal.modules.add("calendar", "calendar.read", "calendar.write").suggest("member", "calendar.read").suggest("unit-administrator", "access.roles");
            Caller top = portal.account("admin", Role.SYSTEM_ADMINISTRATOR, null);
            Caller member = portal.account("员工", "member", office);
            Caller elsewhere = portal.account("别处", "unit-administrator", portal.units.add("营业部", root));
            portal.book.permit(top, "member", List.of("calendar.read", "access.audit"), 1);
            Role own = portal.book.create(top, office.id(), new RoleBook.Draft(Map.of("zh-CN", "写者"), null, List.of("calendar.write")));
            portal.roles.give(top, member.account(), own.key(), office.id(), true, TODAY.plusDays(3), null);
            UUID id = member.account();

            List<Explain.Reason> all = portal.explain.what(top, id, null);
            assertThat(all).extracting(Explain.Reason::permission, Explain.Reason::origin, Explain.Reason::today).containsExactlyInAnyOrder(
                    org.assertj.core.groups.Tuple.tuple("access.audit", Explain.Origin.ADDED, true),
                    org.assertj.core.groups.Tuple.tuple("calendar.read", Explain.Origin.MODULE, true),
                    org.assertj.core.groups.Tuple.tuple("calendar.write", Explain.Origin.OWN, false));
            assertThat(portal.explain.what(top, id, root.id())).as("nothing above").isEmpty();
            assertThat(portal.explain.what(top, id, office.id())).hasSize(2);
            assertThat(portal.explain.own(member)).hasSize(3);
            assertThatThrownBy(() -> portal.explain.what(elsewhere, id, null)).hasMessage("access.no-such-account");
            assertThatThrownBy(() -> portal.explain.what(member, id, null)).hasMessage("access.no-such-account");
            assertThatThrownBy(() -> portal.explain.whatOf(top, UUID.randomUUID(), null)).hasMessage("access.no-such-account");
        }
    }

    private static List<String> names(List<Explain.Reason> reasons) {
        return reasons.stream().map(one -> one.account().name()).toList();
    }
}
