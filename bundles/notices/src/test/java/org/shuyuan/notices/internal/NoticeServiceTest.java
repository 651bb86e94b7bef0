package org.shuyuan.notices.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.module.ModuleInfo;
import org.shuyuan.api.notices.Notices.Notice;
import org.shuyuan.api.outbox.OutboxConsumer;
import org.shuyuan.api.outbox.OutboxEntry;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.notices.internal.NoticeService.View;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;
import org.shuyuan.testing.FakeModules;
import org.shuyuan.testing.FakeTexts;
import org.shuyuan.testing.ModuleDatabase;

class NoticeServiceTest {

    private static final Notice INVITED = new Notice("calendar", "notice.invited", Map.of("title", "第三季度理论学习"), "/calendar/events/1");
    private final Caller wang = FakeAccess.person("王伟");
    private final Caller li = FakeAccess.person("李娜");
    private final FakeModules modules = new FakeModules();
    private Instant now = Instant.parse("2026-11-23T01:00:00Z");

    private NoticeService service(ModuleDatabase db) {
        return service(db, new FakeTexts());
    }

    private NoticeService service(ModuleDatabase db, Texts texts) {
        Clock clock = new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        return new NoticeService(new NoticeStore(db.dataSource()), db.transactions(), db.outbox(), texts, modules, clock);
    }

