package org.shuyuan.access.internal.trail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.shuyuan.access.internal.Page;
import org.shuyuan.access.internal.TestPortal;
import org.shuyuan.access.internal.jpa.AuditStore;
import org.shuyuan.api.access.Audit;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** How long it takes with many entries; prints and asserts no time. Not in the build: {@code -Dtest=AuditFigures -Daudit.entries=1000000}. */
class AuditFigures {

    private static final int ENTRIES = Integer.getInteger("audit.entries", 1_000_000);

    @BothDatabases
    void chainingAndChecking(Database database) {
        try (Chained trail = new Chained(database)) {
            List<Audit.Change> changes = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                changes.add(new Audit.Change(null, "calendar.change", new Audit.Subject("calendar.event", String.valueOf(i), "学习日 " + i),
                        Map.of("title", "旧的标题 " + i, "place", "三楼会议室"), Map.of("title", "新的标题 " + i, "place", "二楼小会议室")));
            }
            tell(database, "write 20,000", () -> trail.portal.audit.writeAll(TestPortal.system(), changes));
            tell(database, "chain 20,000", () -> trail.portal.chain.chain());
            tell(database, "check 20,000", () -> assertThat(trail.check().result()).isEqualTo("ok"));
        }
    }

    @BothDatabases
    void finding(Database database) {
        try (Chained trail = new Chained(database)) {
            // H2 keeps its tables in the memory of the test
            int entries = database == Database.H2 ? ENTRIES / 5 : ENTRIES;
            String series = database == Database.H2 ? "system_range(1, " + entries + ") as s(n)" : "generate_series(1, " + entries + ") as s(n)";
            String uuid = database == Database.H2 ? "random_uuid()" : "gen_random_uuid()";
            String account = "cast('00000000-0000-7000-8000-' || lpad(cast(mod(n, 300) as varchar), 12, '0') as uuid)";
            String unit = "cast('00000000-0000-7000-9000-' || lpad(cast(mod(n, 200) as varchar), 12, '0') as uuid)";
            tell(database, "insert " + entries, () -> trail.sql("insert into access_audit (id, at, who, account, kind, address, unit, action, subject_kind, subject_id,"
                    + " subject_label, before_json, after_json, number, hash) select " + uuid + ", timestamp with time zone '2024-01-01 00:00:00+00' + n * interval '60' second,"
                    + " '姓名' || mod(n, 300), " + account + ", 'session', '10.1.' || mod(n, 20) || '.' || mod(n, 200), " + unit + ", case when mod(n, 50000) = 0 then"
                    + " 'access.rare' else 'calendar.act' || mod(n, 30) end, 'calendar.event', cast(mod(n, 50000) as varchar), '学习日 ' || n, '{\"title\":\"旧\"}',"
                    + " '{\"title\":\"新\"}', n, 'x' from " + series));
            trail.sql("analyze");
            Map<String, AuditStore.Filter> asked = new LinkedHashMap<>();
            UUID who = UUID.fromString("00000000-0000-7000-8000-000000000007");
            AuditStore.Filter all = AuditStore.Filter.all();
            asked.put("all", all);
            asked.put("unit", all.within(List.of(UUID.fromString("00000000-0000-7000-9000-000000000007"))));
            asked.put("account", new AuditStore.Filter("", null, null, null, null, who, null, null, null, null));
            asked.put("action, rare", new AuditStore.Filter("", null, null, null, "access.rare", null, null, null, null, null));
            asked.put("action, common", new AuditStore.Filter("", null, null, null, "calendar.act7", null, null, null, null, null));
            asked.put("address", new AuditStore.Filter("", null, null, null, null, null, "10.1.7.7", null, null, null));
            asked.put("subject", AuditStore.Filter.about("calendar.event", "4711"));
            asked.put("a week", new AuditStore.Filter("", null, null, null, null, null, null, Instant.parse("2024-06-01T00:00:00Z"), Instant.parse("2024-06-08T00:00:00Z"), null));
            asked.put("text in a week", new AuditStore.Filter("姓名7", null, null, null, null, null, null, Instant.parse("2024-06-01T00:00:00Z"),
                    Instant.parse("2024-06-08T00:00:00Z"), null));
            asked.put("text in everything, none found", all.search("没有这样的"));
            asked.put("older than the middle", all.after(trail.portal.chainStore.chained(entries / 2, entries, 1).get(0).entry().id()));
            asked.forEach((name, filter) -> {
                trail.portal.auditStore.list(filter, 1, 20);
                tell(database, name, () -> {
                    Page<AuditRow> page = trail.portal.auditStore.list(filter, 1, 20);
                    System.out.print(page.total() + " found; ");
                });
            });
            tell(database, "actions", () -> assertThat(trail.portal.auditStore.actions()).hasSize(31));
            for (String where : Arrays.asList("account = '" + who + "'", "action = 'access.rare'", "address = '10.1.7.7'", "subject_kind = 'calendar.event' and subject_id = '4711'",
                    "number is null")) {
                System.out.println(database + " explain " + where + "\n" + explain(trail, "explain select * from access_audit where " + where + " order by at desc, id desc limit 20"));
            }
        }
    }

    private static String explain(Chained trail, String sql) {
        StringBuilder text = new StringBuilder();
        try (var c = trail.portal.db.pool().getConnection(); var s = c.createStatement(); var r = s.executeQuery(sql)) {
            while (r.next()) {
                text.append("    ").append(r.getString(1)).append('\n');
            }
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }

    private static void tell(Database database, String what, Runnable work) {
        long start = System.nanoTime();
        work.run();
        System.out.println(database + " " + what + ": " + (System.nanoTime() - start) / 1_000_000 + " ms");
    }
}
