package org.shuyuan.directory.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.office.Workbooks.Cell;
import org.shuyuan.api.office.Workbooks.Row;
import org.shuyuan.api.office.Workbooks.Sheet;
import org.shuyuan.api.office.Workbooks.Workbook;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.directory.internal.ImportService.Adjustment;
import org.shuyuan.directory.internal.ImportService.Left;
import org.shuyuan.directory.internal.ImportService.Opened;
import org.shuyuan.directory.internal.roster.Comparison.Line;
import org.shuyuan.directory.internal.roster.Comparison.State;
import org.shuyuan.directory.internal.roster.Field;
import org.shuyuan.directory.internal.roster.RosterFiles;
import org.shuyuan.office.internal.OfficeWorkbooks;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** The next month's roster of each of the four offices: who came, who moved, who is gone, and who cannot be told. */
class NextMonthTest {

    private static Adjustment left(@Nullable List<UUID> people, boolean yes) {
        return new Adjustment(null, null, null, null, null, null, null, null, null, null, null, new Left(people, yes));
    }

    private static Adjustment persons(String row, @Nullable String person) {
        Map<String, @Nullable String> persons = new LinkedHashMap<>();
        persons.put(row, person);
        return new Adjustment(null, null, null, null, null, null, null, null, null, persons, null, null);
    }

    private static Adjustment alike(String how) {
        return new Adjustment(null, null, null, null, null, null, null, null, null, null, how, null);
    }

    private static Opened adjust(World w, Opened opened, Adjustment change) {
        return w.imports.adjust(w.secretary, opened.data().id(), opened.data().version(), change);
    }

    private interface Edit {
        @Nullable Map<String, Cell> row(int number, Map<String, Cell> cells);
    }

    private static Cell text(String text) {
        return new Cell(text, null, null, false);
    }

    /** The office's file with some rows changed or gone, and some added, on its first sheet. */
    private static Opened next(World w, String roster, Edit edit, List<Map<String, Cell>> added) {
        Workbook book = RosterFiles.book(roster);
        List<Sheet> sheets = new ArrayList<>(book.sheets());
        List<Row> rows = new ArrayList<>();
        int last = 0;
        for (Row row : sheets.get(0).rows()) {
            Map<String, Cell> cells = edit.row(row.number(), new LinkedHashMap<>(row.cells()));
            if (cells != null) {
                rows.add(new Row(row.number(), cells));
            }
            last = row.number();
        }
        for (Map<String, Cell> cells : added) {
            rows.add(new Row(++last, cells));
        }
        sheets.set(0, new Sheet(sheets.get(0).name(), false, rows));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new OfficeWorkbooks().mark(new Workbook(sheets, null), List.of(), "", out);
        return w.imports.open(w.secretary, w.bank.id(), "next.xlsx", new ByteArrayInputStream(out.toByteArray()));
    }

    private static Line line(Opened opened, int row) {
        return opened.preview().lines().stream().filter(l -> l.entry().sheet() == 0 && l.entry().row() == row).findFirst().orElseThrow();
    }

