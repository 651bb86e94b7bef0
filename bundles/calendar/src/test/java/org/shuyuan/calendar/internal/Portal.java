package org.shuyuan.calendar.internal;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.office.Calendars;
import org.shuyuan.api.text.Language;
import org.shuyuan.calendar.internal.jpa.EventStore;
import org.shuyuan.calendar.internal.jpa.HolidayStore;
import org.shuyuan.calendar.internal.jpa.ImportStore;
import org.shuyuan.calendar.internal.jpa.JobStore;
import org.shuyuan.calendar.internal.jpa.KindStore;
import org.shuyuan.calendar.internal.jpa.MaterialStore;
import org.shuyuan.calendar.internal.jpa.ObligationStore;
import org.shuyuan.calendar.internal.jpa.OccurrenceStore;
import org.shuyuan.calendar.internal.jpa.PlanImportStore;
import org.shuyuan.calendar.internal.jpa.PlanLinkStore;
import org.shuyuan.calendar.internal.jpa.PlanStore;
import org.shuyuan.calendar.internal.jpa.ReminderStore;
import org.shuyuan.calendar.internal.jpa.RoomStore;
import org.shuyuan.calendar.internal.jpa.RotaHostStore;
import org.shuyuan.calendar.internal.jpa.RotaStore;
import org.shuyuan.calendar.internal.jpa.RotaTurnStore;
import org.shuyuan.calendar.internal.jpa.StudyStore;
import org.shuyuan.calendar.internal.jpa.TieStore;
import org.shuyuan.office.internal.OfficeCalendars;
import org.shuyuan.office.internal.OfficeWorkbooks;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;
import org.shuyuan.testing.FakeAudit;
import org.shuyuan.testing.FakeBookings;
import org.shuyuan.testing.FakeFiles;
import org.shuyuan.testing.FakeGatherings;
import org.shuyuan.testing.FakeGroups;
import org.shuyuan.testing.FakeMail;
import org.shuyuan.testing.FakeModules;
import org.shuyuan.testing.FakeNotices;
import org.shuyuan.testing.FakePeople;
import org.shuyuan.testing.FakeProfiles;
import org.shuyuan.testing.FakeTexts;
import org.shuyuan.testing.FakeUnits;
import org.shuyuan.testing.ModuleDatabase;

/** The whole module on a database, beside a platform of fakes: a bank with two departments, an organiser and a member. */
public final class Portal implements AutoCloseable {

    static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

    final ModuleDatabase db;
    public final FakeUnits units = new FakeUnits();
    public final FakePeople people = new FakePeople();
    public final FakeGroups groups = new FakeGroups(units, people);
    final FakeAccess access = new FakeAccess(units);
    final FakeAudit audit = new FakeAudit();
    public final FakeGatherings gathered = new FakeGatherings();
    final FakeNotices told = new FakeNotices();
    public final FakeModules modules = new FakeModules();
    final FakeBookings booked = new FakeBookings();
    final FakeFiles files = new FakeFiles();
    final Calendars calendars = new OfficeCalendars();
    public final Unit bank = units.add("县支行", null);
    final Unit office = units.add("办公室", bank);
    final Unit credit = units.add("信贷部", bank);
    public final Caller organiser = FakeAccess.person("组织委员");
    final Caller member = FakeAccess.person("王伟");
    public final Caller stranger = FakeAccess.person("外人");

    final EventStore events;
    final OccurrenceStore rows;
    final JobStore jobs;
    public Kinds kinds;
    public EventService service;
    Occurrences occurrences;
    public OccurrenceService dates;
    public SeriesMove series;
    public EventDefaults defaults;
    public EventHistory history;
    public Agenda agenda;
    final ImportStore importStore;
    final Accounts accounts;
    final ReminderStore reminderStore;
    public final RemindingService reminding;
    final FakeMail letters = new FakeMail();
    ImportService imports;
    public Others others;
    public ExportService exports;
    EventWriter writer;
    public EventGatherings gatherings;
    /** No register of rooms until a test wants one. */
    final Rooms rooms = new Rooms();
    public EventRooms eventRooms;
    public Holidays holidays;
    public HolidayFile holidayFile;
    public StudyRules rules;
    public StudyDays studyDays;
    /** Who holds a permission, for notices. */
    final List<UUID> holders = new ArrayList<>();
    /** People without an account. */
    final List<UUID> accountless = new ArrayList<>();
    /** Who is written to in another language than the usual one. */
    final Map<UUID, Language> languages = new HashMap<>();
    public PlanService plans;
    public PlanApproval approval;
    public PlanEvents planEvents;
    public PlanProgress progress;
    PlanImports planImports;

