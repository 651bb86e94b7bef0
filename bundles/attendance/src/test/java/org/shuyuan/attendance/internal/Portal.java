package org.shuyuan.attendance.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.access.ShortCodes;
import org.shuyuan.api.attendance.GatheringDraft;
import org.shuyuan.api.attendance.Subject;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.id.Secrets;
import org.shuyuan.attendance.internal.RollService.Marking;
import org.shuyuan.attendance.internal.jpa.CardStore;
import org.shuyuan.attendance.internal.jpa.CirculationStore;
import org.shuyuan.attendance.internal.jpa.DoorStore;
import org.shuyuan.attendance.internal.jpa.FigureStore;
import org.shuyuan.attendance.internal.jpa.GatheringStore;
import org.shuyuan.attendance.internal.jpa.LeaveFileStore;
import org.shuyuan.attendance.internal.jpa.LeaveStore;
import org.shuyuan.attendance.internal.jpa.MakeUpStore;
import org.shuyuan.attendance.internal.jpa.MarkStore;
import org.shuyuan.attendance.internal.jpa.ObjectionStore;
import org.shuyuan.attendance.internal.jpa.ReasonStore;
import org.shuyuan.attendance.internal.jpa.RulesStore;
import org.shuyuan.attendance.internal.jpa.StationStore;
import org.shuyuan.attendance.internal.jpa.TimesStore;
import org.shuyuan.attendance.internal.jpa.WrongStore;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;
import org.shuyuan.testing.FakeAudit;
import org.shuyuan.testing.FakeFiles;
import org.shuyuan.testing.FakeGroups;
import org.shuyuan.testing.FakeNotices;
import org.shuyuan.testing.FakePeople;
import org.shuyuan.testing.FakeTexts;
import org.shuyuan.testing.FakeUnits;
import org.shuyuan.testing.ModuleDatabase;

/** The whole module on a database, beside a platform of fakes: a bank with two departments, an organiser of the bank, three clerks of the credit department. */
public final class Portal implements AutoCloseable {

    /** A Wednesday at nine in Shanghai. */
    public static final Instant START = Instant.parse("2026-03-04T01:00:00Z");

    final ModuleDatabase db;
    public final FakeUnits units = new FakeUnits();
    public final FakePeople people = new FakePeople();
    final FakeGroups groups = new FakeGroups(units, people);
    public final FakeAccess access = new FakeAccess(units);
    final FakeAudit audit = new FakeAudit();
    final FakeNotices told = new FakeNotices();
    final Unit bank = units.add("县支行", null);
    final Unit office = units.add("办公室", bank);
    public final Unit credit = units.add("信贷部", bank);
    public final Caller organiser = FakeAccess.person("组织委员");
    final Caller inspector = FakeAccess.person("督查");
    final Person li = people.add("李娜", "C1", credit);
    final Person wang = people.add("王伟", "C2", credit);
    final Person zhang = people.add("张三", "C3", credit);
    final Person secretary = people.add("秘书", "O1", office);
    final Caller member = new Caller(UUID.randomUUID(), li.id(), "李娜", Caller.Kind.SESSION, org.shuyuan.api.text.Language.ZH_CN, "");
    final Caller head = new Caller(UUID.randomUUID(), secretary.id(), "秘书", Caller.Kind.SESSION, org.shuyuan.api.text.Language.ZH_CN, "");
    private final Time time = new Time();
    private final Accounts accounts = new Accounts() {
        @Override
        public List<UUID> ofPeople(Collection<UUID> some) {
            return some.contains(li.id()) ? List.of(member.account()) : List.of();
        }

        @Override
        public List<UUID> holding(String permission, UUID unit) {
            return List.of(head.account());
        }
    };

