package org.shuyuan.persistence.internal;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.shuyuan.api.outbox.Outbox;
import org.shuyuan.api.tx.TransactionFailed;

/** Rows beside the change they follow; the dispatcher is woken when they are committed. */
public final class JdbcOutbox implements Outbox {

    private static final int LARGEST = 64 * 1024;

    private final SharedTransactions transactions;
    private final Runnable wake;

    public JdbcOutbox(SharedTransactions transactions, Runnable wake) {
        this.transactions = transactions;
        this.wake = wake;
    }

    @Override
    public void add(String topic, String payload) {
        if (!transactions.active()) {
            throw new IllegalStateException("The outbox is written inside a transaction only");
        }
        if (topic.length() > 100 || payload.getBytes(StandardCharsets.UTF_8).length > LARGEST) {
            throw new IllegalArgumentException("Too long for the outbox: " + topic);
        }
        try (Connection c = transactions.connection();
                PreparedStatement s = c.prepareStatement("insert into persistence_outbox (topic, payload) values (?, ?)")) {
            s.setString(1, topic);
            s.setString(2, payload);
            s.executeUpdate();
        } catch (SQLException e) {
            throw new TransactionFailed("Not written to the outbox", e);
        }
        transactions.afterCommit(wake);
    }
}
