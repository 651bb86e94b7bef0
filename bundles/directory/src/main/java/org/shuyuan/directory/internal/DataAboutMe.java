package org.shuyuan.directory.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.notices.Notices;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.records.HeldDataSource;
import org.shuyuan.api.records.RecordSource;
import org.shuyuan.api.sources.Asking;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.directory.internal.roster.Clean;

/** Everything the portal holds about the one who asks, and how to have it put right. Thread-safe. */
@Component(service = DataAboutMe.class)
public final class DataAboutMe {

    /** A module and what it holds. @param tables empty when it holds nothing */
    public record Part(String module, List<HeldDataSource.Held> tables) {}

    /** @param silent modules that gave no answer */
    public record Gathered(List<Part> parts, List<Records.Said> records, List<String> silent) {}

    private static final long DEADLINE_MILLIS = 5_000;
    private static final int WISH = 500;
    private static final int MOST_RECORDS = 1_000;

    private final PersonService persons;
    private final PhotoService photos;
    private final Records records;
    private final Accounts accounts;
    private final Notices notices;
    private final Audit audit;
    private final Transactions transactions;
    private final Asking<HeldDataSource> sources = new Asking<>("data", DEADLINE_MILLIS, HeldDataSource::module);

    @Activate
    public DataAboutMe(@Reference PersonService persons, @Reference PhotoService photos, @Reference Records records, @Reference Accounts accounts, @Reference Notices notices,
            @Reference Audit audit, @Reference Transactions transactions) {
        this.persons = persons;
        this.photos = photos;
        this.records = records;
        this.accounts = accounts;
        this.notices = notices;
        this.audit = audit;
        this.transactions = transactions;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addSource(HeldDataSource source) {
        sources.add(source);
    }

    public void removeSource(HeldDataSource source) {
        sources.remove(source);
    }

    @Deactivate
    public void close() {
        sources.close();
    }

    /** The directory's own first, then the other modules' by their ids. */
    public Gathered gather(Caller self) {
        List<Part> parts = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        sources.ask(source -> List.copyOf(source.held(self))).forEach((source, tables) -> {
            if (tables == null) {
                silent.add(source.module());
            } else if (!tables.isEmpty()) {
                parts.add(new Part(source.module(), tables));
            }
        });
        parts.sort(Comparator.comparing(Part::module));
        @Nullable UUID person = self.person();
        if (person == null) {
            return new Gathered(parts, List.of(), silent);
        }
        parts.add(0, new Part("directory", own(self, person)));
        Records.Told told = records.ask(new RecordSource.Question(self, List.of(person), Instant.EPOCH, Instant.now(), MOST_RECORDS));
        silent.addAll(told.silent());
        return new Gathered(parts, told.items(), silent.stream().distinct().sorted().toList());
    }

    /** What the modules tell the caller about another whom the caller may see. @throws Problem 404 */
    public Gathered about(Caller reader, UUID person) {
        persons.get(reader, person);
        List<Part> parts = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        sources.ask(source -> List.copyOf(source.about(reader, person))).forEach((source, tables) -> {
            if (tables == null) {
                silent.add(source.module());
            } else if (!tables.isEmpty()) {
                parts.add(new Part(source.module(), tables));
            }
        });
        parts.sort(Comparator.comparing(Part::module));
        return new Gathered(parts, List.of(), silent.stream().distinct().sorted().toList());
    }

    private List<HeldDataSource.Held> own(Caller self, UUID person) {
        PersonService.Shown shown = persons.get(self, person);
        PersonData p = shown.person();
        List<List<@Nullable Object>> fields = new ArrayList<>();
        for (Object[] field : new @Nullable Object[][] {{"name", p.name()}, {"number", p.number()}, {"gender", p.gender()}, {"birth", p.birth()}, {"political", p.political()},
            {"joined", p.joined()}, {"phone", p.phone()}, {"mail", p.mail()}, {"category", p.category()}, {"title", p.title()}, {"subject", p.subject()}, {"note", p.note()},
            {"photo", photos.of(List.of(person)).containsKey(person) ? "yes" : null}}) {
            if (field[1] != null) {
                fields.add(Arrays.asList(field));
            }
        }
        List<List<@Nullable Object>> places = new ArrayList<>();
        shown.memberships().forEach(m -> places.add(Arrays.asList(m.unitName(), m.position(), m.since(), m.from(), m.to())));
        return List.of(new HeldDataSource.Held("people.facts", List.of("me.field", "me.value"), fields),
                new HeldDataSource.Held("people.history", List.of("field.unit", "field.position", "field.since", "me.from", "me.to"), places));
    }

    /** Asks those who may change the caller's data to put it right. @throws Problem 409 {@code directory.nobody-to-ask} */
    public int ask(Caller self, @Nullable String wish) {
        @Nullable UUID person = self.person();
        String text = wish == null ? "" : Clean.line(wish);
        if (text.isEmpty()) {
            throw Problem.invalid("text", "directory.needed");
        }
        if (text.length() > WISH) {
            throw Problem.invalid("text", "directory.too-long").with("limit", WISH);
        }
        if (person == null) {
            throw Problem.notFound("directory.no-such-person");
        }
        PersonService.Shown shown = persons.get(self, person);
        @Nullable MembershipData main = shown.main();
        List<UUID> whom = main == null ? List.of() : accounts.holding(Permissions.WRITE, main.unit()).stream().filter(a -> !a.equals(self.account())).toList();
        if (main == null || whom.isEmpty()) {
            throw Problem.conflict("directory.nobody-to-ask");
        }
        transactions.run(() -> {
            notices.send(new Notices.Notice("directory", "notice.correction", Map.of("name", shown.person().name(), "text", text),
                    "/directory/people/" + person + "?unit=" + main.unit()), whom);
            audit.write(self, main.unit(), "directory.ask-correction", PersonService.subject(shown.person()), null, null);
        });
        return whom.size();
    }
}
