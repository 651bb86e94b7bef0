package org.shuyuan.access.internal.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.shuyuan.access.internal.jpa.AuditChainStore;
import org.shuyuan.access.internal.jpa.AuditStore;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

class AuditChainTest {

    @BothDatabases
    void aTrailThatNobodyTouchedHolds(Database database) {
        try (Chained trail = new Chained(database).with(7)) {
            assertThat(trail.found()).isEqualTo("ok");
            trail.write("李娜", "8");
            assertThat(trail.portal.chainStore.tail(10).entries()).as("what is not chained yet is seen as such").isEqualTo(1);
            assertThat(trail.found()).isEqualTo("ok");
            assertThat(trail.portal.chainStore.tail(10).entries()).isZero();
        }
    }

    @BothDatabases
    void everyAlterationShowsWithItsPlace(Database database) {
        for (String[] one : new String[][] {
                {"update access_audit set after_json = '{\"title\":\"另一个\"}' where number = 3", "content at 3"},
                {"update access_audit set subject_label = '别的' where number = 3", "content at 3"},
                {"update access_audit set who = '李娜' where number = 4", "actor at 4"},
                {"update access_audit set address = '10.0.0.8' where number = 4", "actor at 4"},
                {"update access_audit set account = null where number = 2", "link at 2"},
                {"update access_audit set action = 'calendar.read' where number = 2", "link at 2"},
                {"update access_audit set at = at + interval '1' hour where number = 5", "link at 5"},
                {"update access_audit set subject_id = '99' where number = 1", "link at 1"},
                {"update access_audit set content_salt = null, content_redaction = id, before_json = null, after_json = null where number = 3", "redaction at 3"},
                {"delete from access_audit where number = 4", "missing at 4"},
                {"delete from access_audit where number = 1", "beginning at 1"},
                {"delete from access_audit where number > 5", "end at 6"}}) {
            try (Chained trail = new Chained(database).with(7)) {
                assertThat(trail.sql(one[0])).as(one[0]).isPositive();
                assertThat(trail.found()).as(one[0]).isEqualTo(one[1]);
            }
        }
    }

    @BothDatabases
    void whoWritesTheEndAnewIsToldByWhatWasNotedOutside(Database database) throws IOException {
        try (Chained trail = new Chained(database).with(6)) {
            trail.keeping(1096).look();
            trail.sql("delete from access_audit where number > 3");
            trail.sql("update access_audit_head set number = 3, hash = (select hash from access_audit where number = 3)");
            trail.sql("delete from access_audit_anchor");
            assertThat(trail.found()).isEqualTo("end at 4");

            trail.with(5);
            assertThat(trail.found()).as("new entries in the place of the old ones").isEqualTo("anchor at 6");
        }
    }

    @BothDatabases
    void whatABackupDidNotHoldYetIsGoneRightlyAndSaidSo(Database database) {
        try (Chained trail = new Chained(database).with(6)) {
            trail.keeping(1096).look();
            trail.sql("delete from access_audit where number > 3");
            trail.sql("update access_audit_head set number = 3, hash = (select hash from access_audit where number = 3)");
            trail.sql("delete from access_audit_anchor");
            trail.portal.clock.pass(Duration.ofHours(1));
            trail.portal.audit.write(Caller.system("restore"), null, "persistence.restore", new Audit.Subject("persistence.archive", "x", "x"), null, null);
            assertThat(trail.found()).isEqualTo("ok");
            assertThat(trail.check().report()).contains("\"setAside\":1", "\"restores\":1");
        }
    }

    @BothDatabases
    void entriesOfBeforeThereWasAChainAreTakenIntoIt(Database database) {
        try (Chained trail = new Chained(database)) {
            trail.write("王伟", "1");
            trail.write("王伟", "2");
            trail.sql("update access_audit set actor_salt = null, actor_digest = null, content_salt = null, content_digest = null");
            trail.portal.chain.chain();
            assertThat(trail.found()).isEqualTo("ok");
            trail.sql("update access_audit set before_json = null where number = 1");
            assertThat(trail.found()).isEqualTo("content at 1");
        }
    }

