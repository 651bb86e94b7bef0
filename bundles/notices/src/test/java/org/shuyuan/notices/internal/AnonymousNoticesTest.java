package org.shuyuan.notices.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.mail.Mail;
import org.shuyuan.api.notices.Notices.Notice;
import org.shuyuan.api.records.Anonymiser.Holding;
import org.shuyuan.api.records.Anonymiser.Leaver;
import org.shuyuan.api.records.HeldDataSource;
import org.shuyuan.api.text.Language;
import org.shuyuan.notices.internal.mail.MailStore;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;
import org.shuyuan.testing.FakeModules;
import org.shuyuan.testing.FakeTexts;
import org.shuyuan.testing.ModuleDatabase;

class AnonymousNoticesTest {

    @BothDatabases
    void theirOwnAndThoseAboutThemGoOthersStayWithoutTheName(Database database) {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            NoticeStore store = new NoticeStore(db.dataSource());
            NoticeService notices = new NoticeService(store, db.transactions(), db.outbox(), new FakeTexts(), new FakeModules());
            MailStore letters = new MailStore(db.dataSource());
            AnonymousNotices anonymiser = new AnonymousNotices(store, letters);
            Caller admin = FakeAccess.person("admin");
            UUID account = UUID.randomUUID();
            UUID person = UUID.randomUUID();
            notices.send(new Notice("calendar", "notice.added", Map.of("title", "理论学习"), "/calendar/events/1"), List.of(account));
            notices.send(new Notice("directory", "notice.correction", Map.of("name", "王建国", "text", "电话不对"), "/directory/people/" + person + "?unit=1"), List.of(admin.account()));
            notices.send(new Notice("calendar", "notice.changed", Map.of("who", "1042", "title", "1042 号文件"), "/calendar/events/2"), List.of(admin.account()));
            Instant now = Instant.parse("2026-03-02T08:00:00Z");
            for (UUID reader : List.of(person, UUID.randomUUID())) {
                letters.add(UUID.randomUUID(), new Mail.Letter("access", "reset", Map.of("name", "王建国"), Language.ZH_CN,
                        "wang.jianguo@example.cn", "王建国", reader, null, null, null),
                        now, now.plusSeconds(60), "no-address");
            }
            HeldNotices held = new HeldNotices(notices, letters, new FakeTexts());
            Caller self = new Caller(account, person, "1042", Caller.Kind.SESSION, Language.ZH_CN, "10.0.0.1");
            assertThat(held.held(self)).extracting(HeldDataSource.Held::key).containsExactly("module.name", "held.letters");
            Leaver who = new Leaver(person, "已匿名人员 7", 7, Set.of(account), Set.of("1042"));
            assertThat(anonymiser.holdings(admin, who)).extracting(Holding::key, Holding::count).containsExactly(
                    org.assertj.core.groups.Tuple.tuple("anonymise.own", 1L), org.assertj.core.groups.Tuple.tuple("anonymise.letters", 1L),
                    org.assertj.core.groups.Tuple.tuple("anonymise.about", 1L), org.assertj.core.groups.Tuple.tuple("anonymise.naming", 1L));
            db.transactions().run(() -> anonymiser.anonymise(admin, who));
            assertThat(store.count(account, false)).isZero();
            assertThat(store.page(admin.account(), false, 0, 20)).singleElement()
                    .satisfies(n -> assertThat(n.notice().values()).isEqualTo(Map.of("who", "已匿名人员 7", "title", "1042 号文件")));
            assertThat(db.count("notices_notice")).isEqualTo(1);
            assertThat(db.count("notices_mail")).as("the other reader's letter").isEqualTo(1);
            assertThat(held.held(self)).isEmpty();
            assertThat(anonymiser.holdings(admin, who)).isEmpty();
        }
    }
}