    final GatheringStore store;
    final MarkStore marks;
    public final FigureStore figureStore;
    final Watch watch;
    final Roster roster;
    public final Reasons reasons;
    public final RulesService rules;
    public final GatheringService gatherings;
    public final RollPeople onRoll;
    public final RollService rolls;
    public final RollClosing closing;
    public final Figures figures;
    final DoorStore doorStore;
    final TimesStore times;
    public final Arrivals arrivals;
    final CardStore cardStore;
    final StationStore stationStore;
    final Stations stations;
    final StationTaps taps;
    final Cards cards;
    public final Doors doors;
    final LeaveStore leaveStore;
    final LeaveService leaves;
    final FakeFiles kept = new FakeFiles();
    final LeaveFiles leaveFiles;
    final CirculationStore circulationStore;
    public final CirculationService circulations;
    final MakeUpStore makeUpStore;
    public final MakeUpService makeUps;
    final ObjectionStore objectionStore;
    public final ObjectionService objections;

    /** As plain as can be; that of the platform is tested there. */
    static final ShortCodes CODES = new ShortCodes() {
        @Override
        public String hash(UUID owner, String code) {
            return Secrets.hash(owner + code);
        }

        @Override
        public boolean matches(UUID owner, String code, @Nullable String stored) {
            return hash(owner, code).equals(stored);
        }

        @Override
        public String seal(String use, String number) {
            return Secrets.hash(use + number);
        }
    };

    /** Stands until it is set. */
    private static final class Time extends Clock {
        private Instant now = START;