    @BothDatabases
    void theBanksNextMonthShowsWhoCameMovedAndLeft(Database database) {
        try (World w = new World(database)) {
            w.confirm(w.open("roster-bank.xlsx"));
            Opened next = next(w, "roster-bank.xlsx", (number, cells) -> {
                if (number == 10) {
                    return null;
                }
                if (number == 12) {
                    cells.put("G", text("国库科"));
                    cells.put("H", text("副科长"));
                }
                return cells;
            }, List.of(Map.of("B", text("YX1090"), "C", text("新来𠮷"), "G", text("办公室"), "E", text("1999.05"))));
            assertThat(next.preview().counts()).containsEntry("added", 1L).containsEntry("moved", 1L).containsEntry("changed", 1L).containsEntry("missing", 1L)
                    .containsEntry("unclear", 0L);
            assertThat(line(next, 12).changes()).extracting("field").containsExactlyInAnyOrder(Field.POSITION, Field.UNIT);
            String gone = Objects.requireNonNull(next.preview().missing().get(0).get(Field.NAME));
            Opened decided = adjust(w, next, left(List.of(next.preview().missing().get(0).id()), true));
            assertThat(decided.preview().counts()).containsEntry("left", 1L);
            w.confirm(decided);
            assertThat(w.directory.membersOf(List.copyOf(w.tree.subtreeIds(w.bank.id())), LocalDate.now().plusDays(1))).extracting("name").doesNotContain(gone).contains("新来𠮷");
            assertThat(w.audit.actions()).contains("directory.leave", "directory.move-person", "directory.create-person");
            Opened again = w.imports.open(w.secretary, w.bank.id(), "again.csv", new ByteArrayInputStream("工号,姓名\nYX1090,新来𠮷\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            assertThat(again.preview().count(State.UNCHANGED)).isEqualTo(1);
        }
    }

    @BothDatabases
    void whoIsMissingStaysUntilSomebodySaysThatTheyLeft(Database database) {
        try (World w = new World(database)) {
            w.confirm(w.open("roster-school.xlsx"));
            Opened next = next(w, "roster-school.xlsx", (number, cells) -> number > 1 && number < 5 ? null : cells, List.of());
            assertThat(next.preview().counts()).containsEntry("missing", 3L).containsEntry("left", 0L).containsEntry("unchanged", 138L).containsEntry("added", 0L);
            Opened all = adjust(w, next, left(null, true));
            assertThat(all.preview().left()).hasSize(3);
            Opened none = adjust(w, all, left(null, false));
            assertThat(none.preview().left()).isEmpty();
            w.confirm(none);
            assertThat(w.imports.find(w.secretary, next.data().id()).data().result()).containsEntry("left", 0L);
            assertThat(w.db.count("directory_membership where to_day is not null")).isZero();
        }
    }

    @BothDatabases
    void whoComesBackIsTheSamePersonWithTheirHistory(Database database) {
        try (World w = new World(database)) {
            w.confirm(w.open("roster-school.xlsx"));
            w.confirm(adjust(w, next(w, "roster-school.xlsx", (number, cells) -> number == 2 ? null : cells, List.of()), left(null, true)));
            UUID person = w.people.byNumber("20260001").orElseThrow().id();
            assertThat(w.persons.get(w.secretary, person).main().to()).isNotNull();
            Opened back = next(w, "roster-school.xlsx", (number, cells) -> cells, List.of());
            assertThat(line(back, 2).state()).isEqualTo(State.CHANGED);
            assertThat(line(back, 2).moves()).isTrue();
            w.confirm(back);
            assertThat(w.persons.get(w.secretary, person).main().to()).isNull();
            assertThat(w.people.memberships(person).stream().filter(MembershipData::main)).hasSize(2);
        }
    }

    @BothDatabases
    void theParksNextMonthKnowsPeopleByNameAndPhoneAndMovesThemBetweenEnterprises(Database database) {
        try (World w = new World(database)) {
            w.confirm(w.open("roster-park-gbk.csv"));
            Opened next = next(w, "roster-park-gbk.csv", (number, cells) -> {
                if (number == 3) {
                    cells.put("A", text("绿源环保有限公司"));
                }
                return number == 4 ? null : cells;
            }, List.of(Map.of("A", text("新创机电有限公司"), "B", text("民营"), "D", text("郑新"), "H", text("13912340001"))));
            assertThat(next.preview().counts()).containsEntry("added", 1L).containsEntry("moved", 1L).containsEntry("missing", 1L).containsEntry("unclear", 0L).containsEntry("units", 1L);
        }
    }

    @BothDatabases
    void theTownshipsNextMonthAsksWhoHasAnotherPhone(Database database) {
        try (World w = new World(database)) {
            w.confirm(w.open("roster-township-hant.csv"));
            Opened next = next(w, "roster-township-hant.csv", (number, cells) -> {
                if (number == 2 || number == 3) {
                    cells.put("E", text("1390000000" + number));
                }
                return cells;
            }, List.of());
            assertThat(line(next, 2).state()).isEqualTo(State.UNCLEAR);
            assertThat(line(next, 2).candidates()).hasSize(1);
            assertThat(line(next, 2).entry().findings()).extracting("code").contains("unclear-name");
            assertThat(next.preview().count(State.UNCLEAR)).isEqualTo(2);
            assertThat(next.preview().missing()).as("who may be meant is not missing").isEmpty();
            assertThatThrownBy(() -> w.confirm(next)).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("directory.import-unclear"));
            assertThat(w.db.count("directory_person")).isEqualTo(64);

            Opened one = adjust(w, next, persons("0-2", line(next, 2).candidates().get(0).id().toString()));
            assertThat(line(one, 2).changes()).extracting("field").containsExactly(Field.PHONE);
            Opened both = adjust(w, one, persons("0-3", "new"));
            assertThat(line(both, 3).state()).isEqualTo(State.ADDED);
            Opened back = adjust(w, both, persons("0-3", null));
            assertThat(line(back, 3).state()).isEqualTo(State.UNCLEAR);
            w.confirm(adjust(w, back, alike("new")));
            assertThat(w.db.count("directory_person")).isEqualTo(65);

            Opened again = next(w, "roster-township-hant.csv", (number, cells) -> {
                if (number == 2 || number == 3) {
                    cells.put("E", text("1390000000" + number));
                }
                return cells;
            }, List.of());
            assertThat(again.preview().counts()).as("the second run of it changes nothing").containsEntry("unchanged", 64L).containsEntry("added", 0L).containsEntry("unclear", 0L);
        }
    }

    @BothDatabases
    void allUnclearOnesAreDecidedAlike(Database database) {
        try (World w = new World(database)) {
            w.confirm(w.openCsv(w.bank.id(), "工号,姓名,部门,出生年月\nA1,王伟,办公室,1980-03-05\nA2,李明,办公室,1982-01-01\nA3,何建国,国库科,1975-01-01\n"));
            Opened next = w.openCsv(w.bank.id(), "工号,姓名,部门,出生年月\nA1,王维,办公室,1980-04-05\nA2,黎明,办公室,1983-01-01\nA3,何建国,国库科,1976-01-01\n");
            assertThat(next.preview().count(State.UNCLEAR)).isEqualTo(2);
            assertThat(line(next, 4).state()).as("number and name say who it is").isEqualTo(State.CHANGED);
            assertThat(line(next, 4).entry().findings()).extracting("code").contains("birth-differs");
            Opened same = adjust(w, next, alike("same"));
            assertThat(same.preview().count(State.CHANGED)).isEqualTo(3);
            Opened other = adjust(w, adjust(w, same, persons("0-2", null)), persons("0-2", "new"));
            assertThat(line(other, 2).state()).as("two people cannot have one number").isEqualTo(State.PROBLEM);
            w.confirm(adjust(w, adjust(w, other, persons("0-2", null)), alike("same")));
            assertThat(w.people.byNumber("A1").orElseThrow().name()).isEqualTo("王维");
        }
    }

    @BothDatabases
    void aDecisionAboutSomebodyElsewhereCountsForNothing(Database database) {
        try (World w = new World(database)) {
            UnitData office = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "办公室", "department", null));
            UnitData vault = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "国库科", "department", null));
            w.confirm(w.openCsv(office.id(), "工号,姓名\nA1,王伟\n"));
            UUID elsewhere = w.people.byNumber("A1").orElseThrow().id();
            Opened opened = w.openCsv(vault.id(), "姓名,职务\n王伟,科员\n");
            assertThat(line(adjust(w, opened, persons("0-2", elsewhere.toString())), 2).person()).isNull();
            Opened fresh = w.imports.find(w.secretary, opened.data().id());
            assertThatThrownBy(() -> adjust(w, fresh, persons("0-2", "x"))).isInstanceOfSatisfying(Problem.class,
                    p -> assertThat(p.errors()).extracting("code").containsExactly("directory.bad-decision"));
        }
    }
}
