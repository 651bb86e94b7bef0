package org.shuyuan.attendance.internal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.shuyuan.api.attendance.Gatherings.Attended;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.text.Names;
import org.shuyuan.attendance.internal.Mark;
import org.shuyuan.attendance.internal.Portal;
import org.shuyuan.attendance.internal.RollService.Marking;
import org.shuyuan.attendance.internal.Rules;
import org.shuyuan.attendance.internal.State;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeTexts;
import org.shuyuan.testing.ModuleDatabase;

/** What the list of gatherings says of each. */
class GatheringResourceTest {

    private static <T> T unused(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, values) -> {
            throw new AssertionError(method.getName() + " is not asked for a list");
        }));
    }

    @BothDatabases
    void aGatheringHasOneRateWhoeverLooksAtItFromWherever(Database database) {
        try (Portal p = new Portal(ModuleDatabase.of("attendance", database))) {
            UUID bank = Objects.requireNonNull(p.credit.parent());
            p.rules.set(p.organiser, p.credit.id(), 0, new Rules(true, 50, 100, 90, 3, 0, 7, 5, true));
            UUID id = p.gathering("one", Portal.START);
            List<Marking> late = p.rolls.roll(p.organiser, id).stream().map(m -> new Marking(m.person(), State.LATE, null, null, null, null)).toList();
            p.rolls.mark(p.organiser, id, late, Mark.Way.ROLL);
            GatheringResource resource = new GatheringResource(p.gatherings, p.rolls, p.onRoll, p.closing, p.makeUps, p.arrivals, p.rules, p.units,
                    new ViewMaker(p.people, p.units, unused(Names.class), p.reasons), new Sheets(unused(Workbooks.class), new FakeTexts()));

            for (UUID from : List.of(p.credit.id(), bank)) {
                Page<?> page = (Page<?>) resource.list(Call.of(p.organiser, from, null), ListQuery.of(null, 1, 20, null), "2026-01-01", "2026-12-31", null, null).getEntity();
                assertThat(page.items()).as("the department counts late as half, the bank as whole").singleElement()
                        .satisfies(line -> assertThat(((Views.GatheringLine) line).tally().rate()).isEqualTo(50.0));
            }
            assertThat(p.gatherings.attended(p.organiser, List.of(id))).extracting(Attended::rate).as("as modules are told").containsExactly(50.0);
        }
    }
}
