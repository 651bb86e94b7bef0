package org.shuyuan.modules.internal;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.TransactionFailed;
import org.shuyuan.rest.Json;

/** What was done to the modules and what failed. Writes in the current transaction. Thread-safe. */
final class HistoryStore {

    enum Action {
        INSTALL,
        UPDATE,
        WITHDRAW,
        /** Its data went for good. */
        PURGE,
        FAILURE
    }

    /** @param why for a failure: its code with the values of its text, so that everybody reads it in the own language */
    record Entry(UUID id, String module, Instant at, String who, Action action, @Nullable String version, @Nullable String previous,
            @Nullable String origin, @Nullable Problem why) {}

    private final DataSource db;

    HistoryStore(DataSource db) {
        this.db = db;
    }

    void add(DesiredStore.Desired desired, Action action, @Nullable String previous, Caller caller) {
        insert(desired.id(), caller, action, desired.version(), previous, desired.origin(), null, null);
    }

    /** Unless the module's newest entry says the same. @param runs the version that runs all the same, null when none does */
    void addFailure(String module, String version, @Nullable String runs, String origin, Problem why, Caller caller) {
        List<Entry> last = list(module, 0, 1);
        if (last.isEmpty() || last.get(0).why() == null || !version.equals(last.get(0).version()) || !why.code().equals(last.get(0).why().code())
                || !said(why).equals(said(last.get(0).why()))) {
            insert(module, caller, Action.FAILURE, version, runs, origin, why.code(), Json.mapper().valueToTree(values(why)).toString());
        }
    }

    private void insert(String module, Caller caller, Action action, @Nullable String version, @Nullable String previous, @Nullable String origin,
            @Nullable String code, @Nullable String values) {
        try (Connection c = db.getConnection(); PreparedStatement s = c.prepareStatement("insert into modules_history"
                + " (id, module, at, who, action, version, previous_version, origin, code, details) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            s.setObject(1, Ids.next());
            s.setString(2, module);
            s.setTimestamp(3, Timestamp.from(Instant.now()));
            s.setString(4, caller.name());
            s.setString(5, action.name().toLowerCase(Locale.ROOT));
            s.setString(6, version);
            s.setString(7, previous);
            s.setString(8, origin);
            s.setString(9, code);
            s.setString(10, values);
            s.executeUpdate();
        } catch (SQLException e) {
            throw new TransactionFailed("History of modules not written", e);
        }
    }

    /** The newest first. @param module null for all */
    List<Entry> list(@Nullable String module, int offset, int size) {
        try (Connection c = db.getConnection(); PreparedStatement s = c.prepareStatement("select id, module, at, who, action, version,"
                + " previous_version, origin, code, details from modules_history" + (module == null ? "" : " where module = ?")
                + " order by at desc, id desc offset ? rows fetch first ? rows only")) {
            int i = 1;
            if (module != null) {
                s.setString(i++, module);
            }
            s.setInt(i++, offset);
            s.setInt(i, size);
            List<Entry> entries = new ArrayList<>();
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    entries.add(new Entry(r.getObject(1, UUID.class), r.getString(2), r.getTimestamp(3).toInstant(), r.getString(4),
                            Action.valueOf(r.getString(5).toUpperCase(Locale.ROOT)), r.getString(6), r.getString(7), r.getString(8),
                            problem(r.getString(9), r.getString(10))));
                }
            }
            return entries;
        } catch (SQLException e) {
            throw new TransactionFailed("History of modules not read", e);
        }
    }

    /** @param module null for all */
    long count(@Nullable String module) {
        try (Connection c = db.getConnection();
                PreparedStatement s = c.prepareStatement("select count(*) from modules_history" + (module == null ? "" : " where module = ?"))) {
            if (module != null) {
                s.setString(1, module);
            }
            try (ResultSet r = s.executeQuery()) {
                r.next();
                return r.getLong(1);
            }
        } catch (SQLException e) {
            throw new TransactionFailed("History of modules not read", e);
        }
    }

    private static Map<String, String> values(Problem why) {
        Map<String, String> values = new TreeMap<>();
        why.values().forEach((name, value) -> values.put(name, String.valueOf(value)));
        return values;
    }

    /** What people read of it; what stands behind it numbers bundles anew each time. */
    private static Map<String, String> said(Problem why) {
        Map<String, String> values = values(why);
        values.remove(Reasons.CHAIN);
        return values;
    }

    private static @Nullable Problem problem(@Nullable String code, @Nullable String values) {
        if (code == null) {
            return null;
        }
        Problem problem = new Problem(422, code);
        try {
            Json.mapper().readValue(values == null ? "{}" : values, new TypeReference<Map<String, String>>() {}).forEach(problem::with);
        } catch (IOException e) {
            throw new IllegalStateException("History of modules holds no JSON", e);
        }
        return problem;
    }
}