    Portal(Database database) {
        this(ModuleDatabase.of("calendar", database));
    }

    public Portal(ModuleDatabase db) {
        this.db = db;
        events = new EventStore(db.jpa());
        rows = new OccurrenceStore(db.jpa());
        jobs = new JobStore(db.jpa());
        importStore = new ImportStore(db.jpa());
        people.add(organiser.account(), "组织委员", "B001", office);
        people.add(member.account(), "王伟", "B002", credit);
        for (String permission : List.of(Permissions.READ, Permissions.WRITE, Permissions.IMPORT, Permissions.KINDS, Permissions.HOLIDAYS, Permissions.APPROVE)) {
            access.grant(organiser, permission, bank.id());
        }
        access.grant(member, Permissions.READ, credit.id());
        kinds = kinds();
        Settings settings = settings(NOW);
        accounts = new Accounts() {
            @Override
            public List<UUID> ofPeople(Collection<UUID> wanted) {
                return wanted.stream().filter(w -> !accountless.contains(w)).toList();
            }

            @Override
            public List<UUID> holding(String permission, UUID unit) {
                return holders;
            }

            @Override
            public List<UUID> people(Collection<UUID> some) {
                return some.stream().distinct().toList();
            }

            @Override
            public Map<UUID, Language> languages(Collection<UUID> some) {
                return languages;
            }
        };
        EventNotices notices = new EventNotices(told, accounts, settings);
        eventRooms = rooms(settings);
        writer = writer(settings);
        reminderStore = new ReminderStore(db.jpa());
        reminding = new RemindingService(reminderStore, units, access, audit, db.transactions());
        occurrences = new Occurrences(calendars, settings, events, rows);
        service = new EventService(events, occurrences, writer, notices, eventRooms, kinds, units, people, groups, access, db.transactions());
        dates = new OccurrenceService(service, rows, occurrences, writer, notices, db.transactions());
        series = new SeriesMove(service, dates, occurrences);
        defaults = new EventDefaults(events, kinds, access);
        history = new EventHistory(service, audit, access);
        agenda = new Agenda(rows, kinds, units, people, groups, access);
        imports = new ImportService(importStore, events, writer, notices, occurrences, kinds, files, calendars, units, access, audit, db.transactions(), settings);
        others = new Others(agenda, gathered, modules, 5_000, 60_000);
        exports = new ExportService(agenda, service, events, calendars, units, others, eventRooms, new FakeTexts());
        StudyStore studyStore = new StudyStore(db.jpa());
        holidays = new Holidays(new HolidayStore(db.jpa()), units, access, audit, db.transactions(), told, settings);
        holidayFile = new HolidayFile(new OfficeWorkbooks(), calendars, access);
        rules = new StudyRules(studyStore, kinds, units, access, audit, db.transactions(), told);
        studyDays = new StudyDays(rules, studyStore, holidays, events, service, writer, units, audit, db.transactions(), settings);
        plans(settings, accounts);
    }

    private void plans(Settings settings, Accounts accounts) {
        PlanStore store = new PlanStore(db.jpa());
        PlanLinkStore links = new PlanLinkStore(db.jpa(), rows);
        PlanTrail trail = new PlanTrail(audit, told, db.transactions());
        plans = new PlanService(store, links, trail, kinds, units, people, groups, access, db.transactions(), settings);
        approval = new PlanApproval(store, plans, trail, accounts, told, db.transactions(), settings);
        planEvents = new PlanEvents(plans, links, trail, service, dates, db.transactions());
        progress = progress(settings);
        planImports = new PlanImports(new PlanImportStore(db.jpa()), plans, new PlanFile(new OfficeWorkbooks()), trail, kinds, files, units, access, audit, db.transactions(), settings);
    }

    /** As it is on a day. */
    PlanProgress progress(Settings settings) {
        return new PlanProgress(new PlanLinkStore(db.jpa(), rows), units, settings);
    }

    /** As another node has it: a memory of its own. */
    Kinds kinds() {
        return kinds(new FakeProfiles());
    }

