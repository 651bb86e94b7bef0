package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.agenda.CalendarSource;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.records.Anonymiser.Holding;
import org.shuyuan.api.records.Anonymiser.Leaver;
import org.shuyuan.calendar.internal.jpa.LeaverStore;
import org.shuyuan.calendar.internal.jpa.RotaStore;
import org.shuyuan.calendar.internal.jpa.RotaTurnStore;
import org.shuyuan.calendar.internal.jpa.SubscriptionStore;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeTexts;

class SubscriptionsTest {

    private final Set<UUID> closed = new HashSet<>();

    private Subscriptions of(Portal portal) {
        Accounts accounts = new Accounts() {
            @Override
            public List<UUID> ofPeople(Collection<UUID> people) {
                return people.stream().filter(one -> !closed.contains(one)).toList();
            }

            @Override
            public List<UUID> holding(String permission, UUID unit) {
                return List.of();
            }
        };
        return new Subscriptions(new SubscriptionStore(portal.db.jpa()), portal.exports, portal.people, portal.units, accounts, portal.access, portal.audit, new FakeTexts(),
                portal.db.transactions(), Portal.settings(Portal.NOW));
    }

    private static String text(ExportService.Export export) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        export.write(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @BothDatabases
    void aPhoneReadsWhatConcernsItsOwnerAndNothingElse(Database database) {
        try (Portal portal = new Portal(database)) {
            Subscriptions subscriptions = of(portal);
            portal.service.add(portal.organiser, portal.draft(portal.credit, "信贷学习", "2026-01-05T14:30", "2026-01-05T16:30", "FREQ=MONTHLY;COUNT=3"));
            portal.service.add(portal.organiser, portal.draft(portal.office, "办公室学习", "2026-01-05T14:30", "2026-01-05T16:30", null));
            portal.service.add(portal.organiser, portal.draft(portal.credit, "太远", "2027-06-01T14:30", "2027-06-01T16:30", null));

            Subscriptions.Made made = subscriptions.make(portal.member, "  我的手机 ");
            ExportService.Export read = subscriptions.read(made.secret());

            assertThat(text(read)).contains("SUMMARY:信贷学习", "RRULE:FREQ=MONTHLY;COUNT=3").doesNotContain("办公室学习", "太远");
            assertThat(read.name()).isEqualTo("calendar:subscription.calendar{name=王伟}");
            assertThat(subscriptions.list(portal.member)).singleElement().satisfies(one -> {
                assertThat(one.name()).isEqualTo("我的手机");
                assertThat(one.readAt()).isEqualTo(Portal.NOW);
            });
            assertThat(subscriptions.list(portal.organiser)).isEmpty();
            assertThat(portal.audit.actions()).contains("calendar.subscribe");
            assertThat(portal.audit.entries().toString()).as("no secret is in the trail").doesNotContain(made.secret());
        }
    }

    @BothDatabases
    void ofASeriesThatIsForOthersThereAreOnlyTheDatesThatOneHosts(Database database) {
        try (Portal portal = new Portal(database)) {
            // Given a series of the office of which a member of credit speaks on the second date
            Event series = portal.service.add(portal.organiser, portal.draft(portal.office, "办公室学习", "2026-01-05T14:30", "2026-01-05T16:30", "FREQ=WEEKLY;COUNT=4"));
            LocalDateTime second = LocalDateTime.parse("2026-01-12T14:30");
            host(portal, series, second, portal.member.person(), "三楼会议室");
            String secret = of(portal).make(portal.member, "手机").secret();

            assertThat(of(portal).read(secret).items()).singleElement().satisfies(item -> {
                assertThat(item.uid()).isEqualTo("2026-01-12T14:30-" + series.uid());
                assertThat(item.start()).isEqualTo(second);
                assertThat(item.end()).isEqualTo("2026-01-12T16:30");
                assertThat(item.rule()).isNull();
                assertThat(item.recurrenceId()).isNull();
            });

            // Then its name stays when the date is put to another time
            portal.dates.change(portal.organiser, series.id(), portal.service.find(portal.organiser, series.id()).version(), second,
                    new OccurrenceOverride.Time(false, LocalDateTime.parse("2026-01-13T09:00"), LocalDateTime.parse("2026-01-13T10:00")),
                    new Details(series.details().kind(), "办公室学习", null, "三楼会议室", portal.member.person(), null));
            assertThat(of(portal).read(secret).items()).singleElement().satisfies(item -> {
                assertThat(item.uid()).isEqualTo("2026-01-12T14:30-" + series.uid());
                assertThat(item.start()).isEqualTo("2026-01-13T09:00");
            });
        }
    }

    @BothDatabases
    void aSeriesThatOneHostsLeavesOutTheDatesOfOthers(Database database) {
        try (Portal portal = new Portal(database)) {
            EventDraft draft = portal.draft(portal.office, "办公室学习", "2026-01-05T14:30", "2026-01-05T16:30", "FREQ=WEEKLY;COUNT=4");
            Details hosted = new Details(draft.details().kind(), "办公室学习", null, "三楼会议室", portal.member.person(), null);
            Event series = portal.service.add(portal.organiser, new EventDraft(draft.unit(), hosted, draft.schedule(), draft.audience()));
            host(portal, series, LocalDateTime.parse("2026-01-12T14:30"), portal.organiser.person(), "三楼会议室");
            host(portal, series, LocalDateTime.parse("2026-01-19T14:30"), portal.member.person(), "五楼");
            String secret = of(portal).make(portal.member, "手机").secret();

            String file = text(of(portal).read(secret));
            assertThat(file).contains("RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;TZID=Asia/Shanghai:20260112T143000", "RECURRENCE-ID;TZID=Asia/Shanghai:20260119T143000")
                    .doesNotContain("RECURRENCE-ID;TZID=Asia/Shanghai:20260112T143000");
        }
    }

    private static void host(Portal portal, Event series, LocalDateTime date, UUID host, String place) {
        portal.dates.change(portal.organiser, series.id(), portal.service.find(portal.organiser, series.id()).version(), date, OccurrenceOverride.Time.byRule(series.schedule(), date),
                new Details(series.details().kind(), series.details().title(), null, place, host, null));
    }

    @BothDatabases
    void anAddressThatIsWrongOrWasEndedAnswersNothing(Database database) {
        try (Portal portal = new Portal(database)) {
            Subscriptions subscriptions = of(portal);
            Subscriptions.Made made = subscriptions.make(portal.member, "手机");
            assertThatThrownBy(() -> subscriptions.read(made.secret() + "x")).hasMessage("calendar.no-such-subscription");
            assertThatThrownBy(() -> subscriptions.read("x".repeat(5_000))).hasMessage("calendar.no-such-subscription");

            assertThatThrownBy(() -> subscriptions.end(portal.organiser, made.subscription().id())).as("somebody else's").hasMessage("calendar.no-such-subscription");
            subscriptions.end(portal.member, made.subscription().id());

            assertThatThrownBy(() -> subscriptions.read(made.secret())).hasMessage("calendar.no-such-subscription");
            assertThat(subscriptions.list(portal.member)).isEmpty();
        }
    }

    @BothDatabases
    void itEndsWithTheAccountAndWithTheRightToReadACalendar(Database database) {
        try (Portal portal = new Portal(database)) {
            Subscriptions subscriptions = of(portal);
            String secret = subscriptions.make(portal.member, "手机").secret();
            closed.add(portal.member.account());
            assertThatThrownBy(() -> subscriptions.read(secret)).hasMessage("calendar.no-such-subscription");
            closed.clear();
            assertThat(subscriptions.read(secret).items()).isEmpty();

            portal.people.add(portal.member.account(), "王伟", "B002", portal.office);
            assertThatThrownBy(() -> subscriptions.read(secret)).as("nothing may be read in the unit one was moved to").hasMessage("calendar.no-such-subscription");
        }
    }

    @BothDatabases
    void itsDaysAreThoseOfTheMainUnitWhateverElseItsOwnerBelongsTo(Database database) {
        try (Portal portal = new Portal(database)) {
            // Given a member of credit, in another zone, who belongs to the office as well, whose id comes first
            portal.units.in(portal.credit, "Asia/Urumqi");
            portal.people.also(portal.people.find(portal.member.account()).orElseThrow(), portal.office);
            portal.readsOffice(portal.member);
            portal.others.addSource(new CalendarSource() {
                @Override
                public String module() {
                    return "resources";
                }

                @Override
                public List<Item> items(Question question) {
                    return List.of(new Item("b-1", null, Instant.parse("2026-01-05T01:00:00Z"), Instant.parse("2026-01-05T02:00:00Z"), false, "agenda.booking", Map.of(), null, "/resources"));
                }
            });
            assertThat(of(portal).read(of(portal).make(portal.member, "手机").secret()).items()).singleElement().satisfies(item -> {
                assertThat(item.zone()).isEqualTo(ZoneId.of("Asia/Urumqi"));
                assertThat(item.start()).isEqualTo("2026-01-05T07:00");
            });
        }
    }

    @BothDatabases
    void whoLeavesReadsUntilThatDayComesByTheUnitsClock(Database database) {
        try (Portal portal = new Portal(database)) {
            String secret = of(portal).make(portal.member, "手机").secret();
            portal.people.leaves(portal.people.find(portal.member.account()).orElseThrow(), LocalDate.parse("2026-01-03"));
            assertThat(of(portal).read(secret).items()).as("it is the second, whatever day it is where the portal runs").isEmpty();
            portal.people.leaves(portal.people.find(portal.member.account()).orElseThrow(), LocalDate.parse("2026-01-02"));
            assertThatThrownBy(() -> of(portal).read(secret)).hasMessage("calendar.no-such-subscription");
        }
    }

    @BothDatabases
    void onlyAPersonInABrowserMakesOneAndTenAtMost(Database database) {
        try (Portal portal = new Portal(database)) {
            Subscriptions subscriptions = of(portal);
            Caller token = new Caller(portal.member.account(), portal.member.person(), "王伟", Caller.Kind.TOKEN, portal.member.language(), "");
            Caller nobody = new Caller(portal.member.account(), null, "admin", Caller.Kind.SESSION, portal.member.language(), "");
            assertThatThrownBy(() -> subscriptions.make(token, "手机")).hasMessage("calendar.browser-only");
            assertThatThrownBy(() -> subscriptions.make(nobody, "手机")).hasMessage("calendar.subscription-without-person");
            for (String wrong : new String[] {" ", "长".repeat(51)}) {
                assertThatThrownBy(() -> subscriptions.make(portal.member, wrong)).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.errors()).hasSize(1));
            }
            for (int i = 0; i < 10; i++) {
                subscriptions.make(portal.member, "手机" + i);
            }
            assertThatThrownBy(() -> subscriptions.make(portal.member, "手机")).hasMessage("calendar.too-many-subscriptions");
        }
    }

    @BothDatabases
    void itsOwnerIsToldOfItAndItGoesWithTheOwner(Database database) {
        try (Portal portal = new Portal(database)) {
            SubscriptionStore store = new SubscriptionStore(portal.db.jpa());
            of(portal).make(portal.member, "手机");
            assertThat(new OwnSubscriptions(store, new RotaTurnStore(portal.db.jpa())).held(portal.member)).singleElement()
                    .satisfies(held -> assertThat(held.rows().get(0)).startsWith("手机", Portal.NOW));
            AnonymousEvents anonymiser = new AnonymousEvents(new LeaverStore(portal.db.jpa()), store, new RotaStore(portal.db.jpa()),
                    portal.planner(Portal.settings(Portal.NOW)),
                    new Names(portal.people, portal.units, portal.groups), portal.db.transactions());
            Leaver who = new Leaver(portal.member.account(), "已匿名人员 7", 7, Set.of(), Set.of());

            assertThat(anonymiser.holdings(portal.organiser, who)).extracting(Holding::key).containsExactly("anonymise.subscriptions");
            portal.db.transactions().run(() -> anonymiser.anonymise(portal.organiser, who));

            assertThat(anonymiser.holdings(portal.organiser, who)).isEmpty();
        }
    }
}
