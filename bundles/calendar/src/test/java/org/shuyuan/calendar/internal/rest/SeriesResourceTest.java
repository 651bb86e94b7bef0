package org.shuyuan.calendar.internal.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.Event;
import org.shuyuan.calendar.internal.Names;
import org.shuyuan.calendar.internal.Portal;
import org.shuyuan.calendar.internal.rest.SeriesResource.SeriesInput;
import org.shuyuan.calendar.internal.rest.Views.EventRoomsView;
import org.shuyuan.calendar.internal.rest.Views.EventView;
import org.shuyuan.calendar.internal.rest.Views.RoomOffers;
import org.shuyuan.rest.Call;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;
import org.shuyuan.testing.ModuleDatabase;

/** A series that is dragged, and rooms, over REST. */
class SeriesResourceTest {

    private final Portal portal = new Portal(ModuleDatabase.of("calendar", Database.H2));
    private final ViewMaker views = new ViewMaker(portal.kinds, new Names(portal.people, portal.units, portal.groups), portal.service);
    private final SeriesResource series = new SeriesResource(portal.service, portal.series, new EventAnswers(portal.service, views));
    private final Event event = portal.service.add(portal.organiser, portal.draft(portal.bank, "微课堂", "2027-01-06T09:00", "2027-01-06T10:00", "FREQ=WEEKLY;BYDAY=WE"));

    @AfterEach
    void close() {
        portal.close();
    }

    private Call call(String ifMatch) {
        return Call.of(portal.organiser, portal.bank.id(), ifMatch);
    }

    @Test
    void oneDateThatIsMovedMovesThemAll() {
        EventView moved = (EventView) series.move(call("\"" + event.version() + "\""), event.id(),
                new SeriesInput("2027-01-13T09:00", "2027-01-14T10:00:00+08:00", "2027-01-14T11:00:00+08:00")).getEntity();
        assertThat(moved.start()).isEqualTo("2027-01-07T10:00:00+08:00");
        assertThat(moved.rule()).isEqualTo("FREQ=WEEKLY;BYDAY=TH");
    }

    @Test
    void withoutTheVersionOrWithAnOldOneNothingMoves() {
        SeriesInput input = new SeriesInput("2027-01-13T09:00", "2027-01-14T10:00", "2027-01-14T11:00");
        assertThatThrownBy(() -> series.move(Call.of(portal.organiser, portal.bank.id(), null), event.id(), input)).isInstanceOfSatisfying(Problem.class, r -> assertThat(r.status()).isEqualTo(428));
        assertThatThrownBy(() -> series.move(call("\"99\""), event.id(), input)).isInstanceOfSatisfying(Problem.class, r -> assertThat(r.status()).isEqualTo(412));
        assertThatThrownBy(() -> series.move(call("\"" + event.version() + "\""), event.id(), new SeriesInput("2027-01-13T09:00", "bald", null)))
                .isInstanceOfSatisfying(Problem.class, r -> assertThat(r.errors()).extracting(Problem.FieldError::code).containsExactly("calendar.bad-time", "calendar.bad-time"));
    }

    @Test
    void withoutARegisterThereAreNoRoomsAndNoneAreMissing() {
        RoomResource rooms = new RoomResource(portal.eventRooms, portal.service);
        EventInput input = new EventInput(null, null, null, null, null, null, null, false, "2027-01-06T09:00", "2027-01-06T10:00", null, null, null, null, null, null, null);
        assertThat(rooms.offers(call(null), null, input)).isEqualTo(new RoomOffers(false, false, List.of()));
        assertThat(new EventRoomResource(portal.service, portal.eventRooms, new FakeAccess(portal.units)).missing(call(null), event.id())).isEqualTo(new EventRoomsView(List.of(), false));
    }
}
