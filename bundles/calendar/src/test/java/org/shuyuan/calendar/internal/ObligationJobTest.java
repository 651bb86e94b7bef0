package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Group;
import org.shuyuan.api.text.Language;
import org.shuyuan.calendar.internal.Obligation.Over;
import org.shuyuan.calendar.internal.Period.Every;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeNotices;

/** Those responsible hear once that something is due, and the notice goes when it is done. */
class ObligationJobTest {

    private static int run(Duties d) throws InterruptedException {
        ObligationJob job = d.job();
        try {
            return job.run();
        } finally {
            job.stop();
        }
    }

    private static List<FakeNotices.Sent> due(Portal p) {
        return p.told.sent().stream().filter(s -> s.notice().key().startsWith("notice.obligation")).toList();
    }

    @BothDatabases
    void whoPlansThereHearsOnceWhenItIsDueAndNotBefore(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            p.holders.add(p.organiser.account());
            Duties d = new Duties(p);
            Obligation o = d.owed(2, Every.MONTH, Over.UNIT);
            assertThat(run(d.at("2026-01-24T09:00"))).isZero();
            p.modules.off("calendar", p.bank.id());
            assertThat(run(d.at("2026-01-25T09:00"))).as("the calendar is off there").isZero();
            p.modules.on("calendar", p.bank.id());
            assertThat(run(d.at("2026-01-25T09:00"))).isEqualTo(1);
            assertThat(run(d.at("2026-01-25T09:10"))).as("told already").isZero();
            assertThat(due(p)).singleElement().satisfies(s -> {
                assertThat(s.accounts()).containsExactly(p.organiser.account());
                assertThat(s.notice().key()).isEqualTo("notice.obligation-due");
                assertThat(s.notice().values()).as("the kind as each reader calls it").containsEntry("title.zh-CN", "集中学习").containsEntry("title.zh-TW", "集中學習")
                        .containsEntry("title.en", "Group study").containsEntry("lacking", "2").containsEntry("until", "2026-01-31").containsEntry("who.zh-CN", "县支行");
                assertThat(s.notice().link()).isEqualTo("/calendar/obligations/" + o.id() + "?whom=" + p.bank.id() + "&period=2026-01&unit=" + p.bank.id());
            });
            assertThat(run(d.at("2026-02-23T09:00"))).as("the next month is another").isEqualTo(1);
        }
    }

    @BothDatabases
    void whereTheUnitRemindsByMailWhoPlansHasOneLetterOfAllInTheOwnLanguage(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            p.holders.add(p.organiser.account());
            p.people.reached.put(p.organiser.account(), Set.of("study@example.cn"));
            p.languages.put(p.organiser.account(), Language.EN);
            Duties d = new Duties(p);
            d.owed(1, Every.MONTH, Over.BELOW);
            run(d.at("2026-01-25T09:00"));
            assertThat(p.letters.sent()).as("nobody said by mail").isEmpty();
            p.reminding.set(p.organiser, p.bank.id(), 0, new Reminding(24, 72, true));
            p.reminding.set(p.organiser, p.credit.id(), 0, new Reminding(24, 72, false));
            p.units.add("营业部", p.bank);
            run(d.at("2026-02-23T09:00"));
            assertThat(p.letters.sent()).singleElement().satisfies(letter -> {
                assertThat(letter.to()).isEqualTo("study@example.cn");
                assertThat(letter.language()).isEqualTo(Language.EN);
                assertThat(letter.key()).isEqualTo("mail.obligations");
                assertThat(letter.values()).as("the credit department has it in the portal only").containsEntry("count", "2");
                assertThat(letter.values().get("lines")).contains("办公室", "营业部", "title.en=Group study", "https://portal.example.cn/calendar/obligations/").doesNotContain("信贷部");
                assertThat(letter.worth()).as("until the month is over").isEqualTo(Duration.ofHours(5 * 24 + 15));
            });
            run(d.at("2026-02-24T09:00"));
            assertThat(p.letters.sent()).as("once for a period").hasSize(1);
        }
    }

    @BothDatabases
    void anAddressThatSeveralHaveAndAPortalWithoutMailGetNoLetter(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            p.reminding.set(p.organiser, p.bank.id(), 0, new Reminding(24, 72, true));
            d.owed(1, Every.MONTH, Over.PEOPLE, p.organiser.account(), p.member.account());
            p.people.reached.put(p.organiser.account(), Set.of("all@example.cn"));
            p.people.reached.put(p.member.account(), Set.of("all@example.cn"));
            assertThat(run(d.at("2026-01-25T09:00"))).isEqualTo(2);
            assertThat(p.letters.sent()).isEmpty();
            p.people.reached.put(p.member.account(), Set.of("wang@example.cn"));
            p.letters.ready(false);
            assertThat(run(d.at("2026-02-25T09:00"))).as("told in the portal all the same").isEqualTo(2);
            assertThat(p.letters.sent()).isEmpty();
        }
    }

    @BothDatabases
    void howeverMuchIsDueALetterStaysShort(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            p.holders.add(p.organiser.account());
            p.people.reached.put(p.organiser.account(), Set.of("study@example.cn"));
            p.reminding.set(p.organiser, p.bank.id(), 0, new Reminding(24, 72, true));
            for (int i = 0; i < 20; i++) {
                p.units.add("第 %d 网点".formatted(i), p.bank);
            }
            Duties d = new Duties(p);
            d.owed(1, Every.MONTH, Over.BELOW);
            assertThat(run(d.at("2026-01-25T09:00"))).isEqualTo(22);
            assertThat(p.letters.sent()).singleElement().satisfies(letter -> {
                assertThat(letter.values().get("lines").split("notice.obligation-due", -1)).hasSize(13);
                assertThat(letter.values().get("lines")).endsWith("calendar:mail.obligations-more{count=10}");
            });
        }
    }

    @BothDatabases
    void theNoticeGoesWhenEnoughIsPlannedAndComesAgainOnceWhenItIsCalledOff(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            p.holders.add(p.organiser.account());
            Duties d = new Duties(p);
            d.owed(1, Every.MONTH, Over.UNIT);
            run(d.at("2026-01-25T09:00"));
            assertThat(p.told.withdrawn()).isEmpty();
            Event planned = d.held(p.bank, "2026-01-30");
            assertThat(run(d.at("2026-01-25T09:10"))).isZero();
            assertThat(p.told.withdrawn()).containsExactly(due(p).get(0).notice().link());
            assertThat(run(d.at("2026-01-25T09:20"))).as("while it is planned nobody is told").isZero();
            p.service.remove(p.organiser, planned.id(), planned.version());
            assertThat(run(d.at("2026-01-26T09:00"))).as("due again: it would lapse unheard").isEqualTo(1);
            assertThat(run(d.at("2026-01-27T09:00"))).as("once for each time").isZero();
            assertThat(due(p)).hasSize(2);
            assertThat(p.told.withdrawn()).hasSize(1);
            d.held(p.bank, "2026-01-31");
            run(d.at("2026-01-27T09:10"));
            assertThat(p.told.withdrawn()).as("the second goes as the first did").hasSize(2);
        }
    }

    @BothDatabases
    void theNoticeGoesWhenTheRuleIsRetiredAndStaysWhenItWasMissed(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            p.holders.add(p.organiser.account());
            Duties d = new Duties(p);
            Obligation o = d.owed(1, Every.MONTH, Over.UNIT);
            run(d.at("2026-01-25T09:00"));
            run(d.at("2026-02-01T09:00"));
            assertThat(p.told.withdrawn()).isEmpty();
            d.at("2026-02-02T09:00").obligations.change(p.organiser, o, true);
            run(d.at("2026-02-02T09:10"));
            assertThat(p.told.withdrawn()).hasSize(1);
        }
    }

    @BothDatabases
    void eachSpeakerHearsOfTheOwnTalk(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Group leaders = p.groups.add("领导班子", p.bank, p.organiser.account(), p.member.account());
            d.owed(1, Every.YEAR, Over.MEMBERS, leaders.id());
            assertThat(run(d.at("2026-12-20T09:00"))).isEqualTo(2);
            assertThat(due(p)).extracting(s -> s.notice().key()).containsOnly("notice.obligation-mine");
            assertThat(due(p)).flatExtracting(FakeNotices.Sent::accounts).containsExactlyInAnyOrder(p.organiser.account(), p.member.account());
        }
    }

    @BothDatabases
    void whereNobodyPlansYetItIsToldToWhoeverComes(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            d.owed(1, Every.MONTH, Over.UNIT);
            assertThat(run(d.at("2026-01-25T09:00"))).isZero();
            Caller later = p.organiser;
            p.holders.add(later.account());
            assertThat(run(d.at("2026-01-26T09:00"))).isEqualTo(1);
        }
    }

    @BothDatabases
    void ofTwoNodesThatLookAtOnceOneTells(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            p.holders.add(p.organiser.account());
            Duties d = new Duties(p).at("2026-01-25T09:00");
            d.owed(1, Every.MONTH, Over.BELOW);
            ExecutorService threads = Executors.newFixedThreadPool(2);
            try {
                List<Future<Integer>> both = threads.invokeAll(List.of(() -> run(d), () -> run(d)));
                assertThat(both.get(0).get() + both.get(1).get()).isEqualTo(2);
                assertThat(due(p)).hasSize(2);
                d.held(p.office, "2026-01-30");
                d.held(p.credit, "2026-01-30");
                threads.invokeAll(List.of(() -> run(d), () -> run(d)));
                assertThat(p.told.withdrawn()).hasSize(2);
            } finally {
                threads.shutdownNow();
            }
        }
    }
}
