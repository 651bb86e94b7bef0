package org.shuyuan.notices.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.notices.Notices.Notice;
import org.shuyuan.api.records.Anonymiser.Holding;
import org.shuyuan.api.records.Anonymiser.Leaver;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;
import org.shuyuan.testing.FakeTexts;
import org.shuyuan.testing.ModuleDatabase;

class AnonymousNoticesTest {

    @BothDatabases
    void theirOwnAndThoseAboutThemGoOthersStayWithoutTheName(Database database) {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            NoticeStore store = new NoticeStore(db.dataSource());
            NoticeService notices = new NoticeService(store, db.transactions(), db.outbox(), new FakeTexts());
            AnonymousNotices anonymiser = new AnonymousNotices(store);
            Caller admin = FakeAccess.person("admin");
            UUID account = UUID.randomUUID();
            UUID person = UUID.randomUUID();
            notices.send(new Notice("calendar", "notice.added", Map.of("title", "理论学习"), "/calendar/events/1"), List.of(account));
            notices.send(new Notice("directory", "notice.correction", Map.of("name", "王建国", "text", "电话不对"), "/directory/people/" + person + "?unit=1"), List.of(admin.account()));
            notices.send(new Notice("calendar", "notice.changed", Map.of("who", "1042", "title", "1042 号文件"), "/calendar/events/2"), List.of(admin.account()));
            Leaver who = new Leaver(person, "已匿名人员 7", 7, Set.of(account), Set.of("1042"));
            assertThat(anonymiser.holdings(admin, who)).extracting(Holding::key, Holding::count).containsExactly(org.assertj.core.groups.Tuple.tuple("anonymise.own", 1L),
                    org.assertj.core.groups.Tuple.tuple("anonymise.about", 1L), org.assertj.core.groups.Tuple.tuple("anonymise.naming", 1L));
            db.transactions().run(() -> anonymiser.anonymise(admin, who));
            assertThat(store.count(account, false)).isZero();
            assertThat(store.page(admin.account(), false, 0, 20)).singleElement()
                    .satisfies(n -> assertThat(n.notice().values()).isEqualTo(Map.of("who", "已匿名人员 7", "title", "1042 号文件")));
            assertThat(db.count("notices_notice")).isEqualTo(1);
            assertThat(anonymiser.holdings(admin, who)).isEmpty();
        }
    }
}
