package org.shuyuan.directory.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.shuyuan.directory.internal.jpa.PastStore;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** The views that other modules' queries rest on: their columns never change, only new ones may come. */
class ViewsTest {

    private static final LocalDate TODAY = PastStore.today();
    private static final Map<String, List<String>> PUBLISHED = new TreeMap<>(Map.of(
            "directory_v_person", List.of("id", "number", "name", "gender", "political", "category"),
            "directory_v_membership", List.of("id", "person", "unit", "position", "main", "from_day", "to_day"),
            "directory_v_unit", List.of("id", "parent", "name", "kind", "sort_order", "closed_on", "merged_into"),
            "directory_v_unit_state", List.of("unit", "parent", "name", "kind", "from_day", "to_day"),
            "directory_v_unit_within", List.of("unit", "ancestor", "depth", "from_day", "to_day")));

    @BothDatabases
    void columnsStayAsTheyWerePublished(Database database) throws SQLException {
        try (World w = new World(database); Connection c = w.db.pool().getConnection()) {
            for (Map.Entry<String, List<String>> view : PUBLISHED.entrySet()) {
                List<String> columns = new ArrayList<>();
                try (PreparedStatement s = c.prepareStatement("select * from " + view.getKey()); ResultSet r = s.executeQuery()) {
                    for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
                        columns.add(r.getMetaData().getColumnName(i).toLowerCase(Locale.ROOT));
                    }
                }
                assertThat(columns).as(view.getKey()).isEqualTo(view.getValue());
            }
        }
    }

    @BothDatabases
    void figuresByUnitAreOneQueryAlsoForADayOfThePast(Database database) throws SQLException {
        try (World w = new World(database)) {
            UnitData first = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "一科", "department", null, null, TODAY.minusDays(30)));
            UnitData second = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "二科", "department", null, null, TODAY.minusDays(30)));
            UnitData group = w.units.create(w.secretary, new UnitService.Draft(first.id(), "综合组", "group", null, null, TODAY.minusDays(20)));
            w.units.change(w.secretary, group.id(), group.version(), new UnitService.Draft(second.id(), "综合组", "group", null, null, TODAY.minusDays(10)));
            assertThat(below(w, first.id(), TODAY.minusDays(15))).isEqualTo(2);
            assertThat(below(w, first.id(), TODAY)).isEqualTo(1);
            assertThat(below(w, second.id(), TODAY)).isEqualTo(2);
            assertThat(below(w, w.bank.id(), TODAY.minusDays(15))).isEqualTo(4);
            assertThat(below(w, w.bank.id(), TODAY.minusDays(25))).isEqualTo(3);
        }
    }

    private static long below(World w, UUID unit, LocalDate on) throws SQLException {
        try (Connection c = w.db.pool().getConnection();
                PreparedStatement s = c.prepareStatement("select count(*) from directory_v_unit_within where ancestor = ? and (from_day is null or from_day <= ?)"
                        + " and (to_day is null or to_day > ?)")) {
            s.setObject(1, unit);
            s.setObject(2, on);
            s.setObject(3, on);
            try (ResultSet r = s.executeQuery()) {
                r.next();
                return r.getLong(1);
            }
        }
    }
}
