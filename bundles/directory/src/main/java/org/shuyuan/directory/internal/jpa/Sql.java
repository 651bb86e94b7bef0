package org.shuyuan.directory.internal.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import javax.persistence.EntityManager;
import javax.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;

/** Plain SQL on the transaction's connection, where thousands of rows are read or written and entities would cost more than the rows. */
final class Sql {

    private static final int BATCH = 500;

    interface Reader<T> {
        T row(ResultSet row) throws SQLException;
    }

    private Sql() {}

    /** @param sql holds {@code (:keys)} once; asked in parts */
    static <K, T> List<T> in(EntityManager em, String sql, Collection<K> keys, Reader<T> reader) {
        List<K> all = List.copyOf(keys);
        List<T> found = new ArrayList<>();
        for (int i = 0; i < all.size(); i += BATCH) {
            List<K> some = all.subList(i, Math.min(all.size(), i + BATCH));
            found.addAll(list(em, sql.replace("(:keys)", "(" + String.join(",", Collections.nCopies(some.size(), "?")) + ")"), some, reader));
        }
        return found;
    }

    static <T> List<T> list(EntityManager em, String sql, List<? extends @Nullable Object> values, Reader<T> reader) {
        try (PreparedStatement statement = em.unwrap(Connection.class).prepareStatement(sql)) {
            statement.setFetchSize(BATCH);
            bind(statement, values);
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(reader.row(rows));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    /** @return how many rows were written */
    static int update(EntityManager em, String sql, @Nullable Object... values) {
        try (PreparedStatement statement = em.unwrap(Connection.class).prepareStatement(sql)) {
            bind(statement, java.util.Arrays.asList(values));
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    /** @return how many of them wrote a row */
    static <T> int batch(EntityManager em, String sql, Collection<T> all, Function<T, @Nullable Object[]> values) {
        int written = 0;
        try (PreparedStatement statement = em.unwrap(Connection.class).prepareStatement(sql)) {
            int waiting = 0;
            for (T one : all) {
                bind(statement, java.util.Arrays.asList(values.apply(one)));
                statement.addBatch();
                if (++waiting == BATCH) {
                    written += sum(statement.executeBatch());
                    waiting = 0;
                }
            }
            return waiting == 0 ? written : written + sum(statement.executeBatch());
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    private static int sum(int[] counts) {
        int sum = 0;
        for (int count : counts) {
            sum += count == java.sql.Statement.SUCCESS_NO_INFO ? 1 : Math.max(0, count);
        }
        return sum;
    }

    private static void bind(PreparedStatement statement, List<? extends @Nullable Object> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            statement.setObject(i + 1, value instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : value);
        }
    }

    static @Nullable UUID uuid(ResultSet row, int column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    static @Nullable LocalDate day(ResultSet row, int column) throws SQLException {
        return row.getObject(column, LocalDate.class);
    }
}
