package org.shuyuan.directory.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.directory.internal.jpa.AnonymisedStore;
import org.shuyuan.directory.internal.jpa.ImportStore;
import org.shuyuan.directory.internal.jpa.GroupStore;
import org.shuyuan.directory.internal.jpa.JobStore;
import org.shuyuan.directory.internal.jpa.MembershipStore;
import org.shuyuan.directory.internal.jpa.OutsideStore;
import org.shuyuan.directory.internal.jpa.PastStore;
import org.shuyuan.directory.internal.jpa.PersonStore;
import org.shuyuan.directory.internal.jpa.PhotoStore;
import org.shuyuan.directory.internal.jpa.RosterStore;
import org.shuyuan.directory.internal.jpa.UnitHistoryStore;
import org.shuyuan.directory.internal.jpa.UnitKindStore;
import org.shuyuan.directory.internal.jpa.UnitStore;
import org.shuyuan.directory.internal.names.ChineseNames;
import org.shuyuan.directory.internal.roster.RosterFiles;
import org.shuyuan.directory.internal.search.PeopleIndex;
import org.shuyuan.office.internal.OfficeWorkbooks;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;
import org.shuyuan.testing.FakeAudit;
import org.shuyuan.testing.FakeFiles;
import org.shuyuan.testing.FakeNotices;
import org.shuyuan.testing.ModuleDatabase;

/** The module on a database, without a container; the bank's unit is founded, its secretary may do everything there. */
final class World implements AutoCloseable {

    private static final ChineseNames NAMES = new ChineseNames();

    final ModuleDatabase db;
    final UnitTree tree;
    final FakeAccess access;
    final FakeAudit audit = new FakeAudit();
    final FakeFiles files = new FakeFiles();
    final PersonStore people;
    final PeopleIndex index;
    final FakeNotices notices = new FakeNotices();
    final UnitStore unitStore;
    final UnitHistoryStore unitHistory;
    final MembershipStore memberships;
    final PastStore past;
    final OutsideService outside;
    final GroupReader groupReader;
    final GroupService groups;
    final MembershipService memberService;
    final UnitKinds kinds;
    final UnitMerges merges;
    final UnitPages unitPages;
    final UnitService units;
    final PersonService persons;
    final PhotoService photos;
    final ImportService imports;
    final ImportJobs jobs;
    final PeopleDirectory directory;
    final AnonymisedStore anonymised;
    final ImportStore importStore;
    final Anonymising anonymising;
    /** The accounts that people have, or had. */
    final java.util.Map<UUID, org.shuyuan.api.access.Accounts.Past> accounts = new java.util.HashMap<>();
    final Caller secretary = FakeAccess.person("secretary");
    final Caller stranger = FakeAccess.person("stranger");
    final Unit bank;

    World(Database database) {
        this(database, new FakeAudit());
    }

    /** @param trail where imports are written down, e.g. one that fails */
    World(Database database, org.shuyuan.api.access.Audit trail) {
        db = ModuleDatabase.of("directory", database);
        unitStore = new UnitStore(db.jpa());
        people = new PersonStore(db.jpa());
        unitHistory = new UnitHistoryStore(db.jpa());
        tree = new UnitTree(unitStore, unitHistory, db.transactions());
        tree.setAudit(audit);
        access = new FakeAccess(tree);
        index = new PeopleIndex(people, tree, NAMES);
        Privacy privacy = new Privacy(access, tree, EnumSet.of(Privacy.Field.PHONE, Privacy.Field.BIRTH, Privacy.Field.MAIL, Privacy.Field.NOTE), true);
        Changed changed = new Changed(db.transactions(), notices, index);
        memberships = new MembershipStore(db.jpa());
        OutsideStore outsideStore = new OutsideStore(db.jpa());
        outside = new OutsideService(outsideStore, unitStore, tree, db.transactions(), access, audit, changed);
        kinds = new UnitKinds(new UnitKindStore(db.jpa()), unitStore, tree, db.transactions(), access, audit);
        units = new UnitService(tree, unitStore, kinds, people, memberships, db.transactions(), access, audit, changed);
        merges = new UnitMerges(units, tree, unitStore, memberships, people, outsideStore, new GroupStore(db.jpa()), access, audit, changed);
        unitPages = new UnitPages(tree, unitHistory, memberships, access);
        persons = new PersonService(tree, unitStore, people, index, db.transactions(), access, privacy, audit, changed);
        photos = new PhotoService(persons, new PhotoStore(db.jpa()), files, privacy, db.transactions(), access, audit, changed);
        past = new PastStore(db.jpa());
        directory = new PeopleDirectory(people, past);
        groupReader = new GroupReader(new GroupStore(db.jpa()), past, tree);
        groups = new GroupService(new GroupStore(db.jpa()), groupReader, persons, unitStore, tree, db.transactions(), access, audit, changed);
        memberService = new MembershipService(persons, tree, memberships, access, audit);
        org.shuyuan.api.access.Audit used = trail instanceof FakeAudit ? audit : trail;
        RosterStore rosterStore = new RosterStore(db.jpa());
        JobStore jobStore = new JobStore(db.jpa());
        importStore = new ImportStore(db.jpa());
        imports = new ImportService(tree, unitStore, importStore, jobStore, new RosterImport(unitStore, rosterStore),
                new RosterWriter(unitStore, rosterStore, used), new Rosters(files, new OfficeWorkbooks()), db.transactions(), access, used, changed);
        jobs = new ImportJobs(imports, jobStore);
        anonymised = new AnonymisedStore(db.jpa());
        anonymising = new Anonymising(persons, anonymised, unitStore, tree, privacy, access, accountsOfPeople(), audit, db.transactions(), changed,
                new org.shuyuan.testing.FakeTexts());
        anonymising.addModule(new AnonymousHere(anonymised, people, importStore, photos, tree));
        bank = tree.found(Caller.system("set-up"), "云溪县支行", "bank", "Asia/Shanghai");
        List.of(Permissions.READ, Permissions.WRITE, Permissions.IMPORT, Permissions.PERSONAL, Permissions.UNITS, Permissions.GROUPS, Permissions.OUTSIDE, Permissions.ANONYMISE)
                .forEach(p -> access.grant(secretary, p, bank.id()));
    }

    private org.shuyuan.api.access.Accounts accountsOfPeople() {
        return new org.shuyuan.api.access.Accounts() {
            @Override
            public List<UUID> ofPeople(java.util.Collection<UUID> some) {
                return some.stream().filter(accounts::containsKey).map(p -> accounts.get(p).account()).toList();
            }

            @Override
            public List<UUID> holding(String permission, UUID unit) {
                return List.of();
            }

            @Override
            public List<Past> everOf(UUID person) {
                return accounts.containsKey(person) ? List.of(accounts.get(person)) : List.of();
            }
        };
    }

    ImportService.Opened open(String roster) {
        try (InputStream in = Files.newInputStream(RosterFiles.file(roster))) {
            return imports.open(secretary, bank.id(), roster, in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    ImportService.Opened openCsv(UUID unit, String csv) {
        return imports.open(secretary, unit, "roster.csv", new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)));
    }

    ImportData confirm(ImportService.Opened opened) {
        return imports.confirm(secretary, opened.data().id(), opened.data().version(), opened.preview().digest());
    }

    @Override
    public void close() {
        anonymising.close();
        jobs.close();
        index.close();
        tree.close();
        db.close();
    }
}
