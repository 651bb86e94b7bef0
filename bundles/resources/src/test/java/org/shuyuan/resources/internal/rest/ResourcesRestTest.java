package org.shuyuan.resources.internal.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.UUID;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.StreamingOutput;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.office.internal.OfficeWorkbooks;
import org.shuyuan.resources.internal.Portal;
import org.shuyuan.resources.internal.rest.Views.AvailabilityView;
import org.shuyuan.resources.internal.rest.Views.BookingView;
import org.shuyuan.resources.internal.rest.Views.ItemDetail;
import org.shuyuan.resources.internal.rest.Views.ItemView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeTexts;

/** Rooms and bookings over REST: what a page is given and told. */
class ResourcesRestTest {

    private final Portal portal = new Portal(Database.H2);
    private final ViewMaker views = new ViewMaker(portal.bookings, portal.repeated, portal.sight, portal.units, portal.people);
    private final ItemResource items = new ItemResource(portal.register, views, new ItemSheet(new OfficeWorkbooks(), new FakeTexts()));
    private final BookingResource bookings = new BookingResource(portal.bookings, portal.repeated, views);
    private final FreeResource free = new FreeResource(portal.repeated, views);

    private static Call call(Caller caller, Unit unit, @Nullable String ifMatch) {
        return Call.of(caller, unit.id(), ifMatch);
    }

    private Call keeper(@Nullable String ifMatch) {
        return call(portal.keeper, portal.bank, ifMatch);
    }

    private static String tag(Response response) {
        return "\"" + response.getEntityTag().getValue() + "\"";
    }

    private static ItemInput item(String name, int seats) {
        return new ItemInput(null, name, "room", "三楼", seats, null, null, true, null);
    }

    private static BookingInput input(@Nullable UUID item, @Nullable String start, @Nullable String end, String title) {
        return new BookingInput(item, null, start, end, title, null, null);
    }

    private BookingView book(Caller caller, Unit unit, ItemDetail item, String start, String end) {
        return (BookingView) bookings.book(call(caller, unit, null), input(item.id(), start, end, "支部学习")).getEntity();
    }

    @AfterEach
    void close() {
        portal.close();
    }

