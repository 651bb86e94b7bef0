package org.shuyuan.attendance.internal.jpa;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.attendance.internal.Card;

/** By what people are known at a station: PINs and cards. Thread-safe. */
@Component(service = CardStore.class)
public final class CardStore {

    private static final String COLUMNS = "id, person_id, ending, added_at, added_by";

    private final Jpa jpa;

    @Activate
    public CardStore(@Reference(target = "(shuyuan.module=attendance)") Jpa jpa) {
        this.jpa = jpa;
    }

    /** Hash of somebody's PIN. */
    public Optional<String> pin(UUID person) {
        return jpa.read(em -> Sql.list(em, "select hash from attendance_pin where person_id = ?", List.of(person), r -> r.getString(1)).stream().findFirst());
    }

    /** Since when somebody has a PIN. */
    public Optional<Instant> pinSince(UUID person) {
        return jpa.read(em -> Sql.list(em, "select set_at from attendance_pin where person_id = ?", List.of(person), r -> Objects.requireNonNull(Sql.instant(r, 1))).stream().findFirst());
    }

    public void pin(UUID person, String hash, Instant now) {
        jpa.run(em -> {
            if (Sql.update(em, "update attendance_pin set hash = ?, set_at = ? where person_id = ?", hash, now, person) == 0) {
                Sql.update(em, "insert into attendance_pin (hash, set_at, person_id) values (?, ?, ?)", hash, now, person);
            }
        });
    }

    /** @return whether there was one */
    public boolean removePin(UUID person) {
        return jpa.write(em -> Sql.update(em, "delete from attendance_pin where person_id = ?", person) > 0);
    }

    /** Whose card it is. */
    public Optional<UUID> holder(String seal) {
        return jpa.read(em -> Sql.list(em, "select person_id from attendance_card where seal = ?", List.of(seal), r -> r.getObject(1, UUID.class)).stream().findFirst());
    }

    public Optional<Card> find(UUID id) {
        return jpa.read(em -> Sql.list(em, "select " + COLUMNS + " from attendance_card where id = ?", List.of(id), CardStore::card).stream().findFirst());
    }

    public List<Card> of(UUID person) {
        return jpa.read(em -> Sql.list(em, "select " + COLUMNS + " from attendance_card where person_id = ? order by added_at, id", List.of(person), CardStore::card));
    }

    /** Everybody's, the newest first. */
    public List<Card> all(int most) {
        return jpa.read(em -> Sql.list(em, "select " + COLUMNS + " from attendance_card order by added_at desc, id fetch first " + most + " rows only", List.of(), CardStore::card));
    }

    /** @throws javax.persistence.PersistenceException the card is known already */
    public void add(Card card, String seal) {
        jpa.run(em -> Sql.update(em, "insert into attendance_card (" + COLUMNS + ", seal) values (?, ?, ?, ?, ?, ?)", card.id(), card.person(), card.ending(), card.addedAt(), card.addedBy(), seal));
    }

    public void remove(UUID id) {
        jpa.run(em -> Sql.update(em, "delete from attendance_card where id = ?", id));
    }

    private static Card card(ResultSet r) throws SQLException {
        return new Card(r.getObject(1, UUID.class), r.getObject(2, UUID.class), r.getString(3), Objects.requireNonNull(Sql.instant(r, 4)), r.getString(5));
    }
}
