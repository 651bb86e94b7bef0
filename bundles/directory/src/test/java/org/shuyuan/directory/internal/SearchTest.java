package org.shuyuan.directory.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.text.Names.Order;
import org.shuyuan.directory.internal.PersonRules.Draft;
import org.shuyuan.directory.internal.jpa.PersonStore;
import org.shuyuan.directory.internal.names.ChineseNames;
import org.shuyuan.directory.internal.search.PeopleIndex;
import org.shuyuan.directory.internal.search.PeopleQuery;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;

class SearchTest {

    private static PersonService.Shown add(World w, String name, String number, UUID unit, String position) {
        return w.persons.create(w.secretary, new Draft(name, number, null, null, null, null, "13812345678", null, null, null, null, null, unit, position, null));
    }

    private static List<String> found(World w, String q) {
        return w.persons.search(w.secretary, w.bank.id(), q).stream().map(l -> l.person().name()).toList();
    }

    private static List<String> listed(World w, String q, String sort, Order order) {
        return w.persons.list(w.secretary, w.bank.id(), true, null, null, false, order, ListQuery.of(q, 1, 50, sort)).items().stream().map(l -> l.person().name()).toList();
    }

    @BothDatabases
    void peopleAreFoundByWhateverOneWouldType(Database database) {
        try (World w = new World(database)) {
            UUID office = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "办公室", "department", null)).id();
            add(w, "王伟", "YX1001", office, "科长");
            add(w, "王小伟", "YX1002", office, null);
            add(w, "曾丽", "YX1003", w.bank.id(), "会计");
            add(w, "張國華", "YX1004", w.bank.id(), null);
            add(w, "Anna O'Neil", "YX1005", w.bank.id(), null);
            assertThat(found(w, "wangwei")).containsExactly("王伟");
            assertThat(found(w, "wang wei")).containsExactly("王伟");
            assertThat(found(w, "ＷＡＮＧＷＥＩ")).containsExactly("王伟");
            assertThat(found(w, "ww")).containsExactly("王伟");
            assertThat(found(w, "wxw")).containsExactly("王小伟");
            assertThat(found(w, "wangw")).as("while it is being typed").containsExactly("王伟");
            assertThat(found(w, "wei")).containsExactlyInAnyOrder("王伟", "王小伟");
            assertThat(found(w, "angw")).as("a syllable is entered at its beginning").isEmpty();
            assertThat(found(w, "zengli")).containsExactly("曾丽");
            assertThat(found(w, "cengli")).containsExactly("曾丽");
            assertThat(found(w, "zl")).containsExactly("曾丽");
            assertThat(found(w, "张国华")).containsExactly("張國華");
            assertThat(found(w, "國")).containsExactly("張國華");
            assertThat(found(w, "王*")).containsExactly("王伟", "王小伟");
            assertThat(found(w, "王？伟")).containsExactly("王小伟");
            assertThat(found(w, "??")).containsExactlyInAnyOrder("王伟", "曾丽");
            assertThat(found(w, "wang*")).containsExactly("王伟", "王小伟");
            assertThat(found(w, "yx100?")).hasSize(5);
            assertThat(found(w, "*".repeat(60) + "x")).isEmpty();
            assertThat(found(w, "*wei")).containsExactlyInAnyOrder("王伟", "王小伟");
            assertThat(found(w, "w*wei")).containsExactlyInAnyOrder("王伟", "王小伟");
            assertThat(found(w, "zzzz")).as("behind the last key").isEmpty();
            assertThat(found(w, "wang\u0001wei\u0000")).as("control characters part the keys of the index").isEmpty();
            assertThat(found(w, "1003")).containsExactly("曾丽");
            assertThat(found(w, "o'neil")).containsExactly("Anna O'Neil");
            assertThat(found(w, "oneil")).containsExactly("Anna O'Neil");
            assertThat(found(w, "'")).containsExactly("Anna O'Neil");
            assertThat(found(w, "会计")).containsExactly("曾丽");
            assertThat(found(w, "办公室 王")).containsExactlyInAnyOrder("王伟", "王小伟");
            assertThat(found(w, "13812345678")).as("personal fields are not searched").isEmpty();
            assertThat(listed(w, "办公室", "name", Order.PINYIN)).containsExactly("王伟", "王小伟");
        }
    }

    @BothDatabases
    void listsAreSortedByPinyinOrStrokesAlikeOnBothDatabases(Database database) {
        try (World w = new World(database)) {
            List.of("张三", "丁一", "曾丽", "王伟", "Anna", "单田芳", "李娜").forEach(n -> add(w, n, null, w.bank.id(), null));
            add(w, "王伟", "B2", w.bank.id(), "主任");
            add(w, "王伟", "A1", w.bank.id(), "科长");
            assertThat(listed(w, "", "name", Order.PINYIN)).containsExactly("Anna", "丁一", "李娜", "单田芳", "王伟", "王伟", "王伟", "曾丽", "张三");
            assertThat(listed(w, "", "-name", Order.PINYIN)).startsWith("张三", "曾丽");
            assertThat(listed(w, "", "name", Order.STROKES)).containsExactly("Anna", "丁一", "王伟", "王伟", "王伟", "张三", "李娜", "单田芳", "曾丽");
            assertThat(w.persons.list(w.secretary, w.bank.id(), true, null, null, false, Order.PINYIN, ListQuery.of("王伟", 1, 9, null)).items())
                    .extracting(l -> l.person().number()).as("namesakes by their numbers, who has none last").containsExactly("A1", "B2", null);
            assertThat(listed(w, "", "-position", Order.PINYIN)).as("nobody's place changes between pages").endsWith("王伟", "王伟");
            List<UUID> pages = new ArrayList<>();
            for (int page = 1; page <= 3; page++) {
                w.persons.list(w.secretary, w.bank.id(), true, null, null, false, Order.PINYIN, ListQuery.of("", page, 3, "position")).items().forEach(l -> pages.add(l.person().id()));
            }
            assertThat(pages).doesNotHaveDuplicates().hasSize(9);
        }
    }

    @BothDatabases
    void theIndexFollowsWritesImportsAndOtherNodes(Database database) {
        try (World w = new World(database)) {
            PeopleIndex other = new PeopleIndex(new PersonStore(w.db.jpa()), w.tree, new ChineseNames());
            other.close();
            other.follow();
            PersonService.Shown made = add(w, "王伟", "A1", w.bank.id(), null);
            PersonService.Shown renamed = w.persons.change(w.secretary, made.person().id(), made.person().version(),
                    new Draft("汪伟", "A1", null, null, null, null, null, null, null, null, null, null, w.bank.id(), null, null));
            assertThat(found(w, "王伟")).isEmpty();
            assertThat(found(w, "汪伟")).hasSize(1);
            w.confirm(w.openCsv(w.bank.id(), "工号,姓名\nB1,李娜\nB2,赵云\nA1,汪伟\n"));
            assertThat(found(w, "lina")).containsExactly("李娜");
            w.persons.leave(w.secretary, made.person().id(), renamed.person().version(), null);
            assertThat(found(w, "汪伟")).isEmpty();
            PeopleQuery.Sort sort = new PeopleQuery.Sort(List.of("name"), Order.PINYIN, false);
            other.follow();
            assertThat(other.find(new PeopleQuery(w.tree.subtreeIds(w.bank.id()), "", null, null, false, sort, 0, 50)).total()).isEqualTo(2);
            assertThat(other.find(new PeopleQuery(w.tree.subtreeIds(w.bank.id()), "wangwei", null, null, true, sort, 0, 50)).people()).containsExactly(made.person().id());
        }
    }

    @BothDatabases
    void whatIsRememberedOfShortTextsFollowsPeopleAndUnits(Database database) {
        try (World w = new World(database)) {
            UnitData office = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "办公室", "department", null));
            add(w, "王伟", "A1", office.id(), null);
            assertThat(found(w, "王")).containsExactly("王伟");
            assertThat(found(w, "办")).containsExactly("王伟");
            w.units.change(w.secretary, office.id(), office.version(), new UnitService.Draft(w.bank.id(), "综合科", "department", null));
            assertThat(found(w, "办")).as("the unit has another name now").isEmpty();
            assertThat(found(w, "综")).containsExactly("王伟");
            add(w, "王丽", "A2", office.id(), null);
            assertThat(found(w, "王")).containsExactly("王丽", "王伟");
        }
    }

    @BothDatabases
    void oddNamesAreStoredFoundAndSorted(Database database) {
        try (World w = new World(database)) {
            String longest = "阿卜杜热合曼·买买提依明江·艾合买提江·图尔荪尼亚孜买提力";
            List<String> odd = List.of("O'Brien", "<b>李</b>", "王😀", "𠮷田", "王𨭎", longest, "a%b_c", "\"张\"", "=1+1", "José Núñez");
            odd.forEach(n -> add(w, n, null, w.bank.id(), null));
            odd.forEach(n -> assertThat(found(w, n)).as(n).contains(n));
            assertThat(found(w, "😀")).containsExactly("王😀");
            assertThat(found(w, "王?")).contains("王😀", "王𨭎");
            assertThat(found(w, "吉田")).containsExactly("𠮷田");
            assertThat(found(w, "jitian")).containsExactly("𠮷田");
            assertThat(found(w, "%")).containsExactly("a%b_c");
            assertThat(found(w, "jose")).containsExactly("José Núñez");
            assertThat(listed(w, "", "name", Order.PINYIN)).hasSize(odd.size()).containsExactlyInAnyOrderElementsOf(odd);
            assertThat(w.people.byNames(List.of("𠮷田"))).hasSize(1);
        }
    }

    @BothDatabases
    void nobodyIsFoundOutsideTheUnitsAsked(Database database) {
        try (World w = new World(database)) {
            UUID office = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "办公室", "department", null)).id();
            add(w, "王伟", "A1", office, null);
            add(w, "王伟", "A2", w.bank.id(), null);
            Caller clerk = FakeAccess.person("clerk");
            w.access.grant(clerk, Permissions.READ, office);
            assertThat(w.persons.search(clerk, office, "王伟")).extracting(l -> l.person().number()).containsExactly("A1");
        }
    }
}
