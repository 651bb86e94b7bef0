package org.shuyuan.notices.internal.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.mail.Mail.Letter;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.tx.TransactionFailed;
import org.shuyuan.rest.Json;

/** Rows of {@code notices_mail}. Thread-safe. */
@Component(service = MailStore.class)
public class MailStore {

    private static final TypeReference<Map<String, String>> VALUES = new TypeReference<>() {};
    private static final String COLUMNS = "id, module, text_key, text_values, reference, language, recipient, recipient_name, state, created_at, until_at, next_at, attempts, ended_at, reason, detail";

    /** What has become of a letter. */
    public enum State {
        /** Not handed over yet. */
        WAITING,
        /** A mail server has it. */
        SENT,
        /** It will not be sent: refused, or tried for long enough. */
        FAILED,
        /** The portal ended, or the connection broke, while it was being handed over: whether it arrived is not known. */
        DOUBT,
        /** Not wanted any more before it was sent. */
        DROPPED
    }

    /** @param reason a word, told in the reader's language by the text {@code mail.why.<reason>} @param detail what the other side said */
    public record Row(UUID id, String module, String key, Map<String, String> values, @Nullable String reference, Language language, String to, String name, State state,
            Instant at, Instant until, Instant next, int attempts, @Nullable Instant ended, @Nullable String reason, String detail) {}

    private final DataSource db;

    @Activate
    public MailStore(@Reference(target = "(osgi.jndi.service.name=shuyuan.notices)") DataSource db) {
        this.db = db;
    }

    /** @return false when one with the same {@code once} is there already */
    public boolean add(UUID id, Letter letter, Instant at, Instant until, @Nullable String refused) {
        String once = letter.once();
        return update("insert into notices_mail (id, once_key, module, text_key, text_values, reference, language, recipient, recipient_name, person_id, state, created_at, until_at, next_at,"
                + " attempts, handed, ended_at, reason) select cast(? as uuid), cast(? as varchar(200)), ?, ?, ?, ?, ?, ?, ?, cast(? as uuid), ?, cast(? as timestamp with time zone),"
                + " cast(? as timestamp with time zone), cast(? as timestamp with time zone), 0, false, cast(? as timestamp with time zone), ?"
                + " where not exists (select 1 from notices_mail where once_key = ?)",
                id.toString(), once, letter.module(), letter.key(), write(letter.values()), letter.reference(), letter.language().tag(), letter.to(), letter.name(),
                letter.person() == null ? null : letter.person().toString(),
                (refused == null ? State.WAITING : State.FAILED).name(), at, until, at, refused == null ? null : at, refused, once == null ? "" : once) == 1;
    }

    /** Takes the next letters that are due for this node, so that no other does. */
    Optional<Row> claim(String holder, Instant now, Instant claimedUntil) {
        List<UUID> due = query("select id from notices_mail where state = 'WAITING' and handed = false and next_at <= ? and (claimed_until is null or claimed_until < ?) order by next_at, id limit 5",
                r -> r.getObject(1, UUID.class), now, now);
        for (UUID id : due) {
            if (update("update notices_mail set holder = ?, claimed_until = ? where id = ? and state = 'WAITING' and handed = false and (claimed_until is null or claimed_until < ?)",
                    holder, claimedUntil, id, now) == 1) {
                return find(id);
            }
        }
        return Optional.empty();
    }

    /** The server is about to have it. @return false when somebody else has claimed it meanwhile */
    boolean handing(UUID id, String holder) {
        return update("update notices_mail set handed = true where id = ? and holder = ? and state = 'WAITING'", id, holder) == 1;
    }

    /** Its end. What was sent or dropped is kept without address and values. */
    void end(UUID id, State state, Instant at, @Nullable String reason, String detail) {
        boolean forget = state == State.SENT || state == State.DROPPED;
        update("update notices_mail set state = ?, ended_at = ?, reason = ?, detail = ?, attempts = attempts + 1, holder = null, claimed_until = null, handed = false"
                + (forget ? ", text_values = '{}', recipient = '', recipient_name = ''" : "") + " where id = ?", state.name(), at, reason, detail, id);
    }

    /** Not now. */
    void later(UUID id, Instant next, String reason, String detail) {
        update("update notices_mail set next_at = ?, reason = ?, detail = ?, attempts = attempts + 1, holder = null, claimed_until = null, handed = false where id = ?",
                next, reason, detail, id);
    }

