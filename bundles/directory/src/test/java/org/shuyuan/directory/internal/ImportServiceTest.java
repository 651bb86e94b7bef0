package org.shuyuan.directory.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.directory.internal.ImportService.Adjustment;
import org.shuyuan.directory.internal.ImportService.Opened;
import org.shuyuan.directory.internal.jpa.RosterStore;
import org.shuyuan.directory.internal.roster.Comparison.State;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

class ImportServiceTest {

    private static Adjustment correct(int row, String column, @Nullable String text) {
        Map<String, @Nullable String> cells = new java.util.HashMap<>();
        cells.put(column, text);
        return new Adjustment(null, null, null, null, null, Map.of(row, cells), null, null, null, null, null, null);
    }

    private static Adjustment units(String name, @Nullable String target) {
        Map<String, @Nullable String> units = new java.util.HashMap<>();
        units.put(name, target);
        return new Adjustment(null, null, null, null, null, null, units, null, null, null, null, null);
    }

    private static Opened adjust(World w, Opened opened, Adjustment change) {
        return w.imports.adjust(w.secretary, opened.data().id(), opened.data().version(), change);
    }

    @BothDatabases
    void aCorrectionCanBeTakenBack(Database database) {
        try (World w = new World(database)) {
            Opened corrected = adjust(w, w.open("roster-bank.xlsx"), correct(24, "B", "YX1021"));
            assertThat(corrected.preview().count(State.PROBLEM)).isZero();
            Opened back = adjust(w, corrected, correct(24, "B", null));
            assertThat(back.preview().count(State.PROBLEM)).isEqualTo(1);
            assertThat(back.data().choices().corrections()).isEmpty();
        }
    }

