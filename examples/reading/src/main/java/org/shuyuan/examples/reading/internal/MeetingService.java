package org.shuyuan.examples.reading.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;

/** The rules of meetings: who may see and change them, and what one must be. Thread-safe. */
@Component(service = MeetingService.class)
public final class MeetingService {

    private static final Duration LONGEST = Duration.ofDays(7);

    /** As somebody wrote it down. @param begins in the unit's zone, as 2026-03-02T14:30, or with an offset @param ends likewise */
    record Draft(@Nullable String title, @Nullable String begins, @Nullable String ends, @Nullable String place, @Nullable UUID book, @Nullable UUID lead) {}

    private final MeetingStore store;
    private final BookStore books;
    private final MeetingGatherings gatherings;
    private final Access access;
    private final Audit audit;
    private final Units units;
    private final People people;
    private final OpenPages pages;
    private final Transactions transactions;

    @Activate
    public MeetingService(@Reference MeetingStore store, @Reference BookStore books, @Reference MeetingGatherings gatherings, @Reference Access access, @Reference Audit audit, @Reference Units units,
            @Reference People people, @Reference OpenPages pages, @Reference Transactions transactions) {
        this.store = store;
        this.books = books;
        this.gatherings = gatherings;
        this.access = access;
        this.audit = audit;
        this.units = units;
        this.people = people;
        this.pages = pages;
        this.transactions = transactions;
    }

    /** @throws Problem 404 {@code reading.no-such-meeting}, also where the caller may not know of it */
    Meeting find(Caller caller, UUID id) {
        return store.find(id).filter(meeting -> access.can(caller, BookService.READ, meeting.unit())).orElseThrow(() -> Problem.notFound("reading.no-such-meeting"));
    }

    boolean mayChange(Caller caller, Meeting meeting) {
        return access.can(caller, BookService.WRITE, meeting.unit());
    }

    /** @throws Problem 403; 422 with every wrong field */
    Meeting add(Caller caller, UUID unit, Draft draft) {
        access.require(caller, BookService.WRITE, unit);
        Meeting meeting = checked(caller, Ids.next(), 0, unit, draft);
        return transactions.call(() -> {
            hold(meeting);
            store.add(meeting);
            audit.write(caller, unit, "reading.add-meeting", meeting.subject(), null, meeting.snapshot());
            pages.changed("meeting", meeting.id(), unit);
            return store.find(meeting.id()).orElseThrow();
        });
    }

    /** Its roll, if there is one, follows. @throws javax.persistence.OptimisticLockException another version is stored; {@link #find} gives it */
    Meeting change(Caller caller, UUID id, int version, Draft draft) {
        Meeting before = toWrite(caller, id);
        Meeting wanted = checked(caller, id, version, before.unit(), draft);
        return transactions.call(() -> {
            hold(wanted);
            Meeting after = store.change(wanted);
            gatherings.follow(caller, after);
            audit.write(caller, after.unit(), "reading.change-meeting", after.subject(), before.snapshot(), after.snapshot());
            pages.changed("meeting", id, after.unit());
            return after;
        });
    }

    /** @throws javax.persistence.OptimisticLockException as {@link #change} */
    void remove(Caller caller, UUID id, int version) {
        Meeting before = toWrite(caller, id);
        transactions.run(() -> {
            store.remove(new Meeting(id, version, before.unit(), before.title(), before.start(), before.end(), before.place(), before.book(), before.lead()));
            gatherings.cancel(caller, before);
            audit.write(caller, before.unit(), "reading.remove-meeting", before.subject(), before.snapshot(), null);
            pages.changed("meeting", id, before.unit());
        });
    }

    /** The gathering by which its roll is taken, made when there is none. @throws Problem 403, 404 */
    UUID roll(Caller caller, UUID id) {
        Meeting meeting = find(caller, id);
        return transactions.call(() -> {
            UUID gathering = gatherings.attach(caller, meeting);
            pages.changed("meeting", id, meeting.unit());
            return gathering;
        });
    }

    private Meeting toWrite(Caller caller, UUID id) {
        Meeting meeting = find(caller, id);
        access.require(caller, BookService.WRITE, meeting.unit());
        return meeting;
    }

    /** The book stays while somebody plans to meet about it. */
    private void hold(Meeting meeting) {
        if (meeting.book() != null && !books.hold(meeting.book())) {
            throw Problem.invalid("book", "reading.no-such-book");
        }
    }

    private Meeting checked(Caller caller, UUID id, int version, UUID unit, Draft draft) {
        ZoneId zone = units.get(unit).zone();
        Given given = new Given();
        String title = given.needed("title", draft.title(), 200);
        Instant begins = given.moment("begins", draft.begins(), zone);
        Instant ends = given.moment("ends", draft.ends(), zone);
        String place = given.text("place", draft.place(), 200);
        boolean timed = !begins.equals(Instant.EPOCH) && !ends.equals(Instant.EPOCH);
        given.wrongIf(timed && !ends.isAfter(begins), "ends", "reading.ends-before-start").wrongIf(timed && ends.isAfter(begins.plus(LONGEST)), "ends", "reading.too-late")
                .wrongIf(draft.lead() != null && people.find(draft.lead()).isEmpty(), "lead", "reading.no-such-person")
                .wrongIf(draft.book() != null && books.find(draft.book()).filter(book -> access.can(caller, BookService.READ, book.unit())).isEmpty(), "book", "reading.no-such-book").check();
        return new Meeting(id, version, unit, title, begins, ends, place, draft.book(), draft.lead());
    }
}
