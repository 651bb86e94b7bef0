package org.shuyuan.calendar.internal.jpa;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.calendar.internal.RotaSwap;

/** Who asked whom to change turns, and who was reminded of theirs. Thread-safe. */
@Component(service = RotaSwapStore.class)
public final class RotaSwapStore {

    private static final String COLUMNS = "select s.id, s.rota_id, s.turn_id, s.with_turn_id, s.asking, s.asked, s.message, s.state, s.asked_at from calendar_rota_swap s ";

    private final Jpa jpa;

    @Activate
    public RotaSwapStore(@Reference(target = "(shuyuan.module=calendar)") Jpa jpa) {
        this.jpa = jpa;
    }

    public Optional<RotaSwap> find(UUID id) {
        return jpa.read(em -> Sql.list(em, COLUMNS + "where s.id = ?", List.of(id), RotaSwapStore::swap).stream().findFirst());
    }

    /** Those that wait. */
    public List<RotaSwap> open(Collection<UUID> rotas) {
        return jpa.read(em -> Sql.in(em, COLUMNS + "where s.state = 'open' and s.rota_id in (:keys) order by s.asked_at, s.id", rotas, RotaSwapStore::swap));
    }

    /** Those that wait and have to do with one of these turns. */
    public List<RotaSwap> touching(Collection<UUID> turns) {
        UUID[] ids = turns.toArray(UUID[]::new);
        return jpa.read(em -> Sql.list(em, COLUMNS + "where s.state = 'open' and (s.turn_id = any(cast(? as uuid array)) or s.with_turn_id = any(cast(? as uuid array))) order by s.asked_at, s.id",
                List.of(ids, ids), RotaSwapStore::swap));
    }

    /** Those that wait for one of these members. */
    public List<RotaSwap> asked(Collection<UUID> members) {
        return jpa.read(em -> Sql.in(em, COLUMNS + "where s.state = 'open' and s.asked in (:keys) order by s.asked_at, s.id", members, RotaSwapStore::swap));
    }

    public void add(RotaSwap s) {
        jpa.run(em -> Sql.update(em, "insert into calendar_rota_swap (id, rota_id, turn_id, with_turn_id, asking, asked, message, state, asked_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                s.id(), s.rota(), s.turn(), s.with(), s.asking(), s.asked(), s.message(), s.state().word(), s.askedAt()));
    }

    /** @return whether it was still open: of two who decide only one does */
    public boolean decide(UUID id, RotaSwap.State as, Instant at) {
        return jpa.write(em -> Sql.update(em, "update calendar_rota_swap set state = ?, decided_at = ? where id = ? and state = 'open'", as.word(), at, id)) == 1;
    }

    /** @return whether it was not said before */
    public boolean remind(UUID turn, UUID whom, Instant starts, Instant at) {
        return jpa.write(em -> Sql.list(em, "select 1 from calendar_rota_reminded where turn_id = ? and whom = ? and starts_at = ?", List.of(turn, whom, starts), r -> 1).isEmpty()
                && Sql.update(em, "insert into calendar_rota_reminded (turn_id, whom, starts_at, reminded_at) values (?, ?, ?, ?)", turn, whom, starts, at) == 1);
    }

    private static RotaSwap swap(ResultSet r) throws SQLException {
        return new RotaSwap(r.getObject(1, UUID.class), r.getObject(2, UUID.class), r.getObject(3, UUID.class), r.getObject(4, UUID.class), r.getObject(5, UUID.class),
                r.getObject(6, UUID.class), r.getString(7), RotaSwap.State.valueOf(r.getString(8).toUpperCase(Locale.ROOT)), Objects.requireNonNull(Sql.instant(r, 9)));
    }
}
