package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shuyuan.api.directory.Group;
import org.shuyuan.api.id.Ids;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeProfiles;

/** A unit's profile brings kinds of event and what is owed of them, once. */
class KindSeedsTest {

    private static final String TEMPLATE = """
            {"kinds": [{"key": "reading", "name": {"zh-CN": "读书交流会"}}, {"key": "other", "name": {"zh-CN": "其他"}}],
             "obligations": [{"kind": "reading", "count": 1, "every": "quarter"}, {"kind": "other", "count": 2, "every": "month", "over": "below", "lead": 3}]}""";
    /** As every portal has it from its first day on: V10__groups.sql of the directory. */
    private static final Group LEADERS = new Group(UUID.fromString("01900000-0000-7000-8000-000000000101"), null, Map.of("zh-CN", "班子成员"), true, true);
    private static final Obligation.Trace TRACE = new Obligation.Trace("calendar", Instant.EPOCH);

    @BothDatabases
    void whatIsOwedComesWithTheKindsOnceAndBeginsWithTheNextWholePeriod(Database database) {
        try (Portal p = new Portal(database)) {
            p.kinds = p.kinds(new FakeProfiles().with("calendar", TEMPLATE));
            Duties d = new Duties(p);
            assertThat(d.obligations.list(p.organiser, p.bank.id(), false)).hasSize(2).satisfiesExactly(reading -> {
                assertThat(reading.kind()).isEqualTo(p.kind("reading"));
                assertThat(List.<Object>of(reading.unit(), reading.count(), reading.every(), reading.over(), reading.lead()))
                        .containsExactly(p.bank.id(), 1, Period.Every.QUARTER, Obligation.Over.UNIT, 21);
                assertThat(reading.from()).isEqualTo("2026-01-02");
            }, other -> assertThat(List.<Object>of(other.count(), other.every(), other.over(), other.lead())).containsExactly(2, Period.Every.MONTH, Obligation.Over.BELOW, 3));
            assertThat(d.standing.table(p.organiser, p.bank.id(), 0, false).rows()).as("nobody is late on the first day").isEmpty();
            assertThat(d.say(d.standing.table(p.organiser, p.bank.id(), 1, false).rows())).isEqualTo("县支行 open 0+0, 办公室 open 0+0, 信贷部 open 0+0");
            d.obligations.list(p.member, p.credit.id(), false);
            assertThat(d.obligations.list(p.organiser, p.bank.id(), null)).as("once").hasSize(2);
            Obligation off = d.obligations.list(p.organiser, p.bank.id(), false).get(1);
            d.obligations.change(p.organiser, off, true);
            p.kinds(new FakeProfiles().with("calendar", TEMPLATE)).at(p.bank.id());
            assertThat(d.obligations.list(p.organiser, p.bank.id(), false)).as("switched off by the unit, it stays so").hasSize(1);
            assertThat(p.audit.actions()).contains("calendar.seed-kinds", "calendar.add-obligation");
        }
    }

    @BothDatabases
    void speakersAreTheMembersOfAGroupThatTheProfileNames(Database database) {
        try (Portal p = new Portal(database)) {
            p.groups.add("班子成员", null, p.member.account());
            Group own = p.groups.add("班子成员", p.bank, p.organiser.account());
            Group party = p.groups.add("党员", p.bank);
            p.kinds = p.kinds(new FakeProfiles().with("calendar", """
                    {"kinds": [{"key": "lecture", "name": {"zh-CN": "党课"}}, {"key": "other", "name": {"zh-CN": "其他"}}], "obligations": [
                     {"kind": "lecture", "count": 1, "every": "year", "over": "members", "groups": ["班子成员"]},
                     {"kind": "other", "count": 1, "every": "month", "over": "groups", "groups": ["%s"]},
                     {"kind": "other", "count": 1, "every": "year", "over": "members", "groups": ["没有的分组"]}]}""".formatted(party.id())));
            Duties d = new Duties(p);
            assertThat(d.obligations.list(p.organiser, p.bank.id(), false)).as("what is owed by a group that there is not is left out").satisfiesExactly(lecture -> {
                assertThat(lecture.over()).isEqualTo(Obligation.Over.MEMBERS);
                assertThat(lecture.targets()).as("the nearer one of the name").containsExactly(own.id());
            }, other -> {
                assertThat(other.over()).isEqualTo(Obligation.Over.GROUPS);
                assertThat(other.targets()).containsExactly(party.id());
            });
            assertThat(d.say(d.standing.table(p.organiser, p.bank.id(), 1, false).rows())).isEqualTo("组织委员 open 0+0, 党员 open 0+0");
        }
    }

    /** A unit as it stands after the upgrade, which had its kinds before there were obligations. */
    private static FakeProfiles seededEarlier(Portal p) {
        p.kinds = p.kinds(new FakeProfiles().with("calendar", TEMPLATE.replaceFirst("\"obligations\"", "\"none\"")));
        p.kinds.at(p.bank.id());
        p.db.jpa().run(em -> em.createNativeQuery("update calendar_seed set obligations_at = null").executeUpdate());
        return new FakeProfiles().with("calendar", TEMPLATE);
    }