    Kinds kinds(FakeProfiles profiles) {
        KindStore store = new KindStore(db.jpa());
        return new Kinds(store, events, db.transactions(), units, seeds(profiles, NOW), access, audit);
    }

    KindSeeds seeds(FakeProfiles profiles, Instant now) {
        return new KindSeeds(new KindStore(db.jpa()), new ObligationStore(db.jpa()), profiles, units, groups, audit, db.transactions(), settings(now));
    }

    /** Keeps the turns of rotas, as it does on a day. */
    RotaPlanner planner(Settings settings) {
        return new RotaPlanner(new RotaStore(db.jpa()), new RotaTurnStore(db.jpa()), new RotaHosts(new RotaHostStore(db.jpa()), db.transactions(), told), units, gathered,
                db.transactions(), told, settings);
    }

    private EventWriter writer(Settings settings) {
        Occurrences made = new Occurrences(calendars, settings, events, rows);
        gatherings = new EventGatherings(gathered, settings, made, kinds, access, db.transactions());
        return new EventWriter(events, made, gatherings, eventRooms, planner(settings), new MaterialFiles(new MaterialStore(db.jpa()), files, db.transactions()),
                new DateTies(new TieStore(db.jpa()), new ReminderStore(db.jpa()), made), db.transactions(), audit, db.outbox(), told, settings);
    }

    static Settings settings(Instant now) {
        return new Settings(24, Clock.fixed(now, ZoneOffset.UTC));
    }

    /** The nightly job as it runs on a day. */
    HorizonJob job(Instant now) {
        return job(now, 24);
    }

    HorizonJob job(Instant now, int months) {
        Settings settings = new Settings(months, Clock.fixed(now, ZoneOffset.UTC));
        EventRooms then = rooms(settings);
        return new HorizonJob(jobs, events, new Occurrences(calendars, settings, events, rows), then, new RoomReturns(rooms, new RoomStore(db.jpa()), then, events, db.transactions()), settings,
                db.transactions());
    }

    /** As they are at a moment. */
    private EventRooms rooms(Settings settings) {
        return new EventRooms(rooms, new RoomStore(db.jpa()), new Occurrences(calendars, settings, events, rows), new EventNotices(told, accounts, settings), access, db.transactions(), settings);
    }

    /** The one that reminds, as it runs at a moment. */
    ReminderJob reminders(Instant now) {
        return new ReminderJob(jobs, reminderStore, reminding, events, units, people, groups, accounts, told, new Letters(letters, people, accounts), settings(now),
                db.transactions(), modules);
    }

    UUID kind(String word) {
        return kinds.at(bank.id()).stream().filter(k -> k.word().equals(word)).findFirst().orElseThrow().id();
    }

    public EventDraft draft(Unit unit, String title, String start, String end, @Nullable String rule) {
        return new EventDraft(unit.id(), new Details(kind("study"), title, null, "三楼会议室", null, null),
                new Schedule(false, LocalDateTime.parse(start), LocalDateTime.parse(end), SHANGHAI, rule, List.of(), List.of()),
                Audience.NOBODY);
    }

    static EventDraft forPeople(EventDraft draft, UUID... people) {
        return new EventDraft(draft.unit(), draft.details(), draft.schedule(), new Audience(List.of(), List.of(people), List.of()));
    }

    static EventDraft forGroups(EventDraft draft, UUID... groups) {
        return new EventDraft(draft.unit(), draft.details(), draft.schedule(), new Audience(List.of(), List.of(), List.of(groups)));
    }

    List<Occurrence> month(Caller caller, Unit unit, String from, String to, boolean mine) {
        return agenda.answer(caller, new Agenda.Question(unit.id(), at(from), at(to), mine ? Whose.MINE : Whose.UNIT, null));
    }

    static Instant at(String day) {
        return java.time.LocalDate.parse(day).atStartOfDay(SHANGHAI).toInstant();
    }

    static List<String> days(List<Occurrence> occurrences) {
        return occurrences.stream().map(o -> Instant.ofEpochSecond(o.starts()).atZone(SHANGHAI).toLocalDate().toString()).toList();
    }

    /** Reads the calendar of the office, and of nothing else. */
    public void readsOffice(Caller caller) {
        access.grant(caller, Permissions.READ, office.id());
    }

    @Override
    public void close() {
        db.close();
    }
}
