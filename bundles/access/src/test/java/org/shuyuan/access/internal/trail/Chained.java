package org.shuyuan.access.internal.trail;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import org.shuyuan.access.internal.TestPortal;
import org.shuyuan.access.internal.jpa.AuditChainStore.Check;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.testing.Database;

/** A portal with some entries in its trail, and somebody who has the database to himself. */
final class Chained implements AutoCloseable {

    final TestPortal portal;
    final Path folder;
    final AuditChecks checks;

    Chained(Database database) {
        portal = new TestPortal(database);
        folder = portal.data;
        checks = new AuditChecks(portal.chainStore, portal.chain, portal.audit, portal.db.transactions(), new AnchorFile(folder.resolve("audit-anchors")),
                portal.clock());
    }

    AuditKeeping keeping(int days) {
        return new AuditKeeping(days, "00:00", portal.chainStore, portal.chain, checks, portal.audit, portal.db.transactions(),
                new AnchorFile(folder.resolve("audit-anchors")), portal.clock());
    }

    void write(String who, String event) {
        Caller caller = new Caller(java.util.UUID.nameUUIDFromBytes(who.getBytes(java.nio.charset.StandardCharsets.UTF_8)), null, who, Caller.Kind.SESSION,
                org.shuyuan.api.text.Language.ZH_CN, "10.0.0.7");
        portal.audit.write(caller, null, "calendar.change", new Audit.Subject("calendar.event", event, "学习日 " + event), Map.of("title", "旧 " + event),
                Map.of("title", "新 " + event));
    }

    Chained with(int entries) {
        for (int i = 1; i <= entries; i++) {
            write("王伟", String.valueOf(i));
        }
        portal.chain.chain();
        return this;
    }

    int sql(String sql, Object... values) {
        try (Connection c = portal.db.pool().getConnection(); PreparedStatement s = c.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                s.setObject(i + 1, values[i]);
            }
            return s.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Check check() {
        return checks.now("test");
    }

    /** {@code ok}, or fault and number. */
    String found() {
        Check check = check();
        if (!check.result().equals("broken")) {
            return check.result();
        }
        String report = String.valueOf(check.report());
        return report.replaceAll(".*\"fault\":\"([a-z]+)\".*", "$1") + " at " + report.replaceAll(".*\"number\":(\\d+).*", "$1");
    }

    @Override
    public void close() {
        checks.stop();
        portal.close();
    }
}
