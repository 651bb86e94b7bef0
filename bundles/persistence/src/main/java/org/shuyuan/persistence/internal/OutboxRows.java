package org.shuyuan.persistence.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.shuyuan.api.outbox.OutboxConsumer;
import org.shuyuan.api.outbox.OutboxEntry;

/** The tables of the outbox: entries, consumers with their lease, and what each has done. Thread-safe. */
final class OutboxRows {

    private static final int BATCH = 100;

    private final DataSource pool;

    OutboxRows(DataSource pool) {
        this.pool = pool;
    }

    /** The last entry that was written before that moment, 0 if none was. */
    long lastBefore(Instant moment) throws SQLException {
        try (Connection c = pool.getConnection(); PreparedStatement s = c.prepareStatement("select max(id) from persistence_outbox where at < ?")) {
            s.setTimestamp(1, timestamp(moment));
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? r.getLong(1) : 0;
            }
        }
    }

    /** What the consumer has to do, in order, at most a hundred entries behind that one. */
    List<OutboxEntry> waiting(OutboxConsumer consumer, long after) throws SQLException {
        List<String> conditions = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (String topic : consumer.topics()) {
            boolean prefix = topic.endsWith(".*");
            conditions.add(prefix ? "o.topic like ?" : "o.topic = ?");
            values.add(prefix ? topic.substring(0, topic.length() - 1) + "%" : topic);
        }
        if (conditions.isEmpty()) {
            return List.of();
        }
        String sql = "select o.id, o.topic, o.payload, o.at from persistence_outbox o join persistence_outbox_consumer k on k.name = ?"
                + " where o.id > k.from_id and o.id > ? and (" + String.join(" or ", conditions) + ")"
                + " and not exists (select 1 from persistence_outbox_done d where d.consumer = k.name and d.entry = o.id)"
                + " order by o.id fetch first " + BATCH + " rows only";
        try (Connection c = pool.getConnection(); PreparedStatement s = c.prepareStatement(sql)) {
            s.setString(1, consumer.name());
            s.setLong(2, after);
            for (int i = 0; i < values.size(); i++) {
                s.setString(i + 3, values.get(i));
            }
            List<OutboxEntry> entries = new ArrayList<>();
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    entries.add(new OutboxEntry(r.getLong(1), r.getString(2), r.getString(3), r.getTimestamp(4).toInstant()));
                }
            }
            return entries;
        }
    }

    /** True when this node may serve the consumer for so long; a consumer seen first gets what was kept until now. */
    boolean lease(String consumer, String node, Duration time, Duration kept) throws SQLException {
        try (Connection c = pool.getConnection()) {
            if (update(c, "update persistence_outbox_consumer set holder = ?, until = ? where name = ? and (holder = ? or until < ? or until > ?)",
                    // nobody leases for longer: a lease that ends later is of a clock that was wrong
                    node, timestamp(Instant.now().plus(time)), consumer, node, timestamp(Instant.now()), timestamp(Instant.now().plus(time.multipliedBy(2)))) == 1) {
                return true;
            }
            try {
                return update(c, "insert into persistence_outbox_consumer (name, holder, until, from_id)"
                        + " select ?, ?, ?, coalesce((select max(id) from persistence_outbox where at < ?), 0)"
                        + " where not exists (select 1 from persistence_outbox_consumer where name = ?)",
                        consumer, node, timestamp(Instant.now().plus(time)), timestamp(Instant.now().minus(kept)), consumer) == 1;
            } catch (SQLException twin) {
                return false;
            }
        }
    }

    void done(String consumer, long entry) throws SQLException {
        try (Connection c = pool.getConnection()) {
            update(c, "insert into persistence_outbox_done (consumer, entry) values (?, ?)", consumer, entry);
        }
    }

    /** Entries from before that moment, and who has done them. */
    void purge(Instant before) throws SQLException {
        try (Connection c = pool.getConnection()) {
            update(c, "delete from persistence_outbox_done where entry in (select id from persistence_outbox where at < ?)", timestamp(before));
            update(c, "delete from persistence_outbox where at < ?", timestamp(before));
        }
    }

    private static Timestamp timestamp(Instant moment) {
        return Timestamp.from(moment);
    }

    private static int update(Connection c, String sql, Object... values) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                s.setObject(i + 1, values[i]);
            }
            return s.executeUpdate();
        }
    }
}