    /** Nobody tried it after all. */
    void release(UUID id) {
        update("update notices_mail set holder = null, claimed_until = null where id = ? and handed = false", id);
    }

    /** Letters that were being handed over when their node ended. */
    int doubtful(Instant now) {
        return update("update notices_mail set state = 'DOUBT', ended_at = ?, reason = 'interrupted', detail = '', holder = null, claimed_until = null"
                + " where state = 'WAITING' and handed = true and claimed_until < ?",
                now, now);
    }

    /** Everything that waits is tried at once: the settings have changed. */
    void hurry(Instant now) {
        update("update notices_mail set next_at = ? where state = 'WAITING' and next_at > ?", now, now);
    }

    /** Sends one once more that failed or is in doubt. */
    boolean again(UUID id, Instant now, Instant until) {
        return update("update notices_mail set state = 'WAITING', next_at = ?, until_at = ?, ended_at = null, attempts = 0, handed = false"
                + " where id = ? and state in ('FAILED', 'DOUBT')", now, until, id) == 1;
    }

    Optional<Row> find(UUID id) {
        return query("select " + COLUMNS + " from notices_mail where id = ?", MailStore::row, id).stream().findFirst();
    }

    private static final String TROUBLE = " from notices_mail where state in ('FAILED', 'DOUBT') or state = 'WAITING' and attempts > 0";

    /** What failed, is in doubt or has been tried in vain, the newest first. */
    List<Row> trouble(int offset, int size) {
        return query("select " + COLUMNS + TROUBLE + " order by created_at desc, id desc limit ? offset ?", MailStore::row, size, offset);
    }

    long troubles() {
        return query("select count(*)" + TROUBLE, r -> r.getLong(1)).get(0);
    }

    long count(State state, Instant since) {
        return query("select count(*) from notices_mail where state = ? and created_at >= ?", r -> r.getLong(1), state.name(), since).get(0);
    }

    /** A person's letters, the newest first. */
    public List<Row> of(UUID person, int most) {
        return query("select " + COLUMNS + " from notices_mail where person_id = ? order by created_at desc, id desc limit ?", MailStore::row, person, most);
    }

    public long count(UUID person) {
        return query("select count(*) from notices_mail where person_id = ?", r -> r.getLong(1), person).get(0);
    }

    /** Also what has not been sent: whoever is anonymised left long ago. */
    public void forget(UUID person) {
        update("delete from notices_mail where person_id = ?", person);
    }

    int purge(Instant before) {
        return update("delete from notices_mail where created_at < ? and state <> 'WAITING'", before);
    }

    private static Row row(ResultSet r) throws SQLException {
        Timestamp ended = r.getTimestamp(14);
        String detail = r.getString(16);
        return new Row(r.getObject(1, UUID.class), r.getString(2), r.getString(3), read(r.getString(4)), r.getString(5), Language.of(r.getString(6)), r.getString(7), r.getString(8),
                State.valueOf(r.getString(9)), r.getTimestamp(10).toInstant(), r.getTimestamp(11).toInstant(), r.getTimestamp(12).toInstant(), r.getInt(13),
                ended == null ? null : ended.toInstant(), r.getString(15), detail == null ? "" : detail);
    }

    static String write(Map<String, String> values) {
        try {
            return Json.mapper().writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Values of a letter", e);
        }
    }

    private static Map<String, String> read(String json) {
        try {
            return Json.mapper().readValue(json, VALUES);
        } catch (JsonProcessingException damaged) {
            return Map.of();
        }
    }

    private interface Reading<T> {
        T of(ResultSet r) throws SQLException;
    }

    private int update(String sql, @Nullable Object... values) {
        try (Connection c = db.getConnection(); PreparedStatement s = c.prepareStatement(sql)) {
            fill(s, values);
            return s.executeUpdate();
        } catch (SQLException e) {
            throw new TransactionFailed("mail not written", e);
        }
    }

    private <T> List<T> query(String sql, Reading<T> reading, @Nullable Object... values) {
        try (Connection c = db.getConnection(); PreparedStatement s = c.prepareStatement(sql)) {
            fill(s, values);
            List<T> found = new ArrayList<>();
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    found.add(reading.of(r));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new TransactionFailed("mail not read", e);
        }
    }

    private static void fill(PreparedStatement s, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value instanceof Instant at) {
                s.setTimestamp(i + 1, Timestamp.from(at));
            } else if (value == null) {
                s.setNull(i + 1, java.sql.Types.VARCHAR);
            } else {
                s.setObject(i + 1, value);
            }
        }
    }
}
