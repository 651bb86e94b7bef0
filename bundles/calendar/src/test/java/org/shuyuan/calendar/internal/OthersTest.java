package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.agenda.CalendarSource;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.testing.Database;

/** The calendar beside modules that have dates of their own. */
class OthersTest {

    private static final String FROM = "2026-02-28T16:00:00Z";
    private static final String TO = "2026-03-31T16:00:00Z";

    private final Portal portal = new Portal(Database.H2);

    @AfterEach
    void closed() {
        portal.close();
    }

    private static final class Source implements CalendarSource {

        private final String module;
        private final List<Item> items;
        final List<Question> asked = new ArrayList<>();

        Source(String module, Item... items) {
            this.module = module;
            this.items = List.of(items);
        }

        @Override
        public String module() {
            return module;
        }

        @Override
        public List<Item> items(Question question) {
            asked.add(question);
            return items;
        }
    }

    private static CalendarSource.Item item(String id, @Nullable UUID gathering, String from, String to) {
        return new CalendarSource.Item(id, gathering, Instant.parse(from), Instant.parse(to), false, "agenda.booking", Map.of("title", id), "三楼会议室", "/resources/bookings/" + id);
    }

    private Others.Told ask(Caller caller, Whose whose, @Nullable String kind) {
        Agenda.Question question = new Agenda.Question(portal.bank.id(), Instant.parse(FROM), Instant.parse(TO), whose, kind);
        return portal.others.ask(caller, question, portal.agenda.answer(caller, question));
    }

    private static List<String> ids(Others.Told told) {
        return told.items().stream().map(said -> said.module() + " " + said.item().id()).toList();
    }

    @Test
    void whatOthersHaveStandsByTimeAndOutsideOfThePeriodNothing() {
        portal.others.addSource(new Source("resources", item("later", null, "2026-03-20T01:00:00Z", "2026-03-20T02:00:00Z"), item("early", null, "2026-03-02T01:00:00Z", "2026-03-02T02:00:00Z"),
                item("next-month", null, "2026-04-02T01:00:00Z", "2026-04-02T02:00:00Z")));
        portal.others.addSource(new Source("minutes", item("between", null, "2026-03-10T01:00:00Z", "2026-03-10T02:00:00Z")));
        assertThat(ids(ask(portal.organiser, Whose.UNIT, null))).containsExactly("resources early", "minutes between", "resources later");
    }

    @Test
    void aModuleThatIsOffAtTheUnitIsNotAsked() {
        Source source = new Source("resources", item("early", null, "2026-03-02T01:00:00Z", "2026-03-02T02:00:00Z"));
        portal.others.addSource(source);
        portal.modules.off("resources", portal.bank.id());
        assertThat(ask(portal.organiser, Whose.UNIT, null)).isEqualTo(Others.Told.NOTHING);
        assertThat(source.asked).isEmpty();
        portal.modules.on("resources", portal.bank.id());
        assertThat(ids(ask(portal.organiser, Whose.UNIT, null))).containsExactly("resources early");
    }

    @Test
    void aGatheringStandsOnceWhicheverModulesTellOfIt() {
        Event event = portal.service.add(portal.organiser, portal.draft(portal.bank, "支部大会", "2026-03-12T14:30", "2026-03-12T16:30", null));
        UUID own = portal.gatherings.attach(portal.organiser, event, LocalDateTime.parse("2026-03-12T14:30"));
        UUID meeting = UUID.randomUUID();
        portal.others.addSource(new Source("minutes", item("of-the-event", own, "2026-03-12T06:30:00Z", "2026-03-12T08:30:00Z"),
                item("meeting", meeting, "2026-03-13T06:30:00Z", "2026-03-13T08:30:00Z")));
        portal.others.addSource(new Source("training", item("session", meeting, "2026-03-13T06:30:00Z", "2026-03-13T08:30:00Z")));
        assertThat(ids(ask(portal.organiser, Whose.UNIT, null))).as("the calendar's own first, then the first by name").containsExactly("minutes meeting");
    }

    @Test
    void aSourceThatFailsIsNamedBesideTheOthersAnswers() {
        portal.others.addSource(new Source("resources", item("early", null, "2026-03-02T01:00:00Z", "2026-03-02T02:00:00Z")));
        portal.others.addSource(new CalendarSource() {
            @Override
            public String module() {
                return "minutes";
            }

            @Override
            public List<Item> items(Question question) {
                throw new IllegalStateException("no tables");
            }
        });
        Others.Told told = ask(portal.organiser, Whose.UNIT, null);
        assertThat(ids(told)).containsExactly("resources early");
        assertThat(told.silent()).containsExactly("minutes");
    }

