package org.shuyuan.directory.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.directory.OutsideParty;
import org.shuyuan.api.directory.OutsideReferences;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.directory.internal.OutsideService.Draft;
import org.shuyuan.directory.internal.OutsideService.Shown;
import org.shuyuan.directory.internal.jpa.PastStore;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Lecturers and training providers: whose they are, who may choose them, what of them is seen. */
class OutsideServiceTest {

    private static final LocalDate TODAY = PastStore.today();

    private static Consumer<Throwable> refused(int status, String code) {
        return e -> assertThat(e).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.status()).isEqualTo(status);
            assertThat(p.errors().isEmpty() ? p.code() : p.errors().get(0).code()).isEqualTo(code);
        });
    }

    private static Draft draft(@Nullable UUID unit, String name, String reach, @Nullable List<UUID> shared) {
        return new Draft(unit, "person", name, "省委党校", "教授", List.of("宏观经济", "货币政策"), "13812345678", "li@example.com", null, null, null, reach, shared);
    }

    private static List<String> names(World w, UUID unit) {
        return w.outside.at(unit, TODAY).stream().map(OutsideParty::name).toList();
    }

    @BothDatabases
    void aUnitSharesItsRegisterAsFarAsItChooses(Database database) {
        try (World w = new World(database)) {
            UnitData office = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "办公室", "department", null));
            UnitData vault = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "国库科", "department", null));
            UnitData desk = w.units.create(w.secretary, new UnitService.Draft(vault.id(), "柜台组", "group", null));
            w.outside.create(w.secretary, draft(office.id(), "甲", "unit", null));
            w.outside.create(w.secretary, draft(w.bank.id(), "乙", "subtree", null));
            w.outside.create(w.secretary, draft(office.id(), "丙", "units", List.of(vault.id())));
            w.outside.create(w.secretary, draft(desk.id(), "丁", "portal", null));
            assertThat(names(w, office.id())).containsExactlyInAnyOrder("甲", "乙", "丙", "丁");
            assertThat(names(w, vault.id())).containsExactlyInAnyOrder("乙", "丙", "丁");
            assertThat(names(w, desk.id())).containsExactlyInAnyOrder("乙", "丙", "丁");
            assertThat(names(w, w.bank.id())).containsExactlyInAnyOrder("乙", "丁");
        }
    }

    @BothDatabases
    void contactIsHiddenAndSurvivesAnEditByWhoMayNotSeeIt(Database database) {
        try (World w = new World(database)) {
            Shown made = w.outside.create(w.secretary, draft(w.bank.id(), "李教授", "subtree", null));
            List.of(Permissions.READ, Permissions.OUTSIDE).forEach(p -> w.access.grant(w.stranger, p, w.bank.id()));
            Shown seen = w.outside.get(w.stranger, w.bank.id(), made.outside().id());
            assertThat(seen.outside().phone()).isEqualTo("138****5678");
            assertThat(seen.outside().mail()).isEqualTo("l***@example.com");
            w.outside.change(w.stranger, made.outside().id(), made.outside().version(), draft(null, "李教授", "unit", null));
            assertThat(w.outside.get(w.secretary, w.bank.id(), made.outside().id()).outside()).satisfies(o -> {
                assertThat(o.phone()).isEqualTo("13812345678");
                assertThat(o.reach()).isEqualTo("unit");
            });
            assertThat(w.audit.about("directory.outside", made.outside().id().toString(), 5)).allSatisfy(e -> assertThat(e.after()).doesNotContain("13812345678"));
        }
    }

    @BothDatabases
    void whatIsNotSharedIsAbsentAndWhatIsNotOnesOwnIsNotChanged(Database database) {
        try (World w = new World(database)) {
            UnitData office = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "办公室", "department", null));
            Shown hidden = w.outside.create(w.secretary, draft(w.bank.id(), "甲", "unit", null));
            Shown open = w.outside.create(w.secretary, draft(w.bank.id(), "乙", "subtree", null));
            List.of(Permissions.READ, Permissions.OUTSIDE).forEach(p -> w.access.grant(w.stranger, p, office.id()));
            assertThatThrownBy(() -> w.outside.get(w.stranger, office.id(), hidden.outside().id())).satisfies(refused(404, "directory.no-such-outside"));
            assertThat(w.outside.get(w.stranger, office.id(), open.outside().id()).writable()).isFalse();
            assertThatThrownBy(() -> w.outside.change(w.stranger, open.outside().id(), 1, draft(null, "x", "unit", null))).satisfies(refused(403, "access.forbidden"));
            assertThatThrownBy(() -> w.outside.create(w.stranger, draft(office.id(), "x", "units", List.of(w.bank.id())))).as("a unit one may not read")
                    .satisfies(refused(422, "directory.no-such-unit"));
        }
    }

    @BothDatabases
    void theListIsSearchedAndThoseNoLongerValidAreNotOffered(Database database) {
        try (World w = new World(database)) {
            w.outside.create(w.secretary, draft(w.bank.id(), "李教授", "unit", null));
            Shown former = w.outside.create(w.secretary, new Draft(w.bank.id(), "institution", "晨光培训中心", null, null, null, null, null, null, null, TODAY, "unit", null));
            assertThat(w.outside.list(w.secretary, w.bank.id(), "货币", null, false)).extracting(s -> s.outside().name()).containsExactly("李教授");
            assertThat(w.outside.list(w.secretary, w.bank.id(), "", "institution", false)).hasSize(1);
            assertThat(w.outside.list(w.secretary, w.bank.id(), "", "institution", true)).isEmpty();
            assertThat(names(w, w.bank.id())).containsExactly("李教授");
            assertThat(w.outside.get(Set.of(former.outside().id()))).as("what was engaged keeps its name").hasSize(1);
        }
    }

    @BothDatabases
    void wrongValuesAreToldFieldByFieldAndTwoEditorsAreTold(Database database) {
        try (World w = new World(database)) {
            Draft wrong = new Draft(w.bank.id(), "robot", "", null, "x".repeat(101), null, "12", "a@b", null, TODAY, TODAY, "units", null);
            assertThatThrownBy(() -> w.outside.create(w.secretary, wrong)).isInstanceOfSatisfying(Problem.class,
                    p -> assertThat(p.errors()).extracting("field").containsExactlyInAnyOrder("name", "kind", "phone", "mail", "to", "shared", "title"));
            Shown made = w.outside.create(w.secretary, draft(w.bank.id(), "李教授", "unit", null));
            w.outside.change(w.secretary, made.outside().id(), made.outside().version(), draft(null, "李明教授", "unit", null));
            assertThatThrownBy(() -> w.outside.change(w.secretary, made.outside().id(), made.outside().version(), draft(null, "x", "unit", null))).satisfies(refused(412, "rest.changed-meanwhile"));
        }
    }

    @BothDatabases
    void oneEnteredByMistakeIsDeletedUnlessSomethingRefersToIt(Database database) {
        try (World w = new World(database)) {
            UnitData office = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "办公室", "department", null));
            Shown mistake = w.outside.create(w.secretary, draft(w.bank.id(), "误登", "units", List.of(office.id())));
            Shown engaged = w.outside.create(w.secretary, draft(w.bank.id(), "李教授", "unit", null));
            w.outside.addReferences(references(ids -> ids.stream().filter(engaged.outside().id()::equals).collect(java.util.stream.Collectors.toSet())));
            assertThatThrownBy(() -> w.outside.delete(w.secretary, engaged.outside().id(), 1)).satisfies(refused(409, "directory.outside-in-use"));
            assertThatThrownBy(() -> w.outside.delete(w.secretary, mistake.outside().id(), 7)).satisfies(refused(412, "rest.changed-meanwhile"));
            w.outside.delete(w.secretary, mistake.outside().id(), 1);
            assertThat(names(w, w.bank.id())).containsExactly("李教授");
            assertThat(w.db.count("directory_outside_share")).isZero();
            assertThat(w.audit.about("directory.outside", mistake.outside().id().toString(), 1)).singleElement().satisfies(e -> {
                assertThat(e.action()).isEqualTo("directory.delete-outside");
                assertThat(e.before()).contains("误登").doesNotContain("13812345678");
            });
            assertThatThrownBy(() -> w.outside.delete(w.secretary, mistake.outside().id(), 1)).satisfies(refused(404, "directory.no-such-outside"));
        }
    }

    @BothDatabases
    void nothingIsDeletedByOneWhoMayNotOrWhileAModuleDoesNotAnswer(Database database) {
        try (World w = new World(database)) {
            Shown made = w.outside.create(w.secretary, draft(w.bank.id(), "李教授", "unit", null));
            w.access.grant(w.stranger, Permissions.READ, w.bank.id());
            assertThatThrownBy(() -> w.outside.delete(w.stranger, made.outside().id(), 1)).satisfies(refused(403, "access.forbidden"));
            w.outside.addReferences(references(ids -> {
                throw new IllegalStateException("the table is away");
            }));
            assertThatThrownBy(() -> w.outside.delete(w.secretary, made.outside().id(), 1)).satisfies(refused(503, "directory.outside-unsure"));
            assertThat(names(w, w.bank.id())).containsExactly("李教授");
        }
    }

    private static OutsideReferences references(java.util.function.Function<java.util.Collection<UUID>, Set<UUID>> referred) {
        return new OutsideReferences() {
            @Override
            public String module() {
                return "lectures";
            }

            @Override
            public Set<UUID> referred(java.util.Collection<UUID> ids) {
                return referred.apply(ids);
            }
        };
    }

    @BothDatabases
    void aMergedUnitsRegisterGoesToItsSuccessor(Database database) {
        try (World w = new World(database)) {
            UnitData a = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "一科", "department", null));
            UnitData b = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "二科", "department", null));
            w.outside.create(w.secretary, draft(a.id(), "李教授", "unit", null));
            w.merges.merge(w.secretary, a.id(), a.version(), new UnitMerges.Draft(b.id(), null));
            assertThat(names(w, b.id())).containsExactly("李教授");
        }
    }
}