    @BothDatabases
    void manyWritersAndTwoNodesMakeOneChain(Database database) throws Exception {
        try (Chained trail = new Chained(database)) {
            AuditChain other = new AuditChain(trail.portal.chainStore, trail.portal.db.transactions(), false);
            ExecutorService pool = Executors.newFixedThreadPool(6);
            List<Future<?>> all = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                int own = writer;
                all.add(pool.submit(() -> {
                    for (int i = 0; i < 40; i++) {
                        int number = i;
                        trail.portal.db.transactions().run(() -> trail.write("写 " + own, own + "-" + number));
                    }
                }));
            }
            for (AuditChain chain : List.of(trail.portal.chain, other)) {
                all.add(pool.submit(() -> {
                    for (int i = 0; i < 30; i++) {
                        chain.chain();
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
            pool.shutdown();
            trail.portal.chain.chain();
            assertThat(trail.portal.chainStore.head().number()).isEqualTo(160);
            assertThat(trail.found()).isEqualTo("ok");
        }
    }

    @BothDatabases
    void aPersonIsTakenOutAndTheChainHolds(Database database) {
        try (Chained trail = new Chained(database)) {
            UUID person = UUID.randomUUID();
            trail.portal.audit.write(TestCallers.ADMIN, null, "directory.change-person", new Audit.Subject("directory.person", person.toString(), "曾丽"),
                    Map.of("phone", "13812345678"), Map.of("phone", "13887654321"));
            trail.write("王伟", "1");
            Audit.Redaction leaving = new Audit.Redaction("directory.person", person.toString(), null, "离职满三年");
            assertThat(trail.portal.audit.redact(TestCallers.ADMIN, null, leaving)).isEqualTo(1);

            Audit.Entry entry = trail.portal.audit.about("directory.person", person.toString(), 10).get(1);
            assertThat(entry.before()).isNull();
            assertThat(entry.after()).isNull();
            assertThat(entry.subject().label()).isEmpty();
            assertThat(trail.portal.audit.about("directory.person", person.toString(), 10).get(0).after()).contains("离职满三年", "\"numbers\":\"1\"");
            assertThat(trail.found()).isEqualTo("ok");
            assertThat(trail.portal.audit.redact(TestCallers.ADMIN, null, leaving)).as("what says why stays").isZero();
            assertThat(trail.found()).isEqualTo("ok");
        }
    }

    @BothDatabases
    void whatIsOlderThanTheSetTimeGoesAndTheRestStillHolds(Database database) {
        try (Chained trail = new Chained(database).with(5)) {
            trail.portal.clock.pass(Duration.ofDays(200));
            trail.write("王伟", "6");
            trail.keeping(180).look();
            assertThat(trail.portal.chainStore.chained(0, 100, 10)).hasSize(2);
            assertThat(trail.portal.audit.about("access.audit", "", 10).get(0).action()).isEqualTo("access.cut-audit");
            assertThat(trail.found()).isEqualTo("ok");
            trail.sql("update access_audit_anchor set number = 4 where id = 'cut'");
            assertThat(trail.found()).isEqualTo("beginning at 5");
        }
    }

    @BothDatabases
    void aBrokenTrailIsNotShortened(Database database) {
        try (Chained trail = new Chained(database).with(5)) {
            trail.sql("update access_audit set who = 'x' where number = 2");
            trail.portal.clock.pass(Duration.ofDays(200));
            trail.keeping(180).look();
            assertThat(trail.portal.db.count("access_audit")).isEqualTo(5);
        }
    }

    @BothDatabases
    void anExportedTrailIsCheckedByItselfAndAgainstTheChain(Database database) throws IOException {
        try (Chained trail = new Chained(database).with(6)) {
            String file = exported(trail);
            AuditLines.FileReport whole = check(trail, file);
            assertThat(whole).isEqualTo(new AuditLines.FileReport(6, 0, 0, 0, 6, 0, null, null));
            assertThat(check(trail, file.replaceFirst("新 4", "新 5"))).extracting("fault", "wrongLine").containsExactly("content", 3L);
            assertThat(check(trail, file.replaceFirst("\"who\":\"王伟\"", "\"who\":\"李娜\""))).extracting("fault", "wrongLine").containsExactly("actor", 1L);
            List<String> lines = new ArrayList<>(file.lines().toList());
            lines.remove(2);
            assertThat(check(trail, String.join("\n", lines))).extracting("fault", "gaps").containsExactly(null, 1L);
            trail.sql("delete from access_audit where number = 6");
            assertThat(check(trail, file)).extracting("here", "elsewhere").containsExactly(5L, 1L);
            assertThatThrownBy(() -> check(trail, "not a trail")).hasMessage("access.no-trail-file");
        }
    }

    private static String exported(Chained trail) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AuditLines.write(trail.portal.auditStore.next(AuditStore.Filter.all(), 100), trail.portal.chainStore, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static AuditLines.FileReport check(Chained trail, String file) throws IOException {
        AuditChainStore store = trail.portal.chainStore;
        return AuditLines.check(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), store);
    }
}
