package org.shuyuan.directory.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.text.Names;
import org.shuyuan.directory.internal.PersonRules.Draft;
import org.shuyuan.directory.internal.names.ChineseNames;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;

/** Every personal field at every door, for those who may read it, those who may not, and the person. */
class PrivacyTest {

    /** @param stored what is kept @param masked what others see of it */
    private record Kept(Function<PersonData, @Nullable String> read, String stored, String masked) {}

    private static final Map<String, Kept> FIELDS = new LinkedHashMap<>();
    private static final Map<String, BiFunction<World, Caller, PersonData>> DOORS = new LinkedHashMap<>();
    private static final ChineseNames NAMES = new ChineseNames();

    static {
        FIELDS.put("phone", new Kept(PersonData::phone, "13812345678", "138****5678"));
        FIELDS.put("birth", new Kept(PersonData::birth, "1983-05-12", "1983"));
        FIELDS.put("mail", new Kept(PersonData::mail, "wangwei@example.com", "w***@example.com"));
        FIELDS.put("note", new Kept(PersonData::note, "对花生过敏", "***"));
        DOORS.put("list", (w, c) -> w.persons.list(c, w.bank.id(), true, null, null, false, Names.Order.PINYIN, ListQuery.of(null, 1, 20, null)).items().get(0).person());
        DOORS.put("search", (w, c) -> w.persons.search(c, w.bank.id(), "王伟").get(0).person());
        DOORS.put("page", (w, c) -> w.persons.open(c, id(w)).person());
        DOORS.put("export", (w, c) -> {
            ListQuery export = ListQuery.of(null, 1, 20, null);
            export.setFormat("xlsx");
            return w.persons.list(c, w.bank.id(), true, null, null, false, Names.Order.PINYIN, export).items().get(0).person();
        });
    }

    private static UUID id(World w) {
        return w.persons.search(w.secretary, w.bank.id(), "").get(0).person().id();
    }

    private static PersonService.Shown add(World w) {
        return w.persons.create(w.secretary, new Draft("王伟", "A1", "male", "1983-05-12", "masses", null, "13812345678", "wangwei@example.com", null, null, null, "对花生过敏",
                w.bank.id(), "科长", null));
    }

    private static Caller reader(World w) {
        Caller reader = FakeAccess.person("reader");
        w.access.grant(reader, Permissions.READ, w.bank.id());
        return reader;
    }

    private static String card(World w, Caller c, UUID person) {
        PersonService.Shown shown = w.persons.get(c, person);
        return new VCards(true, NAMES).card(shown.person(), shown.main(), List.of(), w.persons.hidden(c, person, w.bank.id()));
    }

    @BothDatabases
    void aPersonalFieldIsShownToThoseWhoMayReadItAndMaskedForOthersAtEveryDoor(Database database) {
        try (World w = new World(database)) {
            add(w);
            Caller reader = reader(w);
            FIELDS.forEach((field, kept) -> DOORS.forEach((door, open) -> {
                assertThat(kept.read().apply(open.apply(w, w.secretary))).as(door + " " + field + " for who may").isEqualTo(kept.stored());
                assertThat(kept.read().apply(open.apply(w, reader))).as(door + " " + field + " for who may not").isEqualTo(kept.masked());
            }));
            assertThat(card(w, w.secretary, id(w))).contains("13812345678", "wangwei@example.com", "19830512");
            assertThat(card(w, reader, id(w))).contains("FN:王伟").doesNotContain("TEL", "EMAIL", "BDAY");
        }
    }

    @BothDatabases
    void thePersonSeesItAll(Database database) {
        try (World w = new World(database)) {
            UUID person = add(w).person().id();
            Caller self = new Caller(UUID.randomUUID(), person, "王伟", Caller.Kind.SESSION, org.shuyuan.api.text.Language.ZH_CN, "");
            PersonData seen = w.persons.get(self, person).person();
            FIELDS.forEach((field, kept) -> assertThat(kept.read().apply(seen)).as(field).isEqualTo(kept.stored()));
        }
    }

    @BothDatabases
    void whatIsHiddenCannotBeFoundOutBySearching(Database database) {
        try (World w = new World(database)) {
            add(w);
            FIELDS.forEach((field, kept) -> List.of(w.secretary, reader(w)).forEach(c -> assertThat(w.persons.search(c, w.bank.id(), kept.stored())).as(field).isEmpty()));
        }
    }

    @BothDatabases
    void theTrailKeepsTheMasksOnly(Database database) {
        try (World w = new World(database)) {
            UUID person = add(w).person().id();
            String trail = String.valueOf(w.audit.about("directory.person", person.toString(), 10));
            FIELDS.forEach((field, kept) -> assertThat(trail).as(field).doesNotContain(kept.stored()));
        }
    }

    @BothDatabases
    void whoSeesTheMasksDoesNotWriteThemOverTheValues(Database database) {
        try (World w = new World(database)) {
            PersonService.Shown made = add(w);
            Caller clerk = reader(w);
            w.access.grant(clerk, Permissions.WRITE, w.bank.id());
            PersonData seen = w.persons.get(clerk, made.person().id()).person();
            w.persons.change(clerk, seen.id(), seen.version(), new Draft(seen.name(), seen.number(), "male", seen.birth(), seen.political(), null, seen.phone(), seen.mail(), null, null, null,
                    seen.note(), w.bank.id(), "副科长", null));
            PersonData now = w.persons.get(w.secretary, seen.id()).person();
            FIELDS.forEach((field, kept) -> assertThat(kept.read().apply(now)).as(field).isEqualTo(kept.stored()));
        }
    }

    @BothDatabases
    void readingAndExportingWhatIsPersonalIsWrittenDown(Database database) {
        try (World w = new World(database)) {
            UUID person = add(w).person().id();
            w.persons.open(w.secretary, person);
            w.persons.open(w.secretary, person);
            assertThat(w.audit.actions()).as("a page that loads anew is not one reading more").containsOnlyOnce("directory.read-personal");
            w.persons.open(reader(w), person);
            assertThat(w.audit.actions()).as("masks are no reading").containsOnlyOnce("directory.read-personal");
            var items = w.persons.list(w.secretary, w.bank.id(), true, null, null, false, Names.Order.PINYIN, ListQuery.of(null, 1, 20, null)).items();
            w.persons.exported(w.secretary, w.bank.id(), items, Set.of("name", "number"));
            assertThat(w.audit.actions()).doesNotContain("directory.export-personal");
            w.persons.exported(w.secretary, w.bank.id(), items, Set.of("name", "phone"));
            assertThat(w.audit.actions()).contains("directory.export-personal");
        }
    }
}