    @Test
    void aPhoneIsToldToAskAgainRatherThanThatWhatAFailedSourceHasIsGone() {
        Source source = new Source("resources", item("early", null, "2026-03-02T01:00:00Z", "2026-03-02T02:00:00Z"));
        portal.others.addSource(source);
        CalendarSource silent = new CalendarSource() {
            @Override
            public String module() {
                return "attendance";
            }

            @Override
            public List<Item> items(Question question) {
                throw new IllegalStateException("no tables");
            }
        };
        portal.others.addSource(silent);
        Agenda.Question question = new Agenda.Question(portal.bank.id(), Instant.parse(FROM), Instant.parse(TO), Whose.MINE, null);
        assertThatThrownBy(() -> portal.exports.feed(portal.organiser, question, "组织委员的日历")).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.status()).isEqualTo(503);
            assertThat(p.code()).isEqualTo("calendar.source-silent");
            assertThat(p.extra()).containsKey("retryAfter").containsEntry("modules", List.of("attendance"));
        });
        portal.modules.off("attendance", portal.bank.id());
        assertThat(portal.exports.feed(portal.organiser, question, "组织委员的日历").items()).as("a module that is off has nothing to say").hasSize(1);
    }

    @Test
    void phonesThatReadAtTheSameMomentWaitForOneAnother() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch answer = new CountDownLatch(1);
        portal.others.addSource(new CalendarSource() {
            @Override
            public String module() {
                return "resources";
            }

            @Override
            public List<Item> items(Question question) {
                asked.countDown();
                try {
                    answer.await();
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
                return List.of(item("early", null, "2026-03-02T01:00:00Z", "2026-03-02T02:00:00Z"));
            }
        });
        Agenda.Question question = new Agenda.Question(portal.bank.id(), Instant.parse(FROM), Instant.parse(TO), Whose.MINE, null);
        List<Integer> read = Collections.synchronizedList(new ArrayList<>());
        List<Thread> phones = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            phones.add(new Thread(() -> read.add(portal.exports.feed(portal.organiser, question, "日历").items().size())));
        }
        phones.get(0).start();
        phones.get(1).start();
        asked.await();
        phones.get(2).start();
        while (phones.get(2).getState() == Thread.State.RUNNABLE || phones.get(2).getState() == Thread.State.NEW) {
            Thread.onSpinWait();
        }
        answer.countDown();
        for (Thread phone : phones) {
            phone.join();
        }
        assertThat(read).containsExactly(1, 1, 1);
    }

    @Test
    void sourcesHearWhomItIsAboutAndAreNotAskedOfGroupsOrOneKind() {
        Source source = new Source("resources");
        portal.others.addSource(source);
        ask(portal.organiser, Whose.UNIT, null);
        ask(portal.organiser, Whose.MINE, null);
        ask(portal.organiser, new Whose(Whose.Kind.PERSON, portal.member.person()), null);
        assertThat(source.asked).extracting(CalendarSource.Question::person).containsExactly(null, portal.organiser.person(), portal.member.person());
        assertThat(source.asked).extracting(CalendarSource.Question::caller).containsOnly(portal.organiser);
        ask(portal.organiser, Whose.UNIT, portal.kinds.at(portal.bank.id()).get(0).word());
        assertThat(source.asked).hasSize(3);
    }

    @Test
    void whoMayNotReadTheCalendarMakesNobodyAnswer() {
        Source source = new Source("resources");
        portal.others.addSource(source);
        Agenda.Question question = new Agenda.Question(portal.bank.id(), Instant.parse(FROM), Instant.parse(TO), Whose.UNIT, null);
        assertThatThrownBy(() -> portal.others.ask(portal.stranger, question, List.of())).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(403));
        assertThat(source.asked).isEmpty();
    }

    @Test
    void aPhoneReadsThemToo() {
        portal.others.addSource(new Source("resources", item("early", null, "2026-03-02T01:00:00Z", "2026-03-02T02:00:00Z")));
        Agenda.Question question = new Agenda.Question(portal.bank.id(), Instant.parse(FROM), Instant.parse(TO), Whose.MINE, null);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        portal.exports.feed(portal.organiser, question, "组织委员的日历").write(file);
        assertThat(file.toString(StandardCharsets.UTF_8)).contains("UID:resources-early@shuyuan").contains("20260302T090000").contains("三楼会议室");
    }
}
