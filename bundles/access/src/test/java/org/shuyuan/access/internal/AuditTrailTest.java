package org.shuyuan.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Map;
import org.shuyuan.access.internal.jpa.AuditStore;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

class AuditTrailTest {

    private static final Audit.Subject EVENT = new Audit.Subject("calendar.event", "1", "学习日");

    private static AuditStore.Filter any(String q) {
        return AuditStore.Filter.all().search(q);
    }

    @BothDatabases
    void standsOrFallsWithTheChange(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            assertThatThrownBy(() -> portal.db.transactions().run(() -> {
                portal.audit.write(TestPortal.system(), null, "calendar.change", EVENT, null, Map.of("title", "学习日"));
                throw new IllegalStateException("later");
            })).hasMessage("later");
            assertThat(portal.db.count("access_audit")).isZero();
            portal.audit.write(TestPortal.system(), null, "calendar.change", EVENT, Map.of("on", LocalDate.of(2026, 7, 1)), Map.of("title", "x".repeat(70_000)));
            Audit.Entry entry = portal.audit.about("calendar.event", "1", 10).get(0);
            assertThat(entry.before()).isEqualTo("{\"on\":\"2026-07-01\"}");
            assertThat(entry.after()).startsWith("{\"omitted\":");
        }
    }

    @BothDatabases
    void manyWritesAtOnceHaveAnEntryEach(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            java.util.List<Audit.Change> changes = java.util.stream.IntStream.range(0, 1_201).mapToObj(i -> new Audit.Change(null, "directory.create-person",
                    new Audit.Subject("directory.person", "p" + i, "人" + i), null, Map.of("number", i))).toList();
            assertThatThrownBy(() -> portal.db.transactions().run(() -> {
                portal.audit.writeAll(TestPortal.system(), changes);
                throw new IllegalStateException("later");
            })).hasMessage("later");
            assertThat(portal.db.count("access_audit")).isZero();
            portal.audit.writeAll(TestPortal.system(), changes);
            assertThat(portal.db.count("access_audit")).isEqualTo(1_201);
            assertThat(portal.audit.about("directory.person", "p1200", 10)).singleElement().satisfies(e -> {
                assertThat(e.before()).isNull();
                assertThat(e.after()).isEqualTo("{\"number\":1200}");
            });
            assertThatThrownBy(() -> portal.audit.writeAll(TestPortal.system(), java.util.List.of(new Audit.Change(null, "x.y", EVENT, null, Map.of("secret", "s")))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @BothDatabases
    void takesNoSecret(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            for (String name : new String[] {"password", "newPassword", "api_token", "secret", "Cookie", "passwordHash", "authorization"}) {
                assertThatThrownBy(() -> portal.audit.write(TestPortal.system(), null, "x.y", EVENT, null, Map.of("inner", Map.of(name, "s3cret"))))
                        .isInstanceOf(IllegalArgumentException.class).hasMessageNotContaining("s3cret");
            }
            portal.audit.write(TestPortal.system(), null, "x.y", EVENT, null, Map.of("mustChangePassword", true, "postcode", "430000"));
            assertThat(portal.db.count("access_audit")).isEqualTo(1);
        }
    }

    @BothDatabases
    void showsAUnitOnlyWhatConcernsItAndThoseBelow(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Unit root = portal.units.add("县支行", null);
            Unit office = portal.units.add("办公室", root);
            portal.modules.suggest("head", "access.audit");
            Caller top = portal.account("admin", Role.SYSTEM_ADMINISTRATOR, null);
            Caller head = portal.account("主任", "head", office);
            Caller member = portal.account("员工", "member", office);
            portal.audit.write(TestPortal.system(), root.id(), "calendar.change", EVENT, null, null);
            portal.audit.write(TestPortal.system(), office.id(), "calendar.change", new Audit.Subject("calendar.event", "2", "100%_完成"), null, null);

            assertThat(portal.audit.list(portal.rights, portal.rights, head, office.id(), any("完成"), 1, 20).items()).hasSize(1);
            assertThat(portal.audit.list(portal.rights, portal.rights, head, office.id(), any("学习日"), 1, 20).items()).isEmpty();
            assertThat(portal.audit.list(portal.rights, portal.rights, head, office.id(), any("100%_"), 1, 20).total()).isEqualTo(1);
            assertThat(portal.audit.list(portal.rights, portal.rights, head, office.id(), any("1000_"), 1, 20).total()).isZero();
            assertThatThrownBy(() -> portal.audit.list(portal.rights, portal.rights, head, root.id(), any(""), 1, 20)).hasMessage("access.forbidden");
            assertThatThrownBy(() -> portal.audit.list(portal.rights, portal.rights, member, office.id(), any(""), 1, 20)).hasMessage("access.forbidden");
            assertThat(portal.audit.list(portal.rights, portal.rights, top, root.id(), any("give-role"), 1, 20).total())
                    .as("who may do everything also sees what concerns no unit").isGreaterThanOrEqualTo(3);
        }
    }
}
