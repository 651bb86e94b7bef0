package org.shuyuan.resources.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shuyuan.resources.internal.Refusals.invalid;
import static org.shuyuan.resources.internal.Refusals.refused;

import java.util.List;
import javax.persistence.OptimisticLockException;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

class RegisterTest {

    private static List<String> names(Portal portal, Caller caller, Unit unit) {
        return portal.register.list(caller, unit.id(), new ResourceService.Query("", null, false)).stream().map(Resource::name).toList();
    }

    private static Resource with(Resource r, String name, boolean bookable, boolean retired) {
        return new Resource(r.id(), r.version(), r.unit(), name, r.kind(), r.place(), r.seats(), r.note(), bookable, r.shared(), retired);
    }

    @BothDatabases
    void aUnitSeesItsOwnThoseBelowItAndWhatTheUnitsAboveShare(Database database) {
        try (Portal portal = new Portal(database)) {
            Resource shared = portal.add(portal.bank, "礼堂", true);
            Resource own = portal.add(portal.bank, "行长会议室", false);
            portal.add(portal.credit, "信贷部会议室", false);
            Resource others = portal.add(portal.office, "办公室会议室", false);

            assertThat(names(portal, portal.keeper, portal.bank)).containsExactlyInAnyOrder("礼堂", "行长会议室", "信贷部会议室", "办公室会议室");
            assertThat(names(portal, portal.wang, portal.credit)).containsExactlyInAnyOrder("礼堂", "信贷部会议室");
            assertThat(portal.register.find(portal.wang, shared.id()).name()).isEqualTo("礼堂");
            refused(404, "resources.no-such-resource", () -> portal.register.find(portal.wang, own.id()));
            refused(404, "resources.no-such-resource", () -> portal.register.find(portal.wang, others.id()));
            refused(404, "resources.no-such-resource", () -> portal.register.find(portal.stranger, shared.id()));
            refused(403, "access.forbidden", () -> names(portal, portal.wang, portal.bank));
        }
    }

    @BothDatabases
    void itIsFoundByWordsOfNamePlaceAndNoteAndByKindAndWithoutThoseOutOfUse(Database database) {
        try (Portal portal = new Portal(database)) {
            Resource room = portal.room("A301");
            Resource old = portal.room("旧教室");
            portal.register.change(portal.keeper, with(old, "旧教室", true, true));
            assertThat(portal.register.list(portal.keeper, portal.bank.id(), new ResourceService.Query("a30", "room", false))).containsExactly(room);
            assertThat(portal.register.list(portal.keeper, portal.bank.id(), new ResourceService.Query("三楼", null, true))).hasSize(2);
            assertThat(portal.register.list(portal.keeper, portal.bank.id(), new ResourceService.Query("", "equipment", true))).isEmpty();
        }
    }

    @BothDatabases
    void onlyWhoManagesChangesItAndTheTrailSaysHow(Database database) {
        try (Portal portal = new Portal(database)) {
            Resource room = portal.room("礼堂");
            refused(403, "access.forbidden", () -> portal.register.add(portal.wang, Portal.resource(portal.credit, "私设", false)));
            refused(403, "access.forbidden", () -> portal.register.change(portal.wang, with(room, "改", true, false)));
            refused(403, "access.forbidden", () -> portal.register.remove(portal.inspector, room.id(), room.version()));

            Resource renamed = portal.register.change(portal.keeper, with(room, "大礼堂", true, false));

            assertThat(renamed.version()).isGreaterThan(room.version());
            assertThat(portal.register.change(portal.keeper, renamed)).as("nothing to change").isEqualTo(renamed);
            assertThat(portal.audit.actions()).containsExactly("resources.add-resource", "resources.change-resource");
            assertThat(portal.audit.entries().get(1).before()).contains("礼堂");
            assertThat(portal.heard.heard()).last().asString().contains("\"resources\"", room.id().toString());
        }
    }

    @BothDatabases
    void theSecondOfTwoEditorsIsRefused(Database database) {
        try (Portal portal = new Portal(database)) {
            Resource room = portal.room("礼堂");
            portal.register.change(portal.keeper, with(room, "先改", true, false));
            assertThatThrownBy(() -> portal.register.change(portal.keeper, with(room, "后改", true, false))).isInstanceOf(OptimisticLockException.class);
            assertThatThrownBy(() -> portal.register.remove(portal.keeper, room.id(), room.version())).isInstanceOf(OptimisticLockException.class);
            assertThat(portal.register.find(portal.keeper, room.id()).name()).isEqualTo("先改");
        }
    }

    @BothDatabases
    void whatWasBookedIsTakenOutOfUseAndWhatWasNotIsDeleted(Database database) {
        try (Portal portal = new Portal(database)) {
            Resource room = portal.room("礼堂");
            portal.book(portal.wang, room, portal.credit, "2026-01-06T09:00", "2026-01-06T10:00", "学习");
            refused(409, "resources.resource-booked", () -> portal.register.remove(portal.keeper, room.id(), room.version()));

            Resource retired = portal.register.change(portal.keeper, with(room, "礼堂", true, true));

            assertThat(portal.register.toCome(retired)).isEqualTo(1);
            refused(409, "resources.not-bookable", () -> portal.book(portal.wang, room, portal.credit, "2026-01-07T09:00", "2026-01-07T10:00", "学习"));
            assertThat(portal.db.count("resources_booking")).isEqualTo(1);
            // the name is free for what comes in its place
            Resource next = portal.room("礼堂");
            portal.register.remove(portal.keeper, next.id(), next.version());
            assertThat(portal.db.count("resources_resource")).isEqualTo(1);
        }
    }

    @BothDatabases
    void everyWrongFieldIsNamed(Database database) {
        try (Portal portal = new Portal(database)) {
            portal.room("礼堂");
            Resource r = Portal.resource(portal.bank, " ", false);
            invalid("name", "resources.name-missing", () -> portal.register.add(portal.keeper, r));
            invalid("name", "resources.name-exists", () -> portal.room("礼堂"));
            invalid("kind", "resources.bad-kind", () -> portal.register.add(portal.keeper,
                    new Resource(r.id(), 0, r.unit(), "车", "car", null, null, null, true, false, false)));
            invalid("seats", "resources.bad-seats", () -> portal.register.add(portal.keeper,
                    new Resource(r.id(), 0, r.unit(), "室", "room", null, 0, null, true, false, false)));
            invalid("note", "resources.too-long", () -> portal.register.add(portal.keeper,
                    new Resource(r.id(), 0, r.unit(), "室", "room", null, 1, "长".repeat(1001), true, false, false)));
        }
    }
}
