package org.shuyuan.api.tx;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
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

/**
 * Plain SQL on the transaction's connection, where many rows are read or written and entities would cost more than the rows. What entities of the
 * same work have pending is not written before: flush first. Thread-safe.
 */
public final class Sql {

    private static final int BATCH = 500;

    /** Makes something of a row. */
    public interface Reader<T> {

        /**
         * What is made.
         *
         * @param row stands on the row; not to be moved
         * @return what the row says
         * @throws SQLException as the driver says
         */
        T row(ResultSet row) throws SQLException;
    }

    private Sql() {}

    /**
     * Rows for many keys, asked in parts of 500.
     *
     * @param <K> a type the driver knows
     * @param <T> what is made of a row
     * @param em of the current work
     * @param sql holds {@code (:keys)} once, and nothing else to be set
     * @param keys any number
     * @param reader makes something of a row
     * @return in the database's order, part by part
     */
    public static <K, T> List<T> in(EntityManager em, String sql, Collection<K> keys, Reader<T> reader) {
        List<K> all = List.copyOf(keys);
        List<T> found = new ArrayList<>();
        for (int i = 0; i < all.size(); i += BATCH) {
            List<K> some = all.subList(i, Math.min(all.size(), i + BATCH));
            found.addAll(list(em, sql.replace("(:keys)", "(" + String.join(",", Collections.nCopies(some.size(), "?")) + ")"), some, reader));
        }
        return found;
    }

    /**
     * The rows of a query.
     *
     * @param <T> what is made of a row
     * @param em of the current work
     * @param sql with a {@code ?} for each value; {@code cast(? as uuid array)} for many ids
     * @param values what the driver knows, an {@link Instant}, or {@code UUID[]}
     * @param reader makes something of a row
     * @return in the query's order
     */
    public static <T> List<T> list(EntityManager em, String sql, List<? extends @Nullable Object> values, Reader<T> reader) {
        try (PreparedStatement statement = em.unwrap(Connection.class).prepareStatement(sql)) {
            statement.setFetchSize(BATCH);
            bind(statement, values);
            return rows(statement, reader);
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    private static <T> List<T> rows(PreparedStatement statement, Reader<T> reader) throws SQLException {
        List<T> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(reader.row(rows));
            }
        }
        return found;
    }

    /**
     * One write.
     *
     * @param em of the current work
     * @param sql with a {@code ?} for each value
     * @param values as of {@link #list}
     * @return how many rows were written
     */
    public static int update(EntityManager em, String sql, @Nullable Object... values) {
        try (PreparedStatement statement = em.unwrap(Connection.class).prepareStatement(sql)) {
            bind(statement, java.util.Arrays.asList(values));
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    /**
     * The same write for many, 500 at a time.
     *
     * @param <T> what is written
     * @param em of the current work
     * @param sql with a {@code ?} for each value
     * @param all what is written
     * @param values of one, as of {@link #list}
     * @return how many of them wrote a row
     */
    public static <T> int batch(EntityManager em, String sql, Collection<T> all, Function<T, @Nullable Object[]> values) {
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
            if (value instanceof UUID[] ids) {
                statement.setArray(i + 1, statement.getConnection().createArrayOf("uuid", ids));
            } else {
                statement.setObject(i + 1, value instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : value);
            }
        }
    }

    /**
     * An id.
     *
     * @param row stands on the row
     * @param column from 1
     * @return null when there is none
     * @throws SQLException as the driver says
     */
    public static @Nullable UUID uuid(ResultSet row, int column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    /**
     * A moment.
     *
     * @param row stands on the row
     * @param column from 1
     * @return null when there is none
     * @throws SQLException as the driver says
     */
    public static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    /**
     * A day.
     *
     * @param row stands on the row
     * @param column from 1
     * @return null when there is none
     * @throws SQLException as the driver says
     */
    public static @Nullable LocalDate day(ResultSet row, int column) throws SQLException {
        return row.getObject(column, LocalDate.class);
    }
}