    @BothDatabases
    void everybodySeesTheirOwnAndNobodyElses(Database database) {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            NoticeService notices = service(db);
            notices.send(INVITED, List.of(wang.account(), wang.account()));

            assertThat(notices.mine(wang, false, 1, 20).items()).singleElement().satisfies(n -> {
                assertThat(n.title()).isEqualTo("calendar:notice.invited{title=第三季度理论学习}");
                assertThat(n.read()).isFalse();
                assertThat(n.link()).isEqualTo("/calendar/events/1");
            });
            assertThat(notices.mine(li, false, 1, 20).items()).isEmpty();
        }
    }

    @BothDatabases
    void aModuleThatIsOffAtTheUnitOfItsLinkTellsNobody(Database database) {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            NoticeService notices = service(db);
            UUID unit = UUID.randomUUID();
            modules.add("calendar").off("calendar", unit);
            notices.send(new Notice("calendar", "notice.invited", Map.of(), "/calendar/events/1?occurrence=2&unit=" + unit), List.of(wang.account()));
            assertThat(notices.mine(wang, false, 1, 20).items()).isEmpty();
            notices.send(new Notice("calendar", "notice.invited", Map.of(), "/calendar/events/1?unit=" + UUID.randomUUID() + "&x=1"), List.of(wang.account()));
            notices.send(new Notice("attendance", "notice.leave", Map.of(), "/attendance/leave?unit=" + unit), List.of(wang.account()));
            assertThat(notices.mine(wang, false, 1, 20).items()).hasSize(2);
        }
    }

    /** The version that runs has no such text any more; the modules of the portal have theirs. */
    private static String without(Language language, String module, String key, Map<String, ?> values) {
        return module.equals("notices") ? new FakeTexts().text(language, module, key, values) : key.equals("module.name") ? "学习日历" : key;
    }

    @BothDatabases
    void aNoticeWithoutItsTextSaysWhoseItIsWhileTheModuleRunsAndThatItIsSwitchedOffOnlyWhereItIs(Database database) {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            NoticeService notices = service(db, NoticeServiceTest::without);
            notices.send(INVITED, List.of(wang.account()));
            assertThat(notices.mine(wang, false, 1, 20).items().get(0).title()).isEqualTo("notices:notice.module-away");

            modules.add("calendar");
            assertThat(notices.mine(wang, false, 1, 20).items().get(0).title()).isEqualTo("notices:notice.of-module{module=学习日历}");

            modules.state("calendar", ModuleInfo.State.WITHDRAWN);
            assertThat(notices.mine(wang, false, 1, 20).items().get(0).title()).isEqualTo("notices:notice.module-away");
        }
    }

    @BothDatabases
    void nobodyCanMarkTheNoticesOfAnother(Database database) {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            NoticeService notices = service(db);
            notices.send(INVITED, List.of(wang.account(), li.account()));
            UUID id = notices.mine(wang, false, 1, 20).items().get(0).id();
            notices.send(INVITED, List.of(wang.account()));

            assertThat(notices.markRead(li, List.of(id, notices.mine(wang, false, 1, 20).items().get(0).id()))).isZero();
            assertThat(notices.unread(wang)).isEqualTo(2);
            assertThat(notices.markRead(wang, List.of(id))).isEqualTo(1);
            assertThat(notices.mine(wang, true, 1, 20).items()).hasSize(1);
            assertThat(notices.markRead(wang, null)).isZero();
        }
    }

    @BothDatabases
    void noticesStandOrFallWithWhatTheyTellOf(Database database) {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            NoticeService notices = service(db);
            assertThatThrownBy(() -> db.transactions().run(() -> {
                notices.send(INVITED, List.of(wang.account()));
                throw new IllegalStateException("the event was not saved");
            })).hasMessage("the event was not saved");
            assertThat(notices.unread(wang)).isZero();
            assertThat(db.count("notices_notice")).isZero();
        }
    }

    @BothDatabases
    void whatIsSettledGoesFromTheListsOfThoseWhoHaveNotReadItAndOfNobodyElse(Database database) {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            NoticeService notices = service(db);
            Instant sent = now;
            notices.send(INVITED, List.of(wang.account(), li.account()));
            notices.send(new Notice("calendar", "notice.other", Map.of(), "/calendar/events/2"), List.of(wang.account()));
            notices.markRead(li, null);
            now = now.plusSeconds(86_400);
            notices.send(INVITED, List.of(wang.account()));
            notices.withdraw("rosters", INVITED.link(), sent);
            assertThat(notices.unread(wang)).as("another module's").isEqualTo(3);
            notices.withdraw("calendar", INVITED.link(), sent);
            assertThat(notices.mine(wang, false, 1, 20).items()).extracting(View::link).as("the later one and the other stay").containsExactly(INVITED.link(), "/calendar/events/2");
            assertThat(notices.mine(li, false, 1, 20).items()).as("whoever has read it keeps it").hasSize(1);
        }
    }

    @BothDatabases
    void theListIsPagedNewestFirst(Database database) {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            NoticeService notices = service(db);
            for (int i = 0; i < 25; i++) {
                notices.send(new Notice("calendar", "n" + i, Map.of(), "/calendar"), List.of(wang.account()));
            }
            NoticeService.Views second = notices.mine(wang, false, 2, 20);
            assertThat(second.items()).extracting(View::title).containsExactly("calendar:n4", "calendar:n3", "calendar:n2", "calendar:n1", "calendar:n0");
            assertThat(second.total()).isEqualTo(25);
            assertThat(second.unread()).isEqualTo(25);
        }
    }

    @BothDatabases
    void afterAYearNoticesAreForgotten(Database database) {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            NoticeService notices = service(db);
            notices.send(INVITED, List.of(wang.account()));
            now = now.plus(NoticeService.KEPT).plusSeconds(1);
            notices.send(INVITED, List.of(wang.account()));
            notices.purge();
            assertThat(notices.mine(wang, false, 1, 20).total()).isEqualTo(1);
            assertThat(db.count("notices_receipt")).isEqualTo(1);
        }
    }

    @BothDatabases
    void onlyTheRecipientsPagesAreToldAfterTheCommit(Database database) {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            now = Instant.now();
            NoticeService notices = service(db);
            Streams streams = new Streams(null);
            StreamsTest.Page wangs = StreamsTest.open(streams, wang);
            StreamsTest.Page lis = StreamsTest.open(streams, li);
            NoticePush push = new NoticePush(new NoticeStore(db.dataSource()), notices, streams);
            List<OutboxEntry> entries = Collections.synchronizedList(new ArrayList<>());
            db.dispatcher().add(new OutboxConsumer() {
                @Override
                public String name() {
                    return push.name();
                }

                @Override
                public java.util.Set<String> topics() {
                    return push.topics();
                }

                @Override
                public void accept(OutboxEntry entry) {
                    entries.add(entry);
                    push.accept(entry);
                }
            });

            db.transactions().run(() -> {
                notices.send(INVITED, List.of(wang.account()));
                db.dispatcher().round();
                assertThat(wangs.heard("notice")).isEmpty();
            });
            db.dispatcher().round();

            assertThat(entries).hasSize(1);
            assertThat(wangs.heard("notice")).singleElement().asString().contains("第三季度理论学习").contains("/calendar/events/1");
            assertThat(lis.heard("notice")).isEmpty();
            push.stop();
        }
    }

    @BothDatabases
    void aLinkOutOfThePortalIsRefused(Database database) {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            for (String link : List.of("https://evil.example", "//evil.example", "javascript:alert(1)")) {
                assertThatThrownBy(() -> service(db).send(new Notice("calendar", "k", Map.of(), link), List.of(wang.account())))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            assertThat(db.count("notices_notice")).isZero();
        }
    }
}
