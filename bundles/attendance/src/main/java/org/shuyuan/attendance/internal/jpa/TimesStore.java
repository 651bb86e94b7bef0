package org.shuyuan.attendance.internal.jpa;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.attendance.internal.Mark;
import org.shuyuan.attendance.internal.Times;

/** When people came. Thread-safe. */
@Component(service = TimesStore.class)
public final class TimesStore {

    private static final String COLUMNS = "gathering_id, person_id, came_at, came_way, came_tap, left_at, left_way, left_tap, to_end";

    /** With the gathering's title. */
    public record Line(Times times, String title) {}

    private final Jpa jpa;

    @Activate
    public TimesStore(@Reference(target = "(shuyuan.module=attendance)") Jpa jpa) {
        this.jpa = jpa;
    }

    public Optional<Times> of(UUID gathering, UUID person) {
        return jpa.read(em -> Sql.list(em, "select " + COLUMNS + " from attendance_times where gathering_id = ? and person_id = ?", List.of(gathering, person), TimesStore::times).stream()
                .findFirst());
    }

    /** Of everybody there, by person. */
    public Map<UUID, Times> of(UUID gathering) {
        Map<UUID, Times> found = new HashMap<>();
        jpa.run(em -> Sql.list(em, "select " + COLUMNS + " from attendance_times where gathering_id = ?", List.of(gathering), TimesStore::times).forEach(t -> found.put(t.person(), t)));
        return found;
    }

    /** Of somebody everywhere, the newest first. */
    public List<Line> of(UUID person, int most) {
        return jpa.read(em -> Sql.list(em, "select t.gathering_id, t.person_id, t.came_at, t.came_way, t.came_tap, t.left_at, t.left_way, t.left_tap, t.to_end, g.title"
                + " from attendance_times t join attendance_gathering g on g.id = t.gathering_id"
                + " where t.person_id = ? order by t.came_at desc, g.id fetch first " + most + " rows only", List.of(person), r -> new Line(times(r), r.getString(10))));
    }

    /** Whoever adds has locked the person's row of the roll. */
    public void add(Times t) {
        jpa.run(em -> Sql.update(em, "insert into attendance_times (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?)", t.gathering(), t.person(), t.came(), MarkStore.word(t.way()), t.tap(),
                t.left(), t.leftWay() == null ? null : MarkStore.word(t.leftWay()), t.leftTap(), t.toEnd()));
    }

    /** Whoever changes has locked the person's row of the roll. */
    public void change(Times t) {
        jpa.run(em -> Sql.update(em, "update attendance_times set came_at = ?, came_way = ?, came_tap = ?, left_at = ?, left_way = ?, left_tap = ?, to_end = ?"
                + " where gathering_id = ? and person_id = ?",
                t.came(), MarkStore.word(t.way()), t.tap(), t.left(), t.leftWay() == null ? null : MarkStore.word(t.leftWay()), t.leftTap(), t.toEnd(), t.gathering(), t.person()));
    }

    /** What closing a roll had put there is taken back. */
    public void openAgain(UUID gathering) {
        jpa.run(em -> Sql.update(em, "delete from attendance_times where gathering_id = ? and came_way = 'closing'", gathering));
        jpa.run(em -> Sql.update(em, "update attendance_times set to_end = false where gathering_id = ? and to_end", gathering));
    }

    /** Nobody has come there. */
    public void clear(UUID gathering) {
        jpa.run(em -> Sql.update(em, "delete from attendance_times where gathering_id = ?", gathering));
    }

    private static Times times(ResultSet r) throws SQLException {
        return new Times(r.getObject(1, UUID.class), r.getObject(2, UUID.class), Objects.requireNonNull(Sql.instant(r, 3)), Objects.requireNonNull(way(r.getString(4))),
                r.getString(5), Sql.instant(r, 6), way(r.getString(7)), r.getString(8), r.getBoolean(9));
    }

    private static Mark.@Nullable Way way(@Nullable String word) {
        return word == null ? null : Mark.Way.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
