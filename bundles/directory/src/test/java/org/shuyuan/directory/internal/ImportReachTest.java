package org.shuyuan.directory.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.directory.internal.ImportService.Opened;
import org.shuyuan.directory.internal.PersonRules.Draft;
import org.shuyuan.directory.internal.rest.ImportResource;
import org.shuyuan.directory.internal.roster.Finding;
import org.shuyuan.directory.internal.roster.Known;
import org.shuyuan.office.internal.OfficeWorkbooks;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;
import org.shuyuan.testing.FakeTexts;

/** How far a right to import reaches, and what a preview shows to whom. */
class ImportReachTest {

    private static Caller clerk(World w, boolean below) {
        Caller clerk = FakeAccess.person("clerk");
        List.of(Permissions.READ, Permissions.IMPORT).forEach(p -> {
            if (below) {
                w.access.grant(clerk, p, w.bank.id());
            } else {
                w.access.grantHere(clerk, p, w.bank.id());
            }
        });
        return clerk;
    }

    private static Opened open(World w, Caller caller, String csv) {
        return w.imports.open(caller, w.bank.id(), "roster.csv", new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)));
    }

    private static ImportData confirm(World w, Caller caller, Opened opened) {
        return w.imports.confirm(caller, opened.data().id(), opened.data().version(), opened.preview().digest());
    }

    private static void refused(World w, Caller caller, Opened opened, String... units) {
        assertThatThrownBy(() -> confirm(w, caller, opened)).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.status()).isEqualTo(403);
            assertThat(p.code()).isEqualTo("directory.import-beyond");
            assertThat(p.values().get("units")).isEqualTo(String.join("、", units));
        });
        assertThatThrownBy(() -> w.imports.check(caller, opened.data().id(), opened.data().version(), null)).as("before anybody waits").hasMessage("directory.import-beyond");
    }

    @BothDatabases
    void whoMayImportIntoAUnitOnlyBringsPeopleButNoUnitsBelow(Database database) {
        try (World w = new World(database)) {
            Caller clerk = clerk(w, false);
            long units = w.db.count("directory_unit");
            refused(w, clerk, open(w, clerk, "工号,姓名,部门\nA1,王伟,\nA2,李明,国库科\n"), "国库科");
            refused(w, clerk, open(w, clerk, "工号,姓名,部门,党支部\nA1,王伟,,第一党支部\n"), "第一党支部");
            refused(w, clerk, open(w, clerk, "工号,姓名,部门,上级部门\nA2,李明,机要组,办公室\n"), "机要组", "办公室");
            assertThat(w.db.count("directory_unit")).isEqualTo(units);
            assertThat(w.db.count("directory_person")).isZero();
            confirm(w, clerk, open(w, clerk, "工号,姓名\nA1,王伟\n"));
            assertThat(w.db.count("directory_person")).isEqualTo(1);
        }
    }

    @BothDatabases
    void whoseRightReachesBelowBringsUnitsAndBranches(Database database) {
        try (World w = new World(database)) {
            Caller clerk = clerk(w, true);
            confirm(w, clerk, open(w, clerk, "工号,姓名,部门,党支部,上级部门\nA1,王伟,国库科,第一党支部,\nA2,李明,机要组,,办公室\n"));
            assertThat(w.unitStore.snapshot().units()).extracting(UnitData::name).contains("国库科", "第一党支部", "机要组", "办公室");
        }
    }

    @BothDatabases
    void aUnitBeyondReachIsNamedAndWhoBelongsThereIsNotListedAsMissing(Database database) {
        try (World w = new World(database)) {
            UUID vault = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "国库科", "department", null)).id();
            w.confirm(w.openCsv(w.bank.id(), "工号,姓名,部门\nA1,王伟,\nA2,李明,国库科\n"));
            Caller clerk = clerk(w, false);
            Opened opened = open(w, clerk, "工号,姓名,部门\nA3,赵云,国库科\n");
            assertThat(opened.preview().missing()).extracting(Known::unit).as("not who belongs below").containsExactly(w.bank.id());
            assertThat(opened.units()).extracting("id").doesNotContain(vault);
            assertThat(w.imports.find(w.secretary, opened.data().id()).preview().missing()).as("one who reaches them sees both").hasSize(2);
            refused(w, clerk, opened, "国库科");
        }
    }

    @BothDatabases
    void aPreviewMasksWhatTheSettingsCallPersonalAndNothingElse(Database database) {
        try (World w = new World(database)) {
            w.persons.create(w.secretary, new Draft("王伟", "A1", "male", "1983-05-12", null, "2008-06-01", "13812345678", "wangwei@example.com", null, null, null, null,
                    w.bank.id(), null, null));
            Caller clerk = clerk(w, true);
            Opened opened = open(w, clerk, "工号,姓名,手机号码,出生日期,入党时间\nA1,王伟,13800000000,1983-05-13,2009-01-02\n");
            String byDefault = rows(w, clerk, opened, EnumSet.of(Privacy.Field.PHONE, Privacy.Field.BIRTH));
            assertThat(byDefault).contains("before=138****5678", "before=1983,", "before=2008-06-01").doesNotContain("13812345678");
            String asSet = rows(w, clerk, opened, EnumSet.of(Privacy.Field.JOINED));
            assertThat(asSet).contains("before=13812345678", "before=1983-05-12", "before=2008,");
            assertThat(rows(w, w.secretary, opened, EnumSet.allOf(Privacy.Field.class))).as("who may read it sees it").contains("before=13812345678", "before=2008-06-01");
        }
    }

    /** A clerk of the bank and its office, and 李明 of the vault, which is beyond reach. */
    private static Caller clerkWithoutTheVault(World w) {
        UUID vault = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "国库科", "department", null)).id();
        w.persons.create(w.secretary, new Draft("李明", "A2", "male", "1983-05-12", null, null, "13812345678", null, null, null, null, null, vault, "科长", null));
        Caller clerk = clerk(w, false);
        w.access.grantHere(clerk, Permissions.PERSONAL, w.bank.id());
        return clerk;
    }

    @BothDatabases
    void ofPeopleBeyondReachAPreviewShowsNothingThatIsStored(Database database) {
        try (World w = new World(database)) {
            Caller clerk = clerkWithoutTheVault(w);
            String csv = "工号,姓名,手机号码,出生日期\nA2,李明,13800000000,1990-01-01\n";
            Opened opened = open(w, clerk, csv);
            assertThat(opened.preview().lines()).singleElement().satisfies(line -> {
                assertThat(line.entry().findings()).extracting(Finding::code).containsExactly("number-elsewhere");
                assertThat(line.changes()).as("nor whether a guess was right").isEmpty();
            });
            assertThat(rows(w, clerk, opened, EnumSet.allOf(Privacy.Field.class))).doesNotContain("13812345678", "138****", "1983-05", "before=");
            String named = rows(w, clerk, open(w, clerk, "工号,姓名,出生日期\nA2,赵云,1990-01-01\n"), EnumSet.allOf(Privacy.Field.class));
            assertThat(named).as("nor whose number it is").contains("number-elsewhere").doesNotContain("李明", "1983", "科长", "国库科");
            String namesake = rows(w, clerk, open(w, clerk, "姓名,性别\n李明,男\n"), EnumSet.allOf(Privacy.Field.class));
            assertThat(namesake).as("nor that somebody is called so").contains("state=added").doesNotContain("number=A2", "1983", "科长", "国库科");
            String secretary = rows(w, w.secretary, opened, EnumSet.allOf(Privacy.Field.class));
            assertThat(secretary).as("who reaches them sees it").contains("before=13812345678", "before=1983-05-12");
        }
    }

    @BothDatabases
    void whatIsPersonalIsShownByTheRightAtThePersonsUnitAndItsReadingIsInTheTrail(Database database) {
        try (World w = new World(database)) {
            Caller clerk = clerkWithoutTheVault(w);
            w.access.grant(clerk, Permissions.IMPORT, w.bank.id());
            String csv = "工号,姓名,手机号码\nA2,李明,13800000000\n";
            Opened opened = open(w, clerk, csv);
            assertThat(rows(w, clerk, opened, EnumSet.of(Privacy.Field.PHONE))).as("personal is readable at the bank only").contains("before=138****5678").doesNotContain("13812345678");
            assertThat(w.audit.actions()).doesNotContain("directory.read-personal");
            rows(w, w.secretary, opened, EnumSet.of(Privacy.Field.PHONE));
            rows(w, w.secretary, opened, EnumSet.of(Privacy.Field.PHONE));
            assertThat(w.audit.actions()).as("once, not with every page").containsOnlyOnce("directory.read-personal");
        }
    }

    @BothDatabases
    void aDecisionBringsNobodyHereFromElsewhere(Database database) {
        try (World w = new World(database)) {
            UUID vault = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "国库科", "department", null)).id();
            UUID office = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "办公室", "department", null)).id();
            UUID li = w.persons.create(w.secretary, new Draft("李明", "A2", "male", "1983-05-12", null, null, "13812345678", null, null, null, null, null, vault, null, null)).person().id();
            Opened opened = w.imports.open(w.secretary, office, "roster.csv", new ByteArrayInputStream("工号,姓名,手机号码\nA2,李明,13800000000\n".getBytes(StandardCharsets.UTF_8)));
            Opened decided = w.imports.adjust(w.secretary, opened.data().id(), opened.data().version(),
                    new ImportService.Adjustment(null, null, null, null, null, null, null, null, null, Map.of("0-2", li.toString()), null, null));
            assertThat(decided.preview().lines()).singleElement().satisfies(line -> {
                assertThat(line.person()).isNull();
                assertThat(line.changes()).isEmpty();
                assertThat(line.entry().findings()).extracting(Finding::code).contains("number-elsewhere");
            });
        }
    }

    private static String rows(World w, Caller caller, Opened opened, Set<Privacy.Field> personal) {
        ImportResource resource = new ImportResource(w.imports, w.jobs, new OfficeWorkbooks(), new FakeTexts(), new Privacy(w.access, w.tree, personal, true));
        return String.valueOf(resource.rows(Call.of(caller, w.bank.id(), null), opened.data().id(), ListQuery.of(null, 1, 20, null), "all").items());
    }
}
