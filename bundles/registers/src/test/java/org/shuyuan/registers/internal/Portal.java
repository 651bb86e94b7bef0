package org.shuyuan.registers.internal;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.module.Register;
import org.shuyuan.api.module.Register.Field;
import org.shuyuan.api.module.Register.Option;
import org.shuyuan.api.module.Register.Type;
import org.shuyuan.api.text.Names;
import org.shuyuan.registers.internal.jpa.EntryStore;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;
import org.shuyuan.testing.FakeAudit;
import org.shuyuan.testing.FakeModules;
import org.shuyuan.testing.FakeNotices;
import org.shuyuan.testing.FakePeople;
import org.shuyuan.testing.FakeUnits;
import org.shuyuan.testing.ModuleDatabase;

/** Registers on a database, beside a platform of fakes: a bank with two departments, a bulletin that is read below and a ledger that stays in its unit. */
public final class Portal implements AutoCloseable {

    static final Register NEWS = new Register("news", "register.news", "bulletin.read", "bulletin.write", "title", true, List.of(
            new Field("title", "field.title", Type.TEXT, true, 20, List.of()),
            new Field("kind", "field.kind", Type.CHOICE, true, 200, List.of(new Option("news", "kind.news"), new Option("exemplar", "kind.exemplar"))),
            new Field("on", "field.on", Type.DATE, false, 200, List.of()),
            new Field("amount", "field.amount", Type.NUMBER, false, 200, List.of()),
            new Field("person", "field.person", Type.PERSON, false, 200, List.of()),
            new Field("top", "field.top", Type.BOOLEAN, false, 200, List.of()),
            new Field("body", "field.body", Type.LONGTEXT, false, 20_000, List.of())));
    static final Register LEDGER = new Register("ledger", "register.ledger", "bulletin.read", "bulletin.write", "title", false,
            List.of(new Field("title", "field.title", Type.TEXT, true, 200, List.of())));

    /** Pinyin of what the tests name, and both scripts alike. */
    private static final class Spelling implements Names {
        private final Map<String, String> pinyin = Map.of("安全", "anquan", "总结", "zongjie", "表彰", "biaozhang");

        @Override
        public String key(String name, Order order) {
            return pinyin.getOrDefault(name, name);
        }

        @Override
        public Comparator<String> comparator(Order order) {
            return Comparator.comparing(name -> key(name, order));
        }

        @Override
        public String folded(String text) {
            return text.toLowerCase(Locale.ROOT).replace('學', '学').replace(" ", "");
        }

        @Override
        public List<String> spellings(String name) {
            return List.of();
        }
    }

    public final ModuleDatabase db;
    public final FakeUnits units = new FakeUnits();
    public final FakePeople people = new FakePeople();
    public final FakeModules modules = new FakeModules().add("bulletin", "bulletin.read", "bulletin.write").declare("bulletin", NEWS, LEDGER);
    final FakeAccess access = new FakeAccess(units);
    final FakeAudit audit = new FakeAudit();
    final FakeNotices heard = new FakeNotices();
    public final Unit bank = units.add("县支行", null);
    public final Unit office = units.add("办公室", bank);
    public final Unit credit = units.add("信贷部", bank);
    public final Caller editor = FakeAccess.person("总编");
    public final Caller wang = FakeAccess.person("王伟");
    public final Caller li = FakeAccess.person("李娜");
    public final Caller stranger = FakeAccess.person("外人");
    public final Person zhao = people.add("赵敏", "B001", credit);
    final EntryStore store;
    public final EntryService entries;

    public Portal(Database database) {
        db = ModuleDatabase.of("registers", database);
        access.grant(editor, "bulletin.read", bank.id()).grant(editor, "bulletin.write", bank.id());
        access.grant(wang, "bulletin.read", credit.id()).grant(wang, "bulletin.write", credit.id());
        access.grant(li, "bulletin.read", office.id());
        store = new EntryStore(db.jpa());
        Clock clock = Clock.fixed(Instant.parse("2026-01-05T00:30:20Z"), ZoneOffset.UTC);
        entries = new EntryService(store, new Places(modules, units, access), units, people, new Spelling(), access, audit, new Told(heard, db.transactions()), db.transactions(), clock);
    }

    Names names() {
        return new Spelling();
    }

    static Map<String, @Nullable Object> news(String title, String kind, @Nullable Object... more) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("title", title);
        values.put("kind", kind);
        for (int i = 0; i < more.length; i += 2) {
            values.put(String.valueOf(more[i]), more[i + 1]);
        }
        return values;
    }

    Entry add(Caller caller, Unit unit, String title, String kind, @Nullable Object... more) {
        return entries.add(caller, "bulletin", "news", unit.id(), news(title, kind, more));
    }

    Entry change(Caller caller, Unit unit, Entry entry, Map<String, @Nullable Object> values) {
        return entries.change(caller, "bulletin", "news", unit.id(), entry.id(), entry.version(), values);
    }

    Entry find(Caller caller, Unit unit, Entry entry) {
        return entries.find(caller, entries.open(caller, "bulletin", "news", unit.id()), entry.id());
    }

    /** Titles of what is listed. @param parameters names and values */
    List<String> titles(Caller caller, Unit unit, @Nullable String q, @Nullable String sort, String... parameters) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            given.put(parameters[i], parameters[i + 1]);
        }
        Place place = entries.open(caller, "bulletin", "news", unit.id());
        EntryStore.Found found = entries.list(caller, place, Wish.of(place.register(), ListQuery.of(q, 1, 50, sort), given, entries.folding()));
        List<String> titles = found.entries().stream().map(entry -> entry.content().path("title").asText()).toList();
        if (titles.size() != found.total()) {
            throw new AssertionError(found.total() + " counted, and listed " + titles);
        }
        return titles;
    }

    @Override
    public void close() {
        db.close();
    }
}