    @BothDatabases
    void aDepartmentOfTheFileGoesWhereSomebodySays(Database database) {
        try (World w = new World(database)) {
            UnitData credit = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "信贷部", "department", null));
            Opened opened = w.open("roster-bank.xlsx");
            Opened placed = adjust(w, adjust(w, opened, units("货币信贷科", credit.id().toString())), units("货币信贷", "货币信贷科"));
            assertThat(placed.preview().newUnits()).hasSize(9).doesNotContain("货币信贷科", "货币信贷");
            w.confirm(placed);
            assertThat(w.directory.membersOf(List.of(credit.id()), LocalDate.now())).extracting("name").contains("任勇秀", "龙晓", "单文飞");
            Opened again = w.open("roster-bank.xlsx");
            assertThat(again.preview().count(State.CHANGED)).as("the choice is taken up with the same file").isZero();
            assertThatThrownBy(() -> adjust(w, again, units("国库科", "x".repeat(101)))).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(422));
        }
    }

    @BothDatabases
    void bothSheetsOfTheSchoolComeInTogetherAndOneCanBeLeftOut(Database database) {
        try (World w = new World(database)) {
            Opened opened = w.open("roster-school.xlsx");
            assertThat(opened.preview().count(State.ADDED)).isEqualTo(141);
            Opened serving = adjust(w, opened, new Adjustment(1, false, null, null, null, null, null, null, null, null, null, null));
            assertThat(serving.preview().count(State.ADDED)).isEqualTo(118);
            Opened both = adjust(w, serving, new Adjustment(1, true, null, null, null, null, null, null, null, null, null, null));
            w.confirm(both);
            assertThat(w.db.count("directory_person")).isEqualTo(141);
            assertThat(w.persons.list(w.secretary, w.bank.id(), true, "retired", null, false, org.shuyuan.api.text.Names.Order.PINYIN,
                    org.shuyuan.rest.ListQuery.of(null, 1, 20, null)).total()).isEqualTo(23);
        }
    }

    @BothDatabases
    void anImportBegunBeforeSheetsCouldBeChosenIsStillRead(Database database) throws java.sql.SQLException {
        try (World w = new World(database)) {
            Opened opened = w.open("roster-bank.xlsx");
            try (java.sql.Connection connection = w.db.pool().getConnection(); java.sql.Statement sql = connection.createStatement()) {
                sql.executeUpdate("update directory_import set version = version + 1,"
                        + " layout = '{\"sheet\":0,\"headerRow\":3,\"columns\":{\"B\":\"number\",\"C\":\"name\"}}', corrections = '{\"24\":{\"B\":\"YX1021\"}}'");
            }
            Opened old = w.imports.find(w.secretary, opened.data().id());
            assertThat(old.preview().count(State.ADDED)).isEqualTo(86);
        }
    }

    @BothDatabases
    void openPagesHearOfAnImportOnceItIsCommitted(Database database) {
        try (World w = new World(database)) {
            Opened opened = w.open("roster-bank.xlsx");
            assertThat(w.notices.heard()).as("a preview changes nobody's list").isEmpty();
            w.confirm(opened);
            assertThat(w.notices.heard()).anyMatch(h -> h.contains("\"type\":\"person\"")).anyMatch(h -> h.contains("\"type\":\"unit\"")).hasSize(2);
        }
    }

    @BothDatabases
    void nothingIsWrittenUntilConfirmed(Database database) {
        try (World w = new World(database)) {
            Opened opened = w.open("roster-bank.xlsx");
            assertThat(opened.preview().count(State.ADDED)).isEqualTo(85);
            assertThat(w.db.count("directory_person")).isZero();
            assertThat(w.db.count("directory_unit")).isEqualTo(1);
        }
    }

    @BothDatabases
    void theBanksRosterComesInWithItsDepartmentsAndItsEvidence(Database database) {
        try (World w = new World(database)) {
            ImportData done = w.confirm(w.open("roster-bank.xlsx"));
            assertThat(done.result()).containsEntry("added", 85L).containsEntry("problem", 1L).containsEntry("units", 10L);
            assertThat(w.db.count("directory_person")).isEqualTo(85);
            assertThat(w.tree.subtree(w.bank.id())).hasSize(11);
            assertThat(w.files.find(done.fileId())).isPresent();
            assertThat(w.audit.actions()).contains("directory.import", "directory.create-unit");
            var unit = w.tree.subtree(w.bank.id()).stream().filter(u -> u.name().equals("货币信贷科")).findFirst().orElseThrow();
            assertThat(w.directory.membersOf(List.of(unit.id()), LocalDate.now())).extracting("name").contains("任勇秀", "龙晓", "单文飞");
        }
    }

    @BothDatabases
    void aSecondRunOfTheSameFileChangesNothing(Database database) {
        try (World w = new World(database)) {
            for (String roster : List.of("roster-bank.xlsx", "roster-school.xlsx", "roster-park-gbk.csv", "roster-township-hant.csv")) {
                w.confirm(w.open(roster));
                long people = w.db.count("directory_person");
                Opened again = w.open(roster);
                assertThat(again.preview().count(State.ADDED)).as(roster + " added").isZero();
                assertThat(again.preview().lines().stream().filter(l -> l.state() == State.CHANGED).toList()).as(roster + " changed").isEmpty();
                w.confirm(again);
                assertThat(w.db.count("directory_person")).isEqualTo(people);
            }
        }
    }

    @BothDatabases
    void aCorrectedCellLetsTheRowInAndIsRememberedForTheSameFile(Database database) {
        try (World w = new World(database)) {
            Opened opened = w.open("roster-bank.xlsx");
            Opened corrected = w.imports.adjust(w.secretary, opened.data().id(), opened.data().version(), correct(24, "B", "YX1021"));
            assertThat(w.confirm(corrected).result()).containsEntry("added", 86L).containsEntry("problem", 0L);
            Opened again = w.open("roster-bank.xlsx");
            assertThat(again.before()).isNotNull();
            assertThat(again.preview().count(State.UNCHANGED)).isEqualTo(86);
        }
    }

    @BothDatabases
    void whatChangedIsShownFieldByFieldAndAMoveKeepsItsHistory(Database database) {
        try (World w = new World(database)) {
            w.confirm(w.openCsv(w.bank.id(), "工号,姓名,部门,职务,出生年月\nA1,王伟,办公室,科员,1980-03-05\n"));
            Opened next = w.openCsv(w.bank.id(), "工号,姓名,部门,职务,出生年月\nA1,王伟,国库科,科长,1980.03\n");
            assertThat(next.preview().lines().get(0).changes()).extracting("before").containsExactly("科员", "办公室");
            w.confirm(next);
            UUID person = w.people.byNumber("A1").orElseThrow().id();
            PersonService.Shown shown = w.persons.get(w.secretary, person);
            assertThat(shown.memberships()).hasSize(2);
            assertThat(shown.main().unitName()).isEqualTo("国库科");
            assertThat(shown.person().birth()).as("the month does not replace the day").isEqualTo("1980-03-05");
        }
    }

    @BothDatabases
    void theColumnsChosenForAFormAreRememberedForTheNextFile(Database database) {
        try (World w = new World(database)) {
            Opened opened = w.openCsv(w.bank.id(), "代码,姓名,职务\nA1,王伟,科员\n");
            Opened mapped = w.imports.adjust(w.secretary, opened.data().id(), opened.data().version(),
                    new Adjustment(null, null, null, Map.of("A", "number", "B", "name", "C", "position"), null, null, null, null, null, null, null, null));
            w.confirm(mapped);
            assertThat(w.openCsv(w.bank.id(), "代码,姓名,职务\nA2,李明,科员\n").data().choices().sheets().get(0).columns()).containsEntry("A", org.shuyuan.directory.internal.roster.Field.NUMBER);
        }
    }

    @BothDatabases
    void twoWhoConfirmAtOnceDoNotDoubleAnybody(Database database) throws Exception {
        try (World w = new World(database)) {
            Opened first = w.open("roster-township-hant.csv");
            Opened second = w.open("roster-township-hant.csv");
            ExecutorService pool = Executors.newFixedThreadPool(4);
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Boolean>> results = new ArrayList<>();
            for (Opened opened : List.of(first, first, second, second)) {
                results.add(pool.submit(() -> {
                    start.await();
                    try {
                        w.confirm(opened);
                        return true;
                    } catch (Problem refused) {
                        return false;
                    }
                }));
            }
            start.countDown();
            int confirmed = 0;
            for (Future<Boolean> result : results) {
                confirmed += result.get() ? 1 : 0;
            }
            pool.shutdown();
            assertThat(confirmed).isEqualTo(1);
            assertThat(w.db.count("directory_person")).isEqualTo(64);
        }
    }

    @BothDatabases
    void aPreviewOnAnOlderTreeIsNotKeptForWhatWasWrittenMeanwhile(Database database) {
        try (World w = new World(database)) {
            Opened first = w.open("roster-township-hant.csv");
            Opened second = w.open("roster-township-hant.csv");
            RosterImport roster = new RosterImport(w.unitStore, new RosterStore(w.db.jpa()));
            long writes = w.unitStore.writes();
            List<Unit> subtree = w.tree.stored(w.bank.id());
            w.confirm(first);
            Set<UUID> reach = subtree.stream().map(Unit::id).collect(Collectors.toSet());
            roster.recent(second.data(), second.book(), writes, subtree, reach);
            assertThat(roster.kept(second.data(), w.unitStore.writes(), reach)).as("it knows nothing of the units that the first brought").isNull();
        }
    }

    @BothDatabases
    void aFailureAtTheEndLeavesNothingBehind(Database database) {
        Audit failing = new Audit() {
            @Override
            public void write(Caller caller, @Nullable UUID unit, String action, Subject subject, @Nullable Object before, @Nullable Object after) {
                if (action.equals("directory.import")) {
                    throw new IllegalStateException("disk full");
                }
            }

            @Override
            public List<Entry> about(String kind, String id, int limit) {
                return List.of();
            }
        };
        try (World w = new World(database, failing)) {
            Opened opened = w.open("roster-bank.xlsx");
            assertThatThrownBy(() -> w.confirm(opened)).isInstanceOf(IllegalStateException.class);
            assertThat(w.db.count("directory_person")).isZero();
            assertThat(w.db.count("directory_membership")).isZero();
            assertThat(w.db.count("directory_unit")).isEqualTo(1);
            assertThat(w.imports.find(w.secretary, opened.data().id()).data().open()).isTrue();
            assertThat(w.tree.subtree(w.bank.id())).hasSize(1);
        }
    }

    @BothDatabases
    void aWrongFileIsNamedAndNothingOfItStays(Database database) {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13};
        byte[] nuls = new byte[3_000];
        Map<byte[], String> wrong = new java.util.LinkedHashMap<>();
        wrong.put(new byte[0], "office.not-a-workbook");
        wrong.put(png, "office.not-a-workbook");
        wrong.put(nuls, "office.not-a-workbook");
        wrong.put("PK\3\4 not really a zip".getBytes(StandardCharsets.UTF_8), "office.workbook-damaged");
        wrong.put(" \n\n ".getBytes(StandardCharsets.UTF_8), "office.not-a-workbook");
        wrong.put("王伟\n".repeat(200_000).getBytes(StandardCharsets.UTF_8), "directory.import-too-many-rows");
        wrong.put(new byte[50 << 20], "rest.too-large");
        try (World w = new World(database)) {
            wrong.forEach((bytes, code) -> assertThatThrownBy(() -> w.imports.open(w.secretary, w.bank.id(), "名册.csv", new ByteArrayInputStream(bytes))).as(code)
                    .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo(code)));
            assertThat(w.db.count("directory_import")).isZero();
            assertThat(w.files.count()).isZero();
        }
    }

    @BothDatabases
    void aFullDiskRefusesTheFileAndNothingStays(Database database) {
        try (World w = new World(database)) {
            w.files.fill();
            assertThatThrownBy(() -> w.open("roster-bank.xlsx")).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("files.no-space"));
            assertThat(w.db.count("directory_import")).isZero();
        }
    }

    @BothDatabases
    void cellsWithAFormulaErrorAreToldAndNotStored(Database database) {
        try (World w = new World(database)) {
            Opened opened = w.openCsv(w.bank.id(), "工号,姓名,部门,职务\nA1,王伟,#REF!,#N/A\nA2,#NAME?,办公室,科员\n");
            var first = opened.preview().lines().get(0);
            assertThat(first.state()).isEqualTo(State.ADDED);
            assertThat(first.unit().id()).isEqualTo(w.bank.id());
            assertThat(first.entry().findings()).extracting("code").containsExactly("cell-error", "cell-error");
            assertThat(opened.preview().lines().get(1).state()).isEqualTo(State.PROBLEM);
            assertThat(opened.preview().lines().get(1).entry().findings()).extracting("code").containsExactly("cell-error");
        }
    }

    @BothDatabases
    void whoMayNotImportIsRefusedAndLearnsNothing(Database database) {
        try (World w = new World(database)) {
            assertThatThrownBy(() -> w.imports.open(w.stranger, w.bank.id(), "x.csv", new ByteArrayInputStream(new byte[0]))).isInstanceOfSatisfying(Problem.class,
                    p -> assertThat(p.status()).isEqualTo(403));
            Opened opened = w.open("roster-township-hant.csv");
            assertThatThrownBy(() -> w.imports.find(w.stranger, opened.data().id())).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(404));
            w.access.grant(w.stranger, Permissions.READ, w.bank.id());
            assertThatThrownBy(() -> w.imports.confirm(w.stranger, opened.data().id(), opened.data().version(), null)).isInstanceOfSatisfying(Problem.class,
                    p -> assertThat(p.status()).isEqualTo(403));
            assertThat(w.db.count("directory_person")).isZero();
        }
    }

    @BothDatabases
    void aPersonOfAnotherUnitIsNotOverwrittenByANumber(Database database) {
        try (World w = new World(database)) {
            UnitData office = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "办公室", "department", null));
            UnitData vault = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "国库科", "department", null));
            w.confirm(w.openCsv(office.id(), "工号,姓名\nA1,王伟\n"));
            Opened opened = w.openCsv(vault.id(), "工号,姓名\nA1,王伟\n");
            assertThat(opened.preview().lines().get(0).entry().findings()).extracting("code").containsExactly("number-elsewhere");
            assertThat(opened.preview().count(State.PROBLEM)).isEqualTo(1);
        }
    }

    @BothDatabases
    void aPreviewFollowsWhatIsWrittenBesideIt(Database database) {
        try (World w = new World(database)) {
            Opened opened = w.openCsv(w.bank.id(), "工号,姓名\nA1,王伟\n");
            assertThat(opened.preview().count(State.ADDED)).isEqualTo(1);
            w.confirm(w.openCsv(w.bank.id(), "工号,姓名\nA1,王伟\n"));
            assertThat(w.imports.find(w.secretary, opened.data().id()).preview().count(State.UNCHANGED)).isEqualTo(1);
            assertThatThrownBy(() -> w.confirm(opened)).as("what was looked at is not what would be written now")
                    .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("directory.import-outdated"));
        }
    }

    @BothDatabases
    void fiveThousandPeopleComeInWithinSeconds(Database database) {
        StringBuilder csv = new StringBuilder("工号,姓名,部门,职务,手机号码\n");
        for (int i = 0; i < 5_000; i++) {
            csv.append("N").append(10_000 + i).append(",王").append((char) (0x4E00 + i)).append(",第").append(i % 40).append("科,科员,1380000").append(1000 + i).append('\n');
        }
        try (World w = new World(database)) {
            Opened opened = w.openCsv(w.bank.id(), csv.toString());
            long start = System.nanoTime();
            w.confirm(opened);
            long millis = (System.nanoTime() - start) / 1_000_000;
            System.out.println(database + ": 5,000 people confirmed in " + millis + " ms");
            assertThat(w.db.count("directory_person")).isEqualTo(5_000);
            assertThat(millis).isLessThan(60_000);
        }
    }
}
