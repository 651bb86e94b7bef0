package org.shuyuan.directory.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Group;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.directory.internal.groups.Rule;
import org.shuyuan.directory.internal.jpa.PastStore;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Groups by rule and by hand, now and on a day. */
class GroupServiceTest {

    private static final LocalDate TODAY = PastStore.today();
    private static final UUID PARTY = UUID.fromString("01900000-0000-7000-8000-000000000103");

    private static Consumer<Throwable> refused(int status, String code) {
        return e -> assertThat(e).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.status()).isEqualTo(status);
            assertThat(p.errors().isEmpty() ? p.code() : p.errors().get(0).code()).isEqualTo(code);
        });
    }

    static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Bank {
        final World w;
        final UnitData section;
        final UnitData branch;
        final UUID young;
        final UUID older;
        final UUID masses;

        Bank(World w) {
            this.w = w;
            section = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "办公室", "department", null, null, TODAY.minusDays(50)));
            branch = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "第一支部", "branch", null, null, TODAY.minusDays(50)));
            young = person("王伟", TODAY.getYear() - 30 + "-01", "中共党员", section);
            older = person("李明", TODAY.getYear() - 50 + "-01", "中共党员", section);
            masses = person("赵敏", TODAY.getYear() - 25 + "-01", "群众", section);
            joins(young);
            joins(older);
        }

        UUID person(String name, String birth, String political, UnitData unit) {
            return w.persons.create(w.secretary, new PersonRules.Draft(name, null, null, birth, political, null, null, null, null, null, null, null, unit.id(), "科员", null)).person().id();
        }

        void joins(UUID person) {
            w.memberService.add(w.secretary, person, version(person), new MembershipService.Draft(branch.id(), "党员", null, TODAY.minusDays(20)));
        }

        int version(UUID person) {
            return w.persons.get(w.secretary, person).person().version();
        }

        GroupData group(UUID unit, String name, String rule) {
            return w.groups.create(w.secretary, new GroupService.Draft(unit, Map.of("zh-CN", name), rule == null ? null : json(rule), null, null));
        }

        List<UUID> in(GroupData group, UUID unit, LocalDate on) {
            return w.groupReader.members(Set.of(group.id()), unit, on).get(group.id()).stream().map(Person::id).toList();
        }
    }

    @BothDatabases
    void partyMembersUnder35OfAllBranches(Database database) {
        try (World w = new World(database)) {
            Bank b = new Bank(w);
            GroupData group = b.group(w.bank.id(), "支部青年党员",
                    "{'all':[{'field':'age','to':34},{'field':'political','in':['party-member','probationary']},{'field':'unitKind','in':['branch']}]}");
            assertThat(b.in(group, w.bank.id(), TODAY)).containsExactly(b.young);
            assertThat(b.in(group, b.section.id(), TODAY)).as("not by the membership in the office").isEmpty();
            assertThat(b.in(group, w.bank.id(), TODAY.minusDays(21))).as("in no branch yet").isEmpty();
            assertThat(w.groups.members(w.secretary, w.bank.id(), group.id(), null)).singleElement().satisfies(m -> {
                assertThat(m.candidate().unitName()).isEqualTo("第一支部");
                assertThat(m.because()).extracting(Rule.Condition::field).containsExactly("age", "political", "unitKind");
            });
            assertThat(w.groupReader.of(List.of(b.young, b.masses), TODAY).get(b.young)).contains(group.id(), PARTY);
            assertThat(w.groupReader.of(List.of(b.young, b.masses), TODAY).get(b.masses)).doesNotContain(group.id(), PARTY);
        }
    }

    @BothDatabases
    void thePortalsOwnGroupsAreThereAndAreDataToChange(Database database) {
        try (World w = new World(database)) {
            List<Group> offered = w.groupReader.at(w.bank.id());
            assertThat(offered).extracting(g -> g.name(Language.ZH_CN)).contains("班子成员", "党员", "一般职工", "青年（35 岁以下）", "离退休");
            assertThat(offered).extracting(g -> g.name(Language.ZH_TW)).contains("離退休");
            GroupData party = w.groups.get(w.secretary, w.bank.id(), PARTY);
            GroupData changed = w.groups.change(w.secretary, PARTY, party.version(),
                    new GroupService.Draft(null, Map.of("zh-CN", "正式党员"), json("{'field':'political','in':['party-member']}"), null, null));
            assertThat(changed.names().text(Language.EN)).isEqualTo("正式党员");
            assertThatThrownBy(() -> w.groups.change(w.secretary, PARTY, party.version(), new GroupService.Draft(null, Map.of("zh-CN", "x"), null, null, null)))
                    .satisfies(refused(412, "rest.changed-meanwhile"));
            w.groups.close(w.secretary, PARTY, changed.version());
            assertThat(w.groupReader.at(w.bank.id())).extracting(Group::id).doesNotContain(PARTY);
            assertThat(w.groupReader.find(PARTY)).as("who kept its id still learns what it was").map(Group::open).contains(false);
        }
    }

    @BothDatabases
    void whatWasTrueOnADayIsWhatCounts(Database database) {
        try (World w = new World(database)) {
            Bank b = new Bank(w);
            w.persons.change(w.secretary, b.masses, b.version(b.masses),
                    new PersonRules.Draft("赵敏", null, null, TODAY.getYear() - 25 + "-01", "中共预备党员", null, null, null, null, null, null, null, b.section.id(), "科员", null));
            GroupData party = w.groups.get(w.secretary, w.bank.id(), PARTY);
            assertThat(b.in(party, w.bank.id(), TODAY)).contains(b.masses);
            assertThat(w.past.asOf(List.of(b.masses), TODAY.minusDays(1)).get(b.masses)).containsEntry(PastStore.POLITICAL, java.util.Optional.of("masses"));
            GroupData rule = b.group(w.bank.id(), "科员", "{'field':'position','has':['科员']}");
            w.groups.change(w.secretary, rule.id(), rule.version(), new GroupService.Draft(null, Map.of("zh-CN", "科员"), json("{'field':'position','has':['科长']}"), null, null));
            assertThat(b.in(rule, w.bank.id(), TODAY)).isEmpty();
            assertThat(w.past.asOf(List.of(rule.id()), TODAY.minusDays(1)).get(rule.id())).containsKey(PastStore.RULE);
        }
    }

    @BothDatabases
    void byHandPeopleAreNamedAndTakenOutAndThePastStays(Database database) {
        try (World w = new World(database)) {
            Bank b = new Bank(w);
            GroupData choir = b.group(w.bank.id(), "合唱队", null);
            w.groups.name(w.secretary, choir.id(), List.of(b.young, b.older));
            w.groups.name(w.secretary, choir.id(), List.of(b.young));
            assertThat(b.in(choir, w.bank.id(), TODAY)).containsExactlyInAnyOrder(b.young, b.older);
            assertThat(b.in(choir, w.bank.id(), TODAY.minusDays(1))).isEmpty();
            w.groups.unname(w.secretary, choir.id(), b.young);
            assertThat(b.in(choir, w.bank.id(), TODAY)).containsExactly(b.older);
            GroupData rule = b.group(w.bank.id(), "三十岁", "{'all':[{'field':'group','in':['" + choir.id() + "']},{'field':'age','from':40}]}");
            assertThat(b.in(rule, w.bank.id(), TODAY)).containsExactly(b.older);
            assertThatThrownBy(() -> w.groups.name(w.secretary, rule.id(), List.of(b.young))).satisfies(refused(409, "directory.group-by-rule"));
            assertThatThrownBy(() -> w.groups.close(w.secretary, choir.id(), w.groups.get(w.secretary, w.bank.id(), choir.id()).version())).satisfies(refused(409, "directory.group-in-use"));
        }
    }

    @BothDatabases
    void nobodyOutsideAGroupsUnitIsInIt(Database database) {
        try (World w = new World(database)) {
            Bank b = new Bank(w);
            UUID elsewhere = b.person("孙强", "1990-01", "中共党员", b.branch);
            GroupData own = b.group(b.section.id(), "办公室党员", "{'field':'political','in':['party-member']}");
            assertThat(b.in(own, w.bank.id(), TODAY)).containsExactlyInAnyOrder(b.young, b.older).doesNotContain(elsewhere);
            assertThat(w.groupReader.at(b.branch.id())).extracting(Group::id).doesNotContain(own.id());
            assertThat(w.groupReader.at(b.section.id())).extracting(Group::id).contains(own.id());
        }
    }

    @BothDatabases
    void rulesThatSayAnythingElseAreRefused(Database database) {
        try (World w = new World(database)) {
            Bank b = new Bank(w);
            for (String bad : List.of("[]", "'x'", "{}", "{'field':'phone','in':['1']}", "{'field':'age'}", "{'field':'age','from':40,'to':30}", "{'field':'age','to':'34'}",
                    "{'field':'political','has':['x']}", "{'field':'political','in':['x'],'or':1}", "{'all':{}}", "{'all':[],'any':[]}", "{'field':'unit','in':['1']}",
                    "{'not':{'not':{'not':{'not':{'field':'age','to':3}}}}}", "{'field':'political','in':['" + "x".repeat(61) + "']}",
                    "{'any':[" + "{'field':'age','to':3},".repeat(41).replaceAll(",$", "") + "]}")) {
                assertThatThrownBy(() -> b.group(w.bank.id(), "坏", bad)).as(bad).satisfies(refused(422, "directory.bad-rule"));
            }
            assertThatThrownBy(() -> b.group(w.bank.id(), "空", "{'all':[]}")).satisfies(refused(422, "directory.empty-rule"));
            assertThatThrownBy(() -> b.group(w.bank.id(), "空", "{'field':'political','in':[]}")).satisfies(refused(422, "directory.empty-rule"));
            assertThatThrownBy(() -> b.group(w.bank.id(), "谁", "{'field':'group','in':['" + UUID.randomUUID() + "']}")).satisfies(refused(422, "directory.no-such-group"));
            GroupData one = b.group(w.bank.id(), "一", "{'field':'age','to':34}");
            GroupData two = b.group(w.bank.id(), "二", "{'field':'group','in':['" + one.id() + "']}");
            assertThatThrownBy(() -> w.groups.change(w.secretary, one.id(), one.version(),
                    new GroupService.Draft(null, Map.of("zh-CN", "一"), json("{'field':'group','in':['" + two.id() + "']}"), null, null))).satisfies(refused(422, "directory.group-cycle"));
            assertThatThrownBy(() -> b.group(w.bank.id(), "一", null)).satisfies(refused(422, "directory.group-taken"));
        }
    }

    @BothDatabases
    void whatIsUnknownIsNeitherSoNorNotSo(Database database) {
        try (World w = new World(database)) {
            Bank b = new Bank(w);
            UUID ageless = b.person("周芳", null, null, b.section);
            assertThat(w.groups.tried(w.secretary, w.bank.id(), json("{'field':'age','to':34}"), null)).extracting(m -> m.candidate().person()).containsExactlyInAnyOrder(b.young, b.masses);
            assertThat(w.groups.tried(w.secretary, w.bank.id(), json("{'not':{'field':'age','to':34}}"), null)).extracting(m -> m.candidate().person()).containsExactly(b.older);
            assertThat(w.groups.tried(w.secretary, w.bank.id(), json("{'any':[{'field':'age','to':34},{'field':'position','has':['科员']}]}"), null))
                    .extracting(m -> m.candidate().person()).contains(ageless);
        }
    }

    @BothDatabases
    void thePortalsGroupsAreNotAUnitsToChangeAndAnothersAreAbsent(Database database) {
        try (World w = new World(database)) {
            Bank b = new Bank(w);
            w.access.grant(w.stranger, Permissions.GROUPS, b.section.id()).grant(w.stranger, Permissions.READ, b.section.id());
            GroupData party = w.groups.get(w.stranger, b.section.id(), PARTY);
            assertThat(w.groups.writable(w.stranger, party)).isFalse();
            assertThatThrownBy(() -> w.groups.change(w.stranger, PARTY, party.version(), new GroupService.Draft(null, Map.of("zh-CN", "x"), null, null, null)))
                    .satisfies(refused(403, "access.forbidden"));
            assertThatThrownBy(() -> w.groups.create(w.stranger, new GroupService.Draft(null, Map.of("zh-CN", "x"), null, null, null))).satisfies(refused(403, "access.forbidden"));
            GroupData others = b.group(b.branch.id(), "支部的", null);
            assertThatThrownBy(() -> w.groups.get(w.stranger, b.section.id(), others.id())).satisfies(refused(404, "directory.no-such-group"));
            GroupData mine = w.groups.create(w.stranger, new GroupService.Draft(b.section.id(), Map.of("zh-CN", "我的"), null, null, null));
            UUID elsewhere = b.person("孙强", "1990-01", "中共党员", b.branch);
            assertThatThrownBy(() -> w.groups.name(w.stranger, mine.id(), List.of(elsewhere))).as("people one may not see are not named").satisfies(refused(404, "directory.no-such-person"));
        }
    }

    private static List<UUID> seen(World w, Caller caller, UUID unit, GroupData group, LocalDate on) {
        return w.groups.members(caller, unit, group.id(), on).stream().map(m -> m.candidate().person()).toList();
    }

    @BothDatabases
    void aGroupByAgeTellsNobodyABirthday(Database database) {
        try (World w = new World(database)) {
            Bank b = new Bank(w);
            // 35 in ten days
            UUID soon = b.person("孙强", TODAY.plusDays(10).minusYears(35).toString(), "群众", b.section);
            GroupData young = b.group(w.bank.id(), "青年", "{'not':{'field':'age','from':35}}");
            GroupData both = b.group(w.bank.id(), "青年科员", "{'all':[{'field':'group','in':['" + young.id() + "']},{'field':'position','has':['科员']}]}");
            LocalDate after = TODAY.plusDays(11);
            w.access.grant(w.stranger, Permissions.READ, w.bank.id());
            for (GroupData group : List.of(young, both)) {
                assertThat(seen(w, w.stranger, w.bank.id(), group, after)).as("as of today").contains(soon);
                assertThat(w.groups.of(w.stranger, soon, after)).extracting(GroupData::id).contains(group.id());
                assertThat(seen(w, w.secretary, w.bank.id(), group, after)).as("who may know it asks for any day").doesNotContain(soon);
                assertThat(w.groups.of(w.secretary, soon, after)).extracting(GroupData::id).doesNotContain(group.id());
            }
            w.access.grant(w.stranger, Permissions.GROUPS, w.bank.id());
            assertThat(seen(w, w.stranger, w.bank.id(), young, after)).as("who makes such rules too").doesNotContain(soon);
        }
    }

    @BothDatabases
    void aRuleThatWasByAgeOnThatDayCountsAsSuch(Database database) {
        try (World w = new World(database)) {
            Bank b = new Bank(w);
            GroupData group = b.group(w.bank.id(), "青年", "{'field':'age','to':34}");
            w.groups.change(w.secretary, group.id(), group.version(), new GroupService.Draft(null, Map.of("zh-CN", "青年"), json("{'field':'position','has':['科员']}"), null, null));
            w.access.grant(w.stranger, Permissions.READ, w.bank.id());
            assertThat(w.groupReader.byAge(TODAY.minusDays(1))).contains(group.id());
            assertThat(w.groupReader.byAge(TODAY)).doesNotContain(group.id());
            assertThat(seen(w, w.stranger, w.bank.id(), group, TODAY.minusDays(1))).contains(b.older);
        }
    }

    @BothDatabases
    void whereNoAgeDecidesEverybodyAsksForAnyDay(Database database) {
        try (World w = new World(database)) {
            Bank b = new Bank(w);
            GroupData choir = b.group(w.bank.id(), "合唱队", null);
            w.groups.name(w.secretary, choir.id(), List.of(b.young));
            w.access.grant(w.stranger, Permissions.READ, w.bank.id());
            assertThat(seen(w, w.stranger, w.bank.id(), choir, TODAY)).containsExactly(b.young);
            assertThat(seen(w, w.stranger, w.bank.id(), choir, TODAY.minusDays(1))).isEmpty();
        }
    }

    @BothDatabases
    void ofAPersonOnlyThoseGroupsAreNamedThatAreThereForWhoAsks(Database database) {
        try (World w = new World(database)) {
            Bank b = new Bank(w);
            GroupData branch = b.group(b.branch.id(), "谈心对象", null);
            w.groups.name(w.secretary, branch.id(), List.of(b.young));
            GroupData bank = b.group(w.bank.id(), "合唱队", null);
            w.groups.name(w.secretary, bank.id(), List.of(b.young));
            w.access.grant(w.stranger, Permissions.READ, b.section.id());
            assertThat(w.groups.of(w.stranger, b.young, TODAY)).extracting(GroupData::id).as("the branch's is absent for who reads the office only")
                    .contains(PARTY, bank.id()).doesNotContain(branch.id());
            assertThatThrownBy(() -> w.groups.get(w.stranger, b.section.id(), branch.id())).satisfies(refused(404, "directory.no-such-group"));
            assertThat(w.groups.of(w.secretary, b.young, TODAY)).extracting(GroupData::id).contains(branch.id());
        }
    }
}
