package org.shuyuan.rest.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.tx.TransactionFailed;

/** The keys of writes that were done, with their answers. Thread-safe. */
final class IdempotencyStore {

    /** How long a repeated request gets the first one's answer. */
    static final Duration KEPT = Duration.ofDays(2);

    /** @param status null when the portal ended between the commit and the answer */
    record Done(String request, @Nullable Integer status, @Nullable String location, @Nullable String tag, @Nullable String body) {}

    private final DataSource db;

    IdempotencyStore(DataSource db) {
        this.db = db;
    }

    Optional<Done> find(UUID account, String key) {
        try (Connection c = db.getConnection(); PreparedStatement s = c.prepareStatement(
                "select request, status, location, tag, body from rest_idempotency where account = ? and request_key = ?")) {
            s.setObject(1, account);
            s.setString(2, key);
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? Optional.of(new Done(r.getString(1), (Integer) r.getObject(2), r.getString(3), r.getString(4), r.getString(5)))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new TransactionFailed("Idempotency key not read", e);
        }
    }

    /** In the transaction of the work itself. @throws SQLException a twin was first */
    void done(UUID account, String key, String request) throws SQLException {
        try (Connection c = db.getConnection(); PreparedStatement s = c.prepareStatement(
                "insert into rest_idempotency (account, request_key, request) values (?, ?, ?)")) {
            s.setObject(1, account);
            s.setString(2, key);
            s.setString(3, request);
            s.executeUpdate();
        }
    }

    void answered(UUID account, String key, Done done) {
        try (Connection c = db.getConnection(); PreparedStatement s = c.prepareStatement(
                "update rest_idempotency set status = ?, location = ?, tag = ?, body = ? where account = ? and request_key = ?")) {
            s.setObject(1, done.status());
            s.setString(2, done.location());
            s.setString(3, done.tag());
            s.setString(4, done.body());
            s.setObject(5, account);
            s.setString(6, key);
            s.executeUpdate();
        } catch (SQLException e) {
            throw new TransactionFailed("Answer not kept", e);
        }
    }

    int purge(Instant now) {
        try (Connection c = db.getConnection(); PreparedStatement s = c.prepareStatement("delete from rest_idempotency where at < ?")) {
            s.setTimestamp(1, Timestamp.from(now.minus(KEPT)));
            return s.executeUpdate();
        } catch (SQLException e) {
            throw new TransactionFailed("Old keys not deleted", e);
        }
    }
}
