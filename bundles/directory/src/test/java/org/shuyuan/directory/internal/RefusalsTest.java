package org.shuyuan.directory.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Names;
import org.shuyuan.directory.internal.ImportService.Adjustment;
import org.shuyuan.directory.internal.PersonRules.Draft;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;

/** Every act of the module beside everybody who may not do it: without rights, and with all rights but the one it needs. */
class RefusalsTest {

    private static final Set<String> ALL = Set.of(Permissions.READ, Permissions.WRITE, Permissions.IMPORT, Permissions.PERSONAL, Permissions.UNITS, Permissions.GROUPS, Permissions.OUTSIDE,
            Permissions.ANONYMISE);

    /** @param needs its permission @param hides whether it says "there is none" to one who may not even read */
    private record Act(String needs, boolean hides, BiConsumer<Situation, Caller> run) {}

    /** A department with a person and an open import, made anew for every act. */
    private static final class Situation {
        final World w;
        final UnitData office;
        final PersonService.Shown person;
        final ImportService.Opened opened;
        final OutsideService.Shown lecturer;

        Situation(World w, int turn) {
            this.w = w;
            office = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "办公室" + turn, "department", null));
            person = w.persons.create(w.secretary, draft("王伟", "A" + turn, office.id()));
            opened = w.openCsv(office.id(), "工号,姓名\nB" + turn + ",李明\n");
            lecturer = w.outside.create(w.secretary, new OutsideService.Draft(office.id(), "person", "讲师", null, null, null, null, null, null, null, null, null, null));
        }
    }

    private static Draft draft(String name, String number, UUID unit) {
        return new Draft(name, number, null, "1983-05", null, null, "13812345678", null, null, null, null, null, unit, null, null);
    }

    private static final Map<String, Act> ACTS = new LinkedHashMap<>();

    static {
        ACTS.put("see the tree", new Act(Permissions.READ, false, (s, c) -> s.w.units.subtree(c, s.office.id())));
        ACTS.put("see a unit", new Act(Permissions.READ, false, (s, c) -> s.w.units.get(c, s.office.id())));
        ACTS.put("create a unit", new Act(Permissions.UNITS, false, (s, c) -> s.w.units.create(c, new UnitService.Draft(s.office.id(), "机要组", "group", null))));
        ACTS.put("rename a unit", new Act(Permissions.UNITS, false,
                (s, c) -> s.w.units.change(c, s.office.id(), s.office.version(), new UnitService.Draft(s.w.bank.id(), s.office.name() + "新", "department", null))));
        ACTS.put("close a unit", new Act(Permissions.UNITS, false, (s, c) -> s.w.units.close(c, s.office.id(), s.office.version(), null)));
        ACTS.put("see a unit's history", new Act(Permissions.READ, false, (s, c) -> s.w.unitPages.history(c, s.office.id())));
        ACTS.put("see a unit's members", new Act(Permissions.READ, false, (s, c) -> s.w.unitPages.members(c, s.office.id(), null, ListQuery.of(null, 1, 20, null))));
        ACTS.put("see the tree of a day", new Act(Permissions.READ, false, (s, c) -> s.w.unitPages.subtree(c, s.office.id(), java.time.LocalDate.now())));
        ACTS.put("change a membership", new Act(Permissions.WRITE, true, (s, c) -> s.w.memberService.change(c, s.person.person().id(), s.person.main().id(),
                s.person.person().version(), new MembershipService.Draft(null, "科长", null, null))));
        ACTS.put("list groups", new Act(Permissions.READ, false, (s, c) -> s.w.groups.list(c, s.office.id())));
        ACTS.put("create a group", new Act(Permissions.GROUPS, false, (s, c) -> s.w.groups.create(c, new GroupService.Draft(s.office.id(), Map.of("zh-CN", "青年"), null, null, null))));
        ACTS.put("try a rule", new Act(Permissions.GROUPS, false,
                (s, c) -> s.w.groups.tried(c, s.office.id(), com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode().put("field", "age").put("to", 34), null)));
        ACTS.put("see a person's groups", new Act(Permissions.READ, true, (s, c) -> s.w.groups.of(c, s.person.person().id(), java.time.LocalDate.now())));
        ACTS.put("see the register of people from outside", new Act(Permissions.READ, false, (s, c) -> s.w.outside.list(c, s.office.id(), "", null, false)));
        ACTS.put("add somebody from outside", new Act(Permissions.OUTSIDE, false, (s, c) -> s.w.outside.create(c,
                new OutsideService.Draft(s.office.id(), "person", "讲师", null, null, null, null, null, null, null, null, null, null))));
        ACTS.put("delete somebody from outside", new Act(Permissions.OUTSIDE, false, (s, c) -> s.w.outside.delete(c, s.lecturer.outside().id(), s.lecturer.outside().version())));
        ACTS.put("list people", new Act(Permissions.READ, false, (s, c) -> s.w.persons.list(c, s.office.id(), true, null, null, false, Names.Order.PINYIN, ListQuery.of(null, 1, 20, null))));
        ACTS.put("search people", new Act(Permissions.READ, false, (s, c) -> s.w.persons.search(c, s.office.id(), "王")));
        ACTS.put("see a person", new Act(Permissions.READ, true, (s, c) -> s.w.persons.get(c, s.person.person().id())));
        ACTS.put("add a person", new Act(Permissions.WRITE, false, (s, c) -> s.w.persons.create(c, draft("李明", "C" + s.person.person().number(), s.office.id()))));
        ACTS.put("change a person", new Act(Permissions.WRITE, true, (s, c) -> s.w.persons.change(c, s.person.person().id(), s.person.person().version(),
                draft("王玮", s.person.person().number(), s.office.id()))));
        ACTS.put("let a person leave", new Act(Permissions.WRITE, true, (s, c) -> s.w.persons.leave(c, s.person.person().id(), s.person.person().version(), null)));
        ACTS.put("see who left long ago", new Act(Permissions.ANONYMISE, false, (s, c) -> s.w.anonymising.due(c, s.office.id(), ListQuery.of(null, 1, 20, null))));
        ACTS.put("see what anonymising deletes", new Act(Permissions.ANONYMISE, true, (s, c) -> s.w.anonymising.plan(c, s.person.person().id())));
        ACTS.put("anonymise a person", new Act(Permissions.ANONYMISE, true, (s, c) -> s.w.anonymising.anonymise(c, s.person.person().id(),
                s.w.people.find(s.person.person().id()).orElseThrow().version(), new Anonymising.Request("person", "本人申请", null, "王伟"))));
        ACTS.put("hand over a roster", new Act(Permissions.IMPORT, false,
                (s, c) -> s.w.imports.open(c, s.office.id(), "a.csv", new ByteArrayInputStream("工号,姓名\nD1,赵云\n".getBytes(StandardCharsets.UTF_8)))));
        ACTS.put("list imports", new Act(Permissions.IMPORT, false, (s, c) -> s.w.imports.newest(c, s.office.id())));
        ACTS.put("see an import", new Act(Permissions.IMPORT, true, (s, c) -> s.w.imports.find(c, s.opened.data().id())));
        ACTS.put("adjust an import", new Act(Permissions.IMPORT, true, (s, c) -> s.w.imports.adjust(c, s.opened.data().id(), s.opened.data().version(),
                new Adjustment(null, null, null, null, null, Map.of(2, Map.of("B", "李鸣")), null, null, null, null, null, null))));
        ACTS.put("confirm an import", new Act(Permissions.IMPORT, true, (s, c) -> s.w.imports.confirm(c, s.opened.data().id(), s.opened.data().version(), null)));
        ACTS.put("drop an import", new Act(Permissions.IMPORT, true, (s, c) -> s.w.imports.drop(c, s.opened.data().id(), s.opened.data().version())));
    }

    private static int status(Throwable e) {
        return ((Problem) e).status();
    }

    @BothDatabases
    void whoHasNoRightsIsRefusedEveryAct(Database database) {
        try (World w = new World(database)) {
            Situation s = new Situation(w, 0);
            ACTS.forEach((name, act) -> assertThatThrownBy(() -> act.run().accept(s, w.stranger)).as(name).isInstanceOf(Problem.class)
                    .satisfies(e -> assertThat(status(e)).as(name).isEqualTo(act.hides() ? 404 : 403)));
        }
    }

    @BothDatabases
    void theOneRightThatAnActNeedsCannotBeMadeUpForByAllOthers(Database database) {
        try (World w = new World(database)) {
            Situation s = new Situation(w, 0);
            ACTS.forEach((name, act) -> {
                Caller almost = FakeAccess.person("all but " + act.needs());
                ALL.stream().filter(p -> !p.equals(act.needs())).forEach(p -> w.access.grant(almost, p, s.office.id()));
                assertThatThrownBy(() -> act.run().accept(s, almost)).as(name).isInstanceOf(Problem.class)
                        .satisfies(e -> assertThat(status(e)).as(name).isIn(act.needs().equals(Permissions.READ) && act.hides() ? List.of(404) : List.of(403)));
            });
            assertThat(w.audit.entries()).as("nothing was done by them").noneMatch(e -> e.who().startsWith("all but "));
        }
    }

    @BothDatabases
    void aRightHeldAtAnotherUnitCountsForNothing(Database database) {
        try (World w = new World(database)) {
            Situation s = new Situation(w, 0);
            UnitData other = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "国库科", "department", null));
            Caller neighbour = FakeAccess.person("neighbour");
            ALL.forEach(p -> w.access.grant(neighbour, p, other.id()));
            ACTS.forEach((name, act) -> assertThatThrownBy(() -> act.run().accept(s, neighbour)).as(name).isInstanceOf(Problem.class));
        }
    }

    @BothDatabases
    void whoHasTheRightsMay(Database database) {
        try (World w = new World(database)) {
            int[] turn = {0};
            ACTS.forEach((name, act) -> {
                Situation s = new Situation(w, ++turn[0]);
                if (name.equals("close a unit") || act.needs().equals(Permissions.ANONYMISE)) {
                    w.persons.leave(w.secretary, s.person.person().id(), s.person.person().version(), null);
                }
                Caller may = FakeAccess.person("may " + name);
                List.of(Permissions.READ, act.needs()).forEach(p -> w.access.grant(may, p, s.office.id()));
                assertThatCode(() -> act.run().accept(s, may)).as(name).doesNotThrowAnyException();
            });
        }
    }

    @BothDatabases
    void aMoveNeedsTheRightAtBothEnds(Database database) {
        try (World w = new World(database)) {
            Situation s = new Situation(w, 0);
            UnitData other = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "国库科", "department", null));
            Caller clerk = FakeAccess.person("clerk");
            List.of(Permissions.READ, Permissions.WRITE, Permissions.UNITS).forEach(p -> w.access.grant(clerk, p, s.office.id()));
            assertThatThrownBy(() -> w.persons.change(clerk, s.person.person().id(), s.person.person().version(), draft("王伟", "A0", other.id())))
                    .satisfies(e -> assertThat(status(e)).isEqualTo(403));
            assertThatThrownBy(() -> w.units.change(clerk, s.office.id(), s.office.version(), new UnitService.Draft(other.id(), "办公室0", "department", null)))
                    .satisfies(e -> assertThat(status(e)).isEqualTo(403));
        }
    }

    @BothDatabases
    void phoneAndBirthStayHiddenInListSearchAndExport(Database database) {
        try (World w = new World(database)) {
            Situation s = new Situation(w, 0);
            Caller reader = FakeAccess.person("reader");
            w.access.grant(reader, Permissions.READ, s.office.id());
            var lists = List.of(w.persons.list(reader, s.office.id(), true, null, null, false, Names.Order.PINYIN, ListQuery.of(null, 1, 20, null)).items(),
                    w.persons.search(reader, s.office.id(), "王伟"));
            lists.forEach(list -> assertThat(list).singleElement().satisfies(l -> {
                assertThat(l.person().phone()).isEqualTo("138****5678");
                assertThat(l.person().birth()).isEqualTo("1983");
            }));
            assertThat(w.persons.list(reader, s.office.id(), true, null, null, false, Names.Order.PINYIN, ListQuery.of("13812345678", 1, 20, null)).total())
                    .as("what is hidden cannot be found out by searching for it").isZero();
        }
    }
}