    @Test
    void theSecondEditorOfARoomIsToldWhatItIsNowAndWhoChangedIt() {
        Response added = items.add(keeper(null), item("礼堂", 200));
        assertThat(added.getStatus()).isEqualTo(201);
        ItemDetail room = (ItemDetail) added.getEntity();
        items.change(keeper(tag(added)), room.id(), item("大礼堂", 200));

        assertThatThrownBy(() -> items.change(keeper(tag(added)), room.id(), item("后改", 200))).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.status()).isEqualTo(412);
            assertThat(((ItemView) p.extra().get("current")).name()).isEqualTo("大礼堂");
            assertThat(p.extra()).containsEntry("changedBy", "场地管理员").containsKey("changedAt");
        });
        assertThatThrownBy(() -> items.change(keeper(null), room.id(), item("后改", 200))).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(428));
        assertThatThrownBy(() -> items.remove(keeper(tag(added)), room.id())).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(412));
    }

    @Test
    void theRegisterIsSortedGivenByPagesAndAsASpreadsheet() throws Exception {
        items.add(keeper(null), item("A", 30));
        items.add(keeper(null), item("B", 10));
        items.add(keeper(null), item("C", 20));
        Page<?> page = (Page<?>) items.list(keeper(null), ListQuery.of(null, 1, 2, "-seats"), null, false).getEntity();
        assertThat(page.total()).isEqualTo(3);
        assertThat(page.items()).extracting(i -> ((ItemView) i).name()).containsExactly("A", "C");
        assertThatThrownBy(() -> items.list(keeper(null), ListQuery.of(null, 1, 2, "owner"), null, false)).isInstanceOf(Problem.class);

        ListQuery export = ListQuery.of(null, 1, 1, "name");
        export.setFormat("xlsx");
        export.setColumns("name,seats");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ((StreamingOutput) items.list(keeper(null), export, null, false).getEntity()).write(out);
        Workbooks.Sheet sheet = new OfficeWorkbooks().read(new ByteArrayInputStream(out.toByteArray()), "a.xlsx", Workbooks.Limits.DEFAULT).sheets().get(0);
        assertThat(sheet.rows()).hasSize(4);
        assertThat(sheet.rows().get(0).cells()).hasSize(2);
    }

    @Test
    void whoMayNotReadWhatABookingIsForSeesOnlyThatItIsTaken() {
        ItemDetail room = (ItemDetail) items.add(keeper(null), item("礼堂", 200)).getEntity();
        BookingView made = book(portal.wang, portal.credit, room, "2026-01-06T09:00", "2026-01-06T02:30Z");
        assertThat(made.start()).isEqualTo("2026-01-06T09:00:00+08:00");
        assertThat(made.end()).isEqualTo("2026-01-06T10:30:00+08:00");
        assertThat(made.mine()).isTrue();

        BookingView seen = bookings.list(call(portal.li, portal.office, null), "2026-01-05", "2026-01-12", room.id()).items().get(0);
        assertThat(seen).extracting(BookingView::title, BookingView::unit, BookingView::bookedBy).containsOnlyNulls();
        assertThat(seen.mayChange()).isFalse();
        List<AvailabilityView> offered = free.free(call(portal.li, portal.office, null), "2026-01-06T10:00", "2026-01-06T11:00", null, null, null).items();
        assertThat(offered).singleElement().satisfies(one -> {
            assertThat(one.free()).isFalse();
            assertThat(one.taken().get(0).title()).isNull();
        });
        portal.people.add(portal.wang.account(), "王小伟", "B002", portal.credit);
        assertThat(bookings.list(keeper(null), "2026-01-05", "2026-01-12", null).items()).singleElement().satisfies(one -> {
            assertThat(one.title()).isEqualTo("支部学习");
            assertThat(one.bookedBy()).as("the name the person has now").isEqualTo("王小伟");
            assertThat(one.mayChange()).isTrue();
        });
    }

    @Test
    void aBookingIsMovedByItsTagAndCancelled() {
        ItemDetail room = (ItemDetail) items.add(keeper(null), item("礼堂", 200)).getEntity();
        BookingView made = book(portal.wang, portal.credit, room, "2026-01-06T09:00", "2026-01-06T10:00");
        Call own = call(portal.wang, portal.credit, tag(bookings.find(call(portal.wang, portal.credit, null), made.id())));
        Response moved = bookings.change(own, made.id(), input(room.id(), "2026-01-06T10:00", "2026-01-06T11:00", "改期"));
        assertThatThrownBy(() -> bookings.cancel(own, made.id(), false)).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.status()).isEqualTo(412);
            assertThat(((BookingView) p.extra().get("current")).title()).isEqualTo("改期");
            assertThat(p.extra()).containsEntry("changedBy", "王伟");
        });
        assertThat(bookings.mine(call(portal.wang, portal.credit, null), ListQuery.of(null, 1, 20, "start"), false).items()).hasSize(1);
        assertThat(bookings.cancel(call(portal.wang, portal.credit, tag(moved)), made.id(), false).getStatus()).isEqualTo(204);
        assertThat(bookings.mine(call(portal.wang, portal.credit, null), ListQuery.of(null, 1, 20, "-start"), true).total()).isZero();
    }

    @Test
    void aBookingThatRepeatsSaysHowManyDatesFollowAndIsCancelledFromOneOn() {
        ItemDetail room = (ItemDetail) items.add(keeper(null), item("礼堂", 200)).getEntity();
        Call wang = call(portal.wang, portal.credit, null);
        Response made = bookings.book(wang, new BookingInput(room.id(), null, "2026-01-06T09:00", "2026-01-06T10:00", "微课堂", "weekly", "2026-01-27"));
        assertThat((BookingView) made.getEntity()).satisfies(first -> {
            assertThat(first.start()).isEqualTo("2026-01-06T09:00:00+08:00");
            assertThat(first.following()).isEqualTo(3);
        });
        List<BookingView> all = bookings.list(wang, "2026-01-01", "2026-02-01", room.id()).items();
        assertThat(all).hasSize(4).allMatch(BookingView::repeats).allMatch(BookingView::mayCancelFollowing);
        assertThat(bookings.list(call(portal.li, portal.office, null), "2026-01-01", "2026-02-01", room.id()).items()).as("that it repeats is said to who may know what it is")
                .hasSize(4).noneMatch(BookingView::repeats).noneMatch(BookingView::mayCancelFollowing);
        assertThat(free.free(call(portal.li, portal.office, null), "2026-01-13T09:00", "2026-01-13T10:00", "weekly", "2026-01-27", null).items()).singleElement()
                .satisfies(one -> assertThat(one.taken()).hasSize(3));

        UUID third = all.get(2).id();
        String tag = tag(bookings.find(wang, third));
        assertThat(bookings.cancel(call(portal.wang, portal.credit, tag), third, true).getStatus()).isEqualTo(204);
        assertThat(bookings.list(wang, "2026-01-01", "2026-02-01", room.id()).items()).extracting(BookingView::start).containsExactly("2026-01-06T09:00:00+08:00", "2026-01-13T09:00:00+08:00");
        assertThatThrownBy(() -> bookings.book(wang, new BookingInput(room.id(), null, "2026-01-07T09:00", "2026-01-07T10:00", "微课堂", "weekly", "月底"))).isInstanceOfSatisfying(Problem.class,
                p -> assertThat(p.errors()).extracting(Problem.FieldError::code).containsExactly("resources.bad-day"));
    }

    @Test
    void aRequestWithoutAnythingIsABadOne() {
        assertThatThrownBy(() -> items.add(keeper(null), null)).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(400));
        assertThatThrownBy(() -> bookings.book(keeper(null), null)).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(400));
    }

    @Test
    void everyWrongTimeIsNamed() {
        ItemDetail room = (ItemDetail) items.add(keeper(null), item("礼堂", 200)).getEntity();
        assertThatThrownBy(() -> bookings.book(keeper(null), new BookingInput(null, null, "明天", "2026-13-01T00:00", null, null, null))).isInstanceOfSatisfying(Problem.class,
                p -> assertThat(p.errors()).extracting(Problem.FieldError::field).containsExactly("resource", "start", "end"));
        assertThatThrownBy(() -> bookings.book(keeper(null), input(room.id(), "9999-01-01T09:00", "9999-01-01T10:00", "远"))).isInstanceOfSatisfying(Problem.class,
                p -> assertThat(p.errors()).extracting(Problem.FieldError::code).containsOnly("resources.bad-time"));
        assertThatThrownBy(() -> bookings.list(keeper(null), null, "2026-01-01", null)).isInstanceOfSatisfying(Problem.class,
                p -> assertThat(p.errors()).extracting(Problem.FieldError::field).containsExactly("from"));
        assertThatThrownBy(() -> bookings.list(keeper(null), "2026-01-01", "2026-12-01", null)).isInstanceOfSatisfying(Problem.class,
                p -> assertThat(p.errors()).extracting(Problem.FieldError::code).containsExactly("resources.period-too-long"));
    }
}
