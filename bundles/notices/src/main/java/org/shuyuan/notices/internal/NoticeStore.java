package org.shuyuan.notices.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.notices.Notices.Notice;
import org.shuyuan.api.tx.TransactionFailed;
import org.shuyuan.rest.Json;

/** The notices and who has read them. Plain JDBC: one notice to a thousand people is one batch. Thread-safe. */
@Component(service = NoticeStore.class)
public class NoticeStore {

    private static final TypeReference<Map<String, String>> VALUES = new TypeReference<>() {};

    /** @param read when the account has read it; null while it has not */
    public record Stored(UUID id, Notice notice, Instant at, @Nullable Instant read) {}

    private final DataSource db;

    @Activate
    public NoticeStore(@Reference(target = "(osgi.jndi.service.name=shuyuan.notices)") DataSource db) {
        this.db = db;
    }

    /** In the caller's transaction. */
    void add(UUID id, Notice notice, Instant at, Collection<UUID> accounts) {
        sql("notice not stored", c -> {
            try (PreparedStatement s = c.prepareStatement(
                    "insert into notices_notice (id, module, text_key, text_values, link, at) values (?, ?, ?, ?, ?, ?)")) {
                s.setObject(1, id);
                s.setString(2, notice.module());
                s.setString(3, notice.key());
                s.setString(4, write(notice.values()));
                s.setString(5, notice.link());
                s.setTimestamp(6, Timestamp.from(at));
                s.executeUpdate();
            }
            try (PreparedStatement s = c.prepareStatement("insert into notices_receipt (account, notice) values (?, ?)")) {
                for (UUID account : accounts) {
                    s.setObject(1, account);
                    s.setObject(2, id);
                    s.addBatch();
                }
                s.executeBatch();
            }
            return null;
        });
    }

    /** Newest first. */
    List<Stored> page(UUID account, boolean unreadOnly, int offset, int size) {
        return sql("notices not read", c -> {
            try (PreparedStatement s = c.prepareStatement("select n.id, n.module, n.text_key, n.text_values, n.link, n.at, r.read_at"
                    + " from notices_receipt r join notices_notice n on n.id = r.notice where r.account = ?"
                    + (unreadOnly ? " and r.read_at is null" : "") + " order by r.notice desc limit ? offset ?")) {
                s.setObject(1, account);
                s.setInt(2, size);
                s.setInt(3, offset);
                List<Stored> found = new ArrayList<>();
                try (ResultSet r = s.executeQuery()) {
                    while (r.next()) {
                        found.add(stored(r));
                    }
                }
                return found;
            }
        });
    }

    Optional<Stored> find(UUID id) {
        return sql("notice not read", c -> {
            try (PreparedStatement s = c.prepareStatement("select id, module, text_key, text_values, link, at, cast(null as timestamp with time zone)"
                    + " from notices_notice where id = ?")) {
                s.setObject(1, id);
                try (ResultSet r = s.executeQuery()) {
                    return r.next() ? Optional.of(stored(r)) : Optional.empty();
                }
            }
        });
    }

    Set<UUID> recipients(UUID notice) {
        return sql("recipients not read", c -> {
            try (PreparedStatement s = c.prepareStatement("select account from notices_receipt where notice = ?")) {
                s.setObject(1, notice);
                Set<UUID> found = new HashSet<>();
                try (ResultSet r = s.executeQuery()) {
                    while (r.next()) {
                        found.add(r.getObject(1, UUID.class));
                    }
                }
                return found;
            }
        });
    }

    long count(UUID account, boolean unreadOnly) {
        return sql("notices not counted", c -> {
            try (PreparedStatement s = c.prepareStatement("select count(*) from notices_receipt where account = ?"
                    + (unreadOnly ? " and read_at is null" : ""))) {
                s.setObject(1, account);
                try (ResultSet r = s.executeQuery()) {
                    r.next();
                    return r.getLong(1);
                }
            }
        });
    }

    /** Who has not read what was sent then with this link, has it no more. */
    void withdraw(String module, String link, Instant from, Instant to) {
        sql("notices not withdrawn", c -> {
            try (PreparedStatement s = c.prepareStatement("delete from notices_receipt where read_at is null and notice in"
                    + " (select id from notices_notice where at between ? and ? and module = ? and link = ?)")) {
                s.setTimestamp(1, Timestamp.from(from));
                s.setTimestamp(2, Timestamp.from(to));
                s.setString(3, module);
                s.setString(4, link);
                return s.executeUpdate();
            }
        });
    }

