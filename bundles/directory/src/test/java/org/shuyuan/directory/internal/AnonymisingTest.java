package org.shuyuan.directory.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.records.Anonymiser;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Names;
import org.shuyuan.directory.internal.Anonymising.Plan;
import org.shuyuan.directory.internal.Anonymising.Request;
import org.shuyuan.directory.internal.PersonRules.Draft;
import org.shuyuan.directory.internal.jpa.PastStore;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;

/** People who left are anonymised for good: nothing leads back to them, and figures of the past stay right. */
class AnonymisingTest {

    private static final LocalDate TODAY = PastStore.today();
    private static final Request ASKED = new Request("person", "本人书面申请", "云人〔2026〕7号", "王建国");

    private static Consumer<Throwable> code(int status, String code) {
        return e -> assertThat(e).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status() + " " + p.code()).isEqualTo(status + " " + code));
    }

    private static PersonService.Shown wang(World w, UUID unit) {
        return w.persons.create(w.secretary, new Draft("王建国", "YX0042", "male", "1961-03-02", "中共党员", "1985-07", "13812345678", "wang@example.com", "班子成员", "高级经济师",
                "信贷", "糖尿病", unit, "副行长", "1990-08"));
    }

    private static PersonService.Shown left(World w, PersonService.Shown shown, LocalDate on) {
        return w.persons.leave(w.secretary, shown.person().id(), w.persons.get(w.secretary, shown.person().id()).person().version(), on);
    }

    private static Plan anonymise(World w, UUID id) {
        return w.anonymising.anonymise(w.secretary, id, w.persons.get(w.secretary, id).person().version(), ASKED);
    }

    @BothDatabases
    void nothingLeadsBackToThePersonAndTheUnitCountsAsBefore(Database database) throws SQLException {
        try (World w = new World(database)) {
            PersonService.Shown shown = wang(w, w.bank.id());
            UUID id = shown.person().id();
            w.persons.change(w.secretary, id, shown.person().version(), new Draft("王建国", "YX0042", "male", "1961-03-02", "群众", null, "13812345678", "wang@example.com", "离退休",
                    null, null, "糖尿病", w.bank.id(), "顾问", "1990-08"));
            left(w, shown, TODAY);
            Set<UUID> before = Set.copyOf(w.directory.membersOf(List.of(w.bank.id()), TODAY.minusDays(1)).stream().map(p -> p.id()).toList());

            Plan plan = anonymise(w, id);

            assertThat(plan.done()).isNotNull();
            PersonData now = w.people.find(id).orElseThrow();
            assertThat(now.name()).isEqualTo(Anonymous.stored(1));
            assertThat(now).usingRecursiveComparison().ignoringFields("id", "name", "version")
                    .isEqualTo(new PersonData(id, null, "", null, null, null, null, null, null, null, null, null, null, null, 0));
            assertThat(w.persons.get(w.secretary, id).memberships()).hasSize(1).allSatisfy(m -> {
                assertThat(m.unit()).isEqualTo(w.bank.id());
                assertThat(m.to()).isEqualTo(TODAY);
                assertThat(m.position()).isNull();
                assertThat(m.since()).isNull();
            });
            assertThat(Set.copyOf(w.directory.membersOf(List.of(w.bank.id()), TODAY.minusDays(1)).stream().map(p -> p.id()).toList())).isEqualTo(before);
            for (String trace : List.of("王建国", "YX0042", "1961-03", "13812345678", "wang@example.com", "糖尿病", "副行长", "高级经济师")) {
                assertThat(everything(w)).as(trace).doesNotContain(trace);
            }
        }
    }

    /** All that the module's tables hold, as text. */
    private static String everything(World w) throws SQLException {
        StringBuilder all = new StringBuilder();
        try (Connection c = w.db.pool().getConnection()) {
            for (String table : List.of("directory_person", "directory_membership", "directory_past", "directory_import", "directory_anonymised", "directory_photo", "directory_v_person",
                    "directory_v_membership")) {
                try (PreparedStatement s = c.prepareStatement("select * from " + table); ResultSet r = s.executeQuery()) {
                    while (r.next()) {
                        for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
                            all.append(r.getString(i)).append('\t');
                        }
                    }
                }
            }
        }
        return all.toString();
    }

    @BothDatabases
    void theTrailIsEmptiedAndSaysWhyAndByWhom(Database database) {
        try (World w = new World(database)) {
            UUID id = left(w, wang(w, w.bank.id()), TODAY).person().id();
            anonymise(w, id);
            assertThat(w.audit.actions()).endsWith("access.redact", "directory.anonymise");
            Audit.Entry entry = w.audit.entries().get(w.audit.entries().size() - 1);
            assertThat(entry.who()).isEqualTo("secretary");
            assertThat(entry.subject().label()).isEqualTo("已匿名人员 1");
            assertThat(entry.after()).contains("本人书面申请", "云人〔2026〕7号", "basis=person", "anonymise.memberships");
            assertThat(w.audit.entries()).filteredOn(e -> e.subject().id().equals(id.toString())).noneMatch(e -> (e.subject().label() + e.before() + e.after()).contains("王建国"));
            assertThat(w.anonymising.plan(w.secretary, id).done()).satisfies(done -> {
                assertThat(done.reason()).isEqualTo("本人书面申请");
                assertThat(done.by()).isEqualTo("secretary");
            });
        }
    }

    @BothDatabases
    void theOldNameFindsNobodyAndTheNewOneIsShownInTheReadersLanguage(Database database) {
        try (World w = new World(database)) {
            UUID id = left(w, wang(w, w.bank.id()), TODAY).person().id();
            assertThat(found(w, "wjg")).containsExactly(id);
            anonymise(w, id);
            w.index.follow();
            for (String q : List.of("王建国", "wjg", "wangjianguo", "YX0042", "副行长")) {
                assertThat(found(w, q)).as(q).isEmpty();
            }
            assertThat(found(w, "")).contains(id);
            assertThat(PersonView.of(w.persons.get(w.secretary, id), Language.EN).name()).isEqualTo("Anonymised person 1");
            assertThat(PersonView.of(w.persons.get(w.secretary, id), Language.ZH_TW).name()).isEqualTo("已匿名人員 1");
            assertThat(w.directory.knownBy(org.shuyuan.api.directory.People.KnownBy.NUMBER, "YX0042")).isEmpty();
        }
    }

    private static List<UUID> found(World w, String q) {
        return w.persons.list(w.secretary, w.bank.id(), true, null, null, true, Names.Order.PINYIN, ListQuery.of(q, 1, 20, null)).items().stream().map(l -> l.person().id()).toList();
    }

    @BothDatabases
    void aRosterWithTheRowOfBeforeBringsSomebodyNew(Database database) {
        try (World w = new World(database)) {
            String csv = "姓名,工号,部门,职务\n王建国,YX0042,云溪县支行,副行长\n赵敏,YX0043,云溪县支行,科员\n";
            w.confirm(w.openCsv(w.bank.id(), csv));
            UUID first = w.people.byNumber("YX0042").orElseThrow().id();
            left(w, w.persons.get(w.secretary, first), TODAY);
            // somebody decided, in an import that is open, that the row means this person
            ImportService.Opened open = w.openCsv(w.bank.id(), "姓名,部门\n王建国,云溪县支行\n");
            w.imports.adjust(w.secretary, open.data().id(), open.data().version(),
                    new ImportService.Adjustment(null, null, null, null, null, null, null, null, null, Map.of("0-2", first.toString()), null, null));
            anonymise(w, first);

            ImportService.Opened decided = w.imports.find(w.secretary, open.data().id());
            assertThat(decided.data().choices().decisions().persons()).doesNotContainValue(first.toString());
            assertThat(decided.preview().lines()).noneMatch(l -> l.person() != null && l.person().id().equals(first));
            w.confirm(w.openCsv(w.bank.id(), csv));
            UUID second = w.people.byNumber("YX0042").orElseThrow().id();
            assertThat(second).isNotEqualTo(first);
            assertThat(w.people.find(first).orElseThrow().name()).isEqualTo("已匿名人员 1");
            ImportService.Opened label = w.openCsv(w.bank.id(), "姓名,部门\n已匿名人员 1,云溪县支行\n");
            assertThat(label.preview().lines()).as("the name in the place of a name is no name").noneMatch(l -> l.person() != null);
        }
    }

    @BothDatabases
    void whatWasCorrectedInTheRowsOfThePersonIsForgotten(Database database) {
        try (World w = new World(database)) {
            ImportService.Opened open = w.openCsv(w.bank.id(), "姓名,工号,部门\n王建囯,YX0042,云溪县支行\n赵敏,YX0043,云溪县支行\n");
            ImportService.Opened corrected = w.imports.adjust(w.secretary, open.data().id(), open.data().version(),
                    new ImportService.Adjustment(0, null, null, null, null, Map.of(2, Map.of("A", "王建国"), 3, Map.of("A", "赵敏敏")), null, null, null, null, null, null));
            w.confirm(corrected);
            UUID id = w.people.byNumber("YX0042").orElseThrow().id();
            left(w, w.persons.get(w.secretary, id), TODAY);
            assertThat(w.anonymising.plan(w.secretary, id).held()).extracting(h -> h.holding().key()).contains("anonymise.decisions", "anonymise.rosters");
            anonymise(w, id);
            assertThat(String.valueOf(w.importStore.find(open.data().id()).orElseThrow().choices().corrections())).doesNotContain("王建国").contains("赵敏敏");
        }
    }

    @BothDatabases
    void whoBelongsSomewhereIsNotAnonymisedNorOneself(Database database) {
        try (World w = new World(database)) {
            UUID id = wang(w, w.bank.id()).person().id();
            assertThatThrownBy(() -> w.anonymising.plan(w.secretary, id)).satisfies(code(409, "directory.still-belongs"));
            assertThatThrownBy(() -> anonymise(w, id)).satisfies(code(409, "directory.still-belongs"));
            left(w, w.persons.get(w.secretary, id), TODAY);
            Caller self = new Caller(w.secretary.account(), id, "secretary", Caller.Kind.SESSION, Language.ZH_CN, "");
            assertThatThrownBy(() -> w.anonymising.plan(self, id)).satisfies(code(409, "directory.anonymise-oneself"));
            assertThat(w.people.find(id).orElseThrow().name()).isEqualTo("王建国");
        }
    }

    @BothDatabases
    void theRightIsNeededAtEveryUnitThePersonBelongedTo(Database database) {
        try (World w = new World(database)) {
            UnitData credit = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "信贷科", "department", null, null, null));
            UnitData office = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "办公室", "department", null, null, null));
            PersonService.Shown shown = wang(w, credit.id());
            w.memberService.add(w.secretary, shown.person().id(), shown.person().version(), new MembershipService.Draft(office.id(), null, null, null));
            UUID id = left(w, shown, TODAY).person().id();
            Caller clerk = FakeAccess.person("clerk");
            w.access.grant(clerk, Permissions.READ, w.bank.id()).grant(clerk, Permissions.ANONYMISE, credit.id());
            assertThatThrownBy(() -> w.anonymising.plan(clerk, id)).satisfies(code(403, "access.forbidden"));
            assertThatThrownBy(() -> w.anonymising.anonymise(clerk, id, 1, ASKED)).satisfies(code(403, "access.forbidden"));
            assertThatThrownBy(() -> w.anonymising.plan(w.stranger, id)).satisfies(code(404, "directory.no-such-person"));
            assertThat(w.anonymising.offered(clerk, w.persons.get(clerk, id))).isFalse();
            w.access.grant(clerk, Permissions.ANONYMISE, office.id());
            assertThat(w.anonymising.offered(clerk, w.persons.get(clerk, id))).isTrue();
            assertThat(w.anonymising.plan(clerk, id).held()).isNotEmpty();
            // a unit that is closed counts as the one its people went to
            w.merges.merge(w.secretary, office.id(), office.version(), new UnitMerges.Draft(credit.id(), null));
            assertThat(w.anonymising.plan(clerk, id).held()).isNotEmpty();
        }
    }

    @BothDatabases
    void aWrongNameOrAReasonThatNamesThePersonIsRefusedAndNothingIsDone(Database database) {
        try (World w = new World(database)) {
            UUID id = left(w, wang(w, w.bank.id()), TODAY).person().id();
            int version = w.people.find(id).orElseThrow().version();
            for (Request wrong : List.of(new Request("person", "理由", null, "王建"), new Request("person", "王建国申请", null, "王建国"), new Request("person", " ", null, "王建国"),
                    new Request("nobody", "理由", null, "王建国"), new Request("person", "长".repeat(301), null, "王建国"), new Request("person", "理由", "13812345678", "王建国"))) {
                assertThatThrownBy(() -> w.anonymising.anonymise(w.secretary, id, version, wrong)).satisfies(code(422, "rest.invalid"));
            }
            assertThatThrownBy(() -> w.anonymising.anonymise(w.secretary, id, version - 1, ASKED)).satisfies(code(412, "rest.changed-meanwhile"));
            assertThat(w.people.find(id).orElseThrow().name()).isEqualTo("王建国");
            assertThat(w.audit.actions()).doesNotContain("directory.anonymise");
        }
    }

    @BothDatabases
    void aSecondTimeChangesNothingAndTwoAtOnceDoItOnce(Database database) throws Exception {
        try (World w = new World(database)) {
            UUID id = left(w, wang(w, w.bank.id()), TODAY).person().id();
            int version = w.people.find(id).orElseThrow().version();
            ExecutorService two = Executors.newFixedThreadPool(2);
            Callable<Plan> once = () -> w.anonymising.anonymise(w.secretary, id, version, ASKED);
            List<Plan> plans = new ArrayList<>();
            for (Future<Plan> one : two.invokeAll(List.of(once, once))) {
                plans.add(one.get());
            }
            two.shutdownNow();
            assertThat(plans).extracting(p -> p.done() == null ? 0 : p.done().number()).containsExactly(1, 1);
            assertThat(w.audit.actions().stream().filter("directory.anonymise"::equals)).hasSize(1);
            assertThat(w.anonymising.anonymise(w.secretary, id, version, ASKED).held()).extracting(h -> h.holding().key()).contains("anonymise.memberships");
            PersonService.Shown li = w.persons.create(w.secretary, new Draft("李红", null, null, null, null, null, null, null, null, null, null, null, w.bank.id(), null, null));
            UUID another = left(w, li, TODAY).person().id();
            Plan second = w.anonymising.anonymise(w.secretary, another, w.people.find(another).orElseThrow().version(), new Request("retention", "保存期满", null, "李红"));
            assertThat(second.done()).satisfies(done -> assertThat(done.number()).isEqualTo(2));
        }
    }

    @BothDatabases
    void whoIsAnonymisedStaysAsItIs(Database database) {
        try (World w = new World(database)) {
            UUID id = left(w, wang(w, w.bank.id()), TODAY).person().id();
            anonymise(w, id);
            int version = w.people.find(id).orElseThrow().version();
            Draft draft = new Draft("王建国", null, null, null, null, null, null, null, null, null, null, null, w.bank.id(), null, null);
            assertThatThrownBy(() -> w.persons.change(w.secretary, id, version, draft)).satisfies(code(409, "directory.anonymised"));
            assertThatThrownBy(() -> w.photos.put(w.secretary, id, new byte[10])).satisfies(code(409, "directory.anonymised"));
            UUID membership = w.persons.get(w.secretary, id).memberships().get(0).id();
            assertThatThrownBy(() -> w.memberService.change(w.secretary, id, membership, version, new MembershipService.Draft(null, "副行长", null, null)))
                    .satisfies(code(409, "directory.anonymised"));
            Draft reserved = new Draft("已匿名人员 9", null, null, null, null, null, null, null, null, null, null, null, w.bank.id(), null, null);
            assertThatThrownBy(() -> w.persons.create(w.secretary, reserved)).satisfies(code(422, "rest.invalid"));
        }
    }

    /** A module that remembers what it was asked. */
    private static final class Other implements Anonymiser {
        final List<Leaver> asked = java.util.Collections.synchronizedList(new ArrayList<>());
        @Nullable Problem refuses;
        boolean breaks;

        @Override
        public String module() {
            return "minutes";
        }

        @Override
        public List<Holding> holdings(Caller caller, Leaver who) {
            if (refuses != null) {
                throw refuses;
            }
            return List.of(new Holding("anonymise.signed", 3, Fate.STAYS, "anonymise.signed.why"));
        }

        @Override
        public void anonymise(Caller caller, Leaver who) {
            if (breaks) {
                throw new IllegalStateException("broken");
            }
            asked.add(who);
        }
    }

    @BothDatabases
    void allModulesDoTheirPartOrNone(Database database) {
        try (World w = new World(database)) {
            UUID id = left(w, wang(w, w.bank.id()), TODAY).person().id();
            UUID account = UUID.randomUUID();
            w.accounts.put(id, new Accounts.Past(account, Set.of("1042")));
            Other minutes = new Other();
            w.anonymising.addModule(minutes);
            minutes.refuses = Problem.conflict("minutes.unsigned");
            assertThatThrownBy(() -> w.anonymising.plan(w.secretary, id)).satisfies(code(409, "minutes.unsigned"));
            minutes.refuses = null;
            minutes.breaks = true;
            assertThatThrownBy(() -> anonymise(w, id)).isInstanceOf(IllegalStateException.class);
            assertThat(w.people.find(id).orElseThrow().name()).isEqualTo("王建国");
            assertThat(w.anonymised.find(id)).isEmpty();
            minutes.breaks = false;
            Plan plan = anonymise(w, id);
            assertThat(plan.held()).extracting(h -> h.module() + " " + h.holding().fate()).contains("minutes STAYS");
            assertThat(minutes.asked).singleElement().satisfies(who -> {
                assertThat(who.accounts()).containsExactly(account);
                assertThat(who.signedAs()).containsExactly("1042");
                assertThat(who.label()).isEqualTo("已匿名人员 1");
            });
        }
    }

    @BothDatabases
    void aModuleThatWasAwayDoesItWhenItComes(Database database) throws InterruptedException {
        try (World w = new World(database)) {
            UUID id = left(w, wang(w, w.bank.id()), TODAY).person().id();
            anonymise(w, id);
            Other minutes = new Other();
            w.anonymising.addModule(minutes);
            for (int i = 0; i < 600 && !w.audit.actions().contains("directory.anonymise-later"); i++) {
                Thread.sleep(50);
            }
            assertThat(minutes.asked).singleElement().satisfies(who -> assertThat(who.person()).isEqualTo(id));
            assertThat(w.anonymised.pending("minutes")).isEmpty();
        }
    }

    @BothDatabases
    void whoLeftLongAgoIsSuggestedToWhoMay(Database database) {
        try (World w = new World(database)) {
            UUID long1 = left(w, wang(w, w.bank.id()), TODAY).person().id();
            PersonService.Shown li = w.persons.create(w.secretary, new Draft("李红", null, null, null, null, null, null, null, null, null, null, null, w.bank.id(), null, null));
            left(w, li, TODAY);
            w.db.jpa().run(em -> em.createNativeQuery("update directory_membership set from_day = null, to_day = ?1 where person = ?2").setParameter(1, java.sql.Date.valueOf(TODAY.minusMonths(25)))
                    .setParameter(2, long1).executeUpdate());
            Anonymising.Due due = w.anonymising.due(w.secretary, w.bank.id(), ListQuery.of("", 1, 20, null));
            assertThat(due.months()).isEqualTo(24);
            assertThat(due.page().items()).extracting(l -> l.person()).containsExactly(long1);
            assertThat(due.page().total()).isEqualTo(1);
            assertThatThrownBy(() -> w.anonymising.due(w.stranger, w.bank.id(), ListQuery.of("", 1, 20, null))).satisfies(code(403, "access.forbidden"));
            anonymise(w, long1);
            assertThat(w.anonymising.due(w.secretary, w.bank.id(), ListQuery.of("", 1, 20, null)).page().items()).isEmpty();
        }
    }

    @BothDatabases
    void thePhotoGoesFromTheDiskToo(Database database) {
        try (World w = new World(database)) {
            UUID id = wang(w, w.bank.id()).person().id();
            w.photos.put(w.secretary, id, PhotoTest.picture("png", 200, 200, java.awt.Color.RED));
            left(w, w.persons.get(w.secretary, id), TODAY);
            assertThat(w.photos.of(List.of(id))).isNotEmpty();
            anonymise(w, id);
            assertThat(w.photos.of(List.of(id))).isEmpty();
            assertThat(w.photos.read(w.secretary, id, true)).isEmpty();
            assertThat(w.files.count()).as("nothing of it is left among the files").isZero();
        }
    }
}