    @BothDatabases
    void aUnitSeededBeforeThereWereObligationsGetsThemOnceAndNotAgain(Database database) {
        try (Portal p = new Portal(database)) {
            FakeProfiles profiles = seededEarlier(p);
            Duties d = new Duties(p);
            assertThat(p.seeds(profiles, Portal.NOW).late()).isEqualTo(1);
            assertThat(d.obligations.list(p.organiser, p.bank.id(), false)).hasSize(2).extracting(Obligation::kind).as("of the kinds that it has").containsExactly(p.kind("reading"), p.kind("other"));
            assertThat(p.audit.actions()).contains("calendar.add-obligation");
            assertThat(p.seeds(profiles, Portal.NOW).late()).as("once").isZero();
            d.obligations.list(p.organiser, p.bank.id(), false).forEach(o -> d.obligations.remove(p.organiser, o.id(), o.version()));
            assertThat(p.seeds(profiles, Portal.NOW).late()).as("what an administrator removed stays away").isZero();
            assertThat(d.obligations.list(p.organiser, p.bank.id(), null)).isEmpty();
        }
    }

    @BothDatabases
    void nothingIsBroughtToWhoHasRulesOfTheirOwnNorOfAKindThatIsGone(Database database) {
        try (Portal p = new Portal(database)) {
            FakeProfiles profiles = seededEarlier(p);
            Kind other = p.kinds.find(p.kind("other")).orElseThrow();
            p.kinds.remove(p.organiser, other.id(), other.version());
            assertThat(p.seeds(profiles, Portal.NOW).late()).isEqualTo(1);
            Duties d = new Duties(p);
            assertThat(d.obligations.list(p.organiser, p.bank.id(), false)).singleElement().extracting(Obligation::kind).isEqualTo(p.kind("reading"));
        }
        try (Portal p = new Portal(database)) {
            FakeProfiles profiles = seededEarlier(p);
            Duties d = new Duties(p);
            d.obligations.add(p.organiser, new Obligation(Ids.next(), 0, p.bank.id(), null, p.kind("reading"), 5, Period.Every.YEAR, Obligation.Over.UNIT, List.of(), LocalDate.parse("2026-01-01"),
                    null, 60, null, TRACE));
            assertThat(p.seeds(profiles, Portal.NOW).late()).isZero();
            assertThat(d.obligations.list(p.organiser, p.bank.id(), false)).as("its own, and no other").hasSize(1);
        }
    }

    @BothDatabases
    void aUnitWhoseProfileHadThemFromTheStartOrHasNoneGetsNoMore(Database database) {
        try (Portal p = new Portal(database)) {
            p.kinds = p.kinds(new FakeProfiles().with("calendar", TEMPLATE));
            p.kinds.at(p.bank.id());
            assertThat(p.seeds(new FakeProfiles().with("calendar", TEMPLATE), Portal.NOW).late()).isZero();
        }
        try (Portal p = new Portal(database)) {
            seededEarlier(p);
            assertThat(p.seeds(new FakeProfiles(), Portal.NOW).late()).as("no such profile any more").isZero();
            assertThat(p.seeds(new FakeProfiles().with("calendar", "{\"kinds\":[],\"obligations\":[{\"kind\":\"x\",\"count\":1,\"every\":\"month\"}]}"), Portal.NOW).late())
                    .as("a spoilt profile stops nothing").isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"kind\":\"nothing\",\"count\":1,\"every\":\"month\"}", "{\"kind\":\"reading\",\"count\":0,\"every\":\"month\"}", "{\"kind\":\"reading\",\"count\":1,\"every\":\"day\"}",
        "{\"kind\":\"reading\",\"count\":1,\"every\":\"month\",\"over\":\"people\"}",
        "{\"kind\":\"reading\",\"count\":1,\"every\":\"year\",\"over\":\"members\"}", "{\"kind\":\"reading\",\"count\":1,\"every\":\"month\",\"lead\":99}"})
    void whatATemplateCannotMeanIsRefused(String line) {
        String json = "{\"kinds\":[{\"key\":\"reading\",\"name\":{\"zh-CN\":\"读书\"}}],\"obligations\":[" + line + "]}";
        List<Kind> kinds = KindTemplate.read(json, Ids.next());
        assertThatThrownBy(() -> KindTemplate.obligations(json, kinds.get(0).unit(), kinds, List.of(), LocalDate.EPOCH, TRACE)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("calendar template");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bank", "school", "park", "township"})
    void everyProfileThatIsDeliveredBringsSome(String profile) throws IOException {
        JsonNode template = new ObjectMapper().readTree(Files.readString(Path.of("../../config/profiles/" + profile + ".json"))).path("templates").path("calendar");
        List<Kind> kinds = KindTemplate.read(template.toString(), Ids.next());
        List<Obligation> owed = KindTemplate.obligations(template.toString(), kinds.get(0).unit(), kinds, List.of(LEADERS), LocalDate.parse("2026-01-01"), TRACE);
        assertThat(owed).hasSizeBetween(4, 12);
        assertThat(owed).as("each once for whom it is").doesNotHaveDuplicates().extracting(o -> o.kind() + " " + o.over()).doesNotHaveDuplicates();
        assertThat(owed).filteredOn(o -> o.over() == Obligation.Over.MEMBERS).as("each leader speaks once on theory and once on business a year (N-04)").hasSize(2)
                .allSatisfy(o -> assertThat(List.<Object>of(o.count(), o.every(), o.targets())).containsExactly(1, Period.Every.YEAR, List.of(LEADERS.id())));
    }
}