    /** Marks the account's own notices; ids of others are passed over. @return how many became read */
    int markRead(UUID account, Collection<UUID> ids, Instant at) {
        return sql("notices not marked", c -> {
            try (PreparedStatement s = c.prepareStatement(
                    "update notices_receipt set read_at = ? where account = ? and notice = ? and read_at is null")) {
                int marked = 0;
                for (UUID id : ids) {
                    s.setTimestamp(1, Timestamp.from(at));
                    s.setObject(2, account);
                    s.setObject(3, id);
                    marked += s.executeUpdate();
                }
                return marked;
            }
        });
    }

    int markAllRead(UUID account, Instant at) {
        return sql("notices not marked", c -> {
            try (PreparedStatement s = c.prepareStatement(
                    "update notices_receipt set read_at = ? where account = ? and read_at is null")) {
                s.setTimestamp(1, Timestamp.from(at));
                s.setObject(2, account);
                return s.executeUpdate();
            }
        });
    }

    /** Deletes what is older, read or not. */
    int purge(Instant before) {
        return sql("old notices not deleted", c -> {
            try (PreparedStatement s = c.prepareStatement("delete from notices_notice where at < ?")) {
                s.setTimestamp(1, Timestamp.from(before));
                return s.executeUpdate();
            }
        });
    }

    /** How many notices lead to the page of a person. */
    int about(UUID person) {
        return sql("notices about a person not counted", c -> {
            try (PreparedStatement s = c.prepareStatement("select count(*) from notices_notice where link like ?")) {
                s.setString(1, "%/people/" + person + "%");
                try (ResultSet r = s.executeQuery()) {
                    r.next();
                    return r.getInt(1);
                }
            }
        });
    }

    /** Deletes what was sent to the accounts, and to whomever about the person; in the caller's transaction. */
    void forget(UUID person, Collection<UUID> accounts) {
        sql("notices of a person not deleted", c -> {
            for (UUID account : accounts) {
                update(c, "delete from notices_receipt where account = ?", account);
            }
            update(c, "delete from notices_notice where link like ?", "%/people/" + person + "%");
            if (!accounts.isEmpty()) {
                update(c, "delete from notices_notice where not exists (select 1 from notices_receipt r where r.notice = notices_notice.id)");
            }
            return null;
        });
    }

    /**
     * Notices in whose values one of the names stands alone.
     *
     * @param label what to put in its place; null: only count them
     * @return how many
     */
    int naming(Collection<String> names, @Nullable String label) {
        return sql("names in notices not replaced", c -> {
            Map<UUID, Map<String, String>> found = new HashMap<>();
            for (String name : names) {
                try (PreparedStatement s = c.prepareStatement("select id, text_values from notices_notice where text_values like ? escape '!'")) {
                    s.setString(1, "%\"" + name.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "\"%");
                    try (ResultSet r = s.executeQuery()) {
                        while (r.next()) {
                            Map<String, String> values = read(r.getString(2));
                            if (values.containsValue(name)) {
                                found.computeIfAbsent(r.getObject(1, UUID.class), id -> values);
                            }
                        }
                    }
                }
            }
            for (Map.Entry<UUID, Map<String, String>> one : label == null ? Map.<UUID, Map<String, String>>of().entrySet() : found.entrySet()) {
                Map<String, String> values = new HashMap<>(one.getValue());
                values.replaceAll((key, value) -> names.contains(value) ? label : value);
                update(c, "update notices_notice set text_values = ? where id = ?", write(values), one.getKey());
            }
            return found.size();
        });
    }

    private static void update(Connection c, String sql, Object... values) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                s.setObject(i + 1, values[i]);
            }
            s.executeUpdate();
        }
    }

    private static Stored stored(ResultSet r) throws SQLException {
        Timestamp read = r.getTimestamp(7);
        return new Stored(r.getObject(1, UUID.class), new Notice(r.getString(2), r.getString(3), read(r.getString(4)), r.getString(5)),
                r.getTimestamp(6).toInstant(), read == null ? null : read.toInstant());
    }

    static String write(Map<String, String> values) {
        try {
            return Json.mapper().writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Values of a notice", e);
        }
    }

    private static Map<String, String> read(String json) {
        try {
            return Json.mapper().readValue(json, VALUES);
        } catch (JsonProcessingException damaged) {
            return Map.of();
        }
    }

    private interface Work<T> {
        T on(Connection c) throws SQLException;
    }

    private <T extends @Nullable Object> T sql(String otherwise, Work<T> work) {
        try (Connection c = db.getConnection()) {
            return work.on(c);
        } catch (SQLException e) {
            throw new TransactionFailed(otherwise, e);
        }
    }
}