        @Override
        public ZoneId getZone() {
            return java.time.ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    Portal(Database database) {
        this(ModuleDatabase.of("attendance", database));
    }

    public Portal(ModuleDatabase db) {
        this.db = db;
        store = new GatheringStore(db.jpa());
        marks = new MarkStore(db.jpa());
        figureStore = new FigureStore(db.jpa());
        for (String permission : List.of(Permissions.OWN, Permissions.READ, Permissions.TAKE, Permissions.RULES, Permissions.CIRCULATE)) {
            access.grant(organiser, permission, bank.id());
        }
        access.grant(inspector, Permissions.READ, bank.id());
        access.grant(head, Permissions.APPROVE, bank.id());
        watch = new Watch(audit, db.outbox(), told, db.transactions(), time);
        leaveStore = new LeaveStore(db.jpa());
        roster = new Roster(marks, new Expected(units, people, groups), leaveStore, time);
        reasons = new Reasons(new ReasonStore(db.jpa()), units, access, audit, db.transactions());
        rules = new RulesService(new RulesStore(db.jpa()), units, access, audit, db.transactions());
        times = new TimesStore(db.jpa());
        doorStore = new DoorStore(db.jpa());
        makeUpStore = new MakeUpStore(db.jpa());
        stationStore = new StationStore(db.jpa());
        NeedlessMakeUps needless = new NeedlessMakeUps(makeUpStore, rules, watch);
        arrivals = new Arrivals(times, marks, rules, needless, watch);
        gatherings = new GatheringService(store, marks, roster, new Postponement(doorStore, stationStore, times, marks, arrivals, needless, watch), rules, leaveStore, access, watch,
                db.transactions());
        makeUps = new MakeUpService(makeUpStore, marks, store, gatherings, rules, people, units, access, accounts, told, watch, db.transactions());
        onRoll = new RollPeople(gatherings, store, marks, roster, people, watch, db.transactions());
        rolls = new RollService(gatherings, store, marks, onRoll, reasons, arrivals, needless, watch, db.transactions());
        closing = new RollClosing(gatherings, store, marks, onRoll, arrivals, watch, db.transactions());
        doors = new Doors(doorStore, store, gatherings, onRoll, marks, arrivals, watch, db.transactions());
        cardStore = new CardStore(db.jpa());
        stations = new Stations(stationStore, gatherings, access, audit, units, watch, db.transactions());
        taps = new StationTaps(stationStore, cardStore, store, onRoll, marks, arrivals, new WrongTries(new WrongStore(db.jpa()), db.transactions(), watch), CODES, people, units,
                watch, db.transactions());
        cards = new Cards(cardStore, CODES, people, units, access, audit, watch, db.transactions());
        leaves = new LeaveService(leaveStore, marks, store, reasons, rules, people, units, access, accounts, audit, told, watch, db.transactions());
        leaveFiles = new LeaveFiles(new LeaveFileStore(db.jpa()), leaves, kept, access, audit, watch, db.transactions());
        objectionStore = new ObjectionStore(db.jpa());
        objections = new ObjectionService(objectionStore, marks, store, rolls, rules, people, access, accounts, told, watch, db.transactions());
        figures = new Figures(figureStore, store, rules, people, units, groups, access, new FakeTexts());
        circulationStore = new CirculationStore(db.jpa());
        circulations = new CirculationService(circulationStore, figures, people, units, access, accounts, audit, told, watch, db.transactions());
    }

    Accounts accounts() {
        return accounts;
    }

    /** What people learn of themselves. */
    OwnMarks own() {
        return new OwnMarks(figureStore, leaveStore, makeUpStore, objectionStore, circulationStore, cardStore, new LeaveFileStore(db.jpa()), times, new FakeTexts());
    }

    void now(Instant instant) {
        time.now = instant;
    }

    static Subject subject(String id) {
        return new Subject("calendar", id, "", "/calendar/events/" + id);
    }

    GatheringDraft draft(Unit unit, Instant start, List<UUID> units, List<UUID> some, List<UUID> called) {
        return new GatheringDraft(unit.id(), "study", Map.of("zh-CN", "集中学习", "zh-TW", "集中學習", "en", "Group study"), "三月学习", "三楼会议室", start, start.plus(Duration.ofMinutes(90)), units, some, called);
    }

    /** A gathering of the credit department. */
    public UUID gathering(String id, Instant start) {
        return gatherings.attach(organiser, subject(id), draft(credit, start, List.of(), List.of(), List.of()));
    }

    UUID gathering() {
        return gathering("one", START);
    }

    /** The event is put off, as its module says. */
    void moved(UUID gathering, Duration by) {
        GatheringDraft draft = store.find(gathering).orElseThrow().draft();
        gatherings.follow(organiser, subject("one"), new GatheringDraft(draft.unit(), draft.kind(), draft.kindName(), draft.title(), draft.place(), draft.start().plus(by), draft.end().plus(by),
                draft.units(), draft.people(), draft.groups()));
    }

    static Marking as(Person person, @Nullable State state) {
        return new Marking(person.id(), state, null, null, null, null);
    }

    List<Mark> mark(UUID gathering, Marking... some) {
        return rolls.mark(organiser, gathering, List.of(some), Mark.Way.ROLL);
    }

    /** The caller for a person, at an address. */
    static Caller phone(Person person, String address) {
        return new Caller(UUID.nameUUIDFromBytes(person.name().getBytes(java.nio.charset.StandardCharsets.UTF_8)), person.id(), person.name(), Caller.Kind.SESSION,
                org.shuyuan.api.text.Language.ZH_CN, address);
    }

    /** Somebody scans what the screen shows and signs in. */
    Doors.SignedIn scan(UUID gathering, Person person, String device) {
        return doors.signIn(phone(person, "10.1.2.3"), doors.enter(doors.code(organiser, gathering), device).ticket(), device);
    }

    List<String> roll(UUID gathering) {
        return rolls.roll(organiser, gathering).stream().map(m -> people.find(m.person()).orElseThrow().name()).sorted().toList();
    }

    @Nullable State state(UUID gathering, Person person) {
        return rolls.roll(organiser, gathering).stream().filter(m -> m.person().equals(person.id())).findFirst().orElseThrow().state();
    }

    int version(UUID gathering) {
        return gatherings.find(organiser, gathering).version();
    }

    @Override
    public void close() {
        db.close();
    }
}
