package org.shuyuan.examples.reading.internal;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;

/**
 * The rules of reading: whoever sees a book may read it, and what somebody wrote about it is changed or taken back by nobody else, organisers included. One's own
 * stays within reach when one belongs to another unit by now. Thread-safe.
 */
@Component(service = ReadingService.class)
public final class ReadingService {

    /** As somebody wrote it down. */
    record Draft(@Nullable String started, @Nullable String finished, @Nullable String thoughts) {}

    private final ReadingStore store;
    private final BookStore books;
    private final BookService shelf;
    private final Access access;
    private final Audit audit;
    private final Units units;
    private final OpenPages pages;
    private final Transactions transactions;

    @Activate
    public ReadingService(@Reference ReadingStore store, @Reference BookStore books, @Reference BookService shelf, @Reference Access access, @Reference Audit audit, @Reference Units units,
            @Reference OpenPages pages, @Reference Transactions transactions) {
        this.store = store;
        this.books = books;
        this.shelf = shelf;
        this.access = access;
        this.audit = audit;
        this.units = units;
        this.pages = pages;
        this.transactions = transactions;
    }

    /** @throws Problem 404 {@code reading.no-such-reading}, also where the caller may not know of it */
    Reading.Of find(Caller caller, UUID id) {
        return store.find(id).flatMap(reading -> books.find(reading.book()).map(book -> new Reading.Of(reading, book)))
                .filter(one -> isOwn(caller, one.reading()) || access.can(caller, BookService.READ, one.book().unit())).orElseThrow(() -> Problem.notFound("reading.no-such-reading"));
    }

    static boolean isOwn(Caller caller, Reading reading) {
        return reading.person().equals(caller.person());
    }

    /**
     * The caller reads this book from today on; who does already goes on. Two starts at the same moment are one: the second waits for the first at the book's row,
     * and beneath that the database keeps one row for a person and a book.
     *
     * @throws Problem 404 {@code reading.no-such-book}; 409 {@code reading.no-person} for an account that is nobody's
     */
    Reading start(Caller caller, UUID id) {
        Book book = shelf.find(caller, id);
        UUID person = Optional.ofNullable(caller.person()).orElseThrow(() -> Problem.conflict("reading.no-person"));
        return transactions.call(() -> {
            if (!books.hold(id)) {
                throw Problem.notFound("reading.no-such-book");
            }
            Optional<Reading> already = store.of(id, person);
            if (already.isPresent()) {
                return already.get();
            }
            Reading reading = new Reading(Ids.next(), 0, id, person, today(book), null, null);
            store.add(reading);
            audit.write(caller, book.unit(), "reading.start", reading.subject(book), null, reading.snapshot());
            pages.changed("reading", reading.id(), book.unit());
            return store.find(reading.id()).orElseThrow();
        });
    }

    /**
     * Says when it was read, and what the reader thinks of it.
     *
     * @throws Problem 403 {@code reading.not-yours}; 422 with every wrong field
     * @throws javax.persistence.OptimisticLockException another version is stored; {@link #find} gives it
     */
    Reading change(Caller caller, UUID id, int version, Draft draft) {
        Reading.Of before = own(caller, id);
        Reading wanted = checked(before, version, draft);
        return transactions.call(() -> {
            Reading after = store.change(wanted);
            audit.write(caller, before.book().unit(), "reading.change", after.subject(before.book()), before.reading().snapshot(), after.snapshot());
            pages.changed("reading", id, before.book().unit());
            return after;
        });
    }

    /** The caller has not read it after all; what was written about it goes too. @throws Problem as {@link #change} @throws javax.persistence.OptimisticLockException as {@link #change} */
    void withdraw(Caller caller, UUID id, int version) {
        Reading.Of before = own(caller, id);
        Reading old = before.reading();
        transactions.run(() -> {
            store.remove(new Reading(id, version, old.book(), old.person(), old.started(), old.finished(), old.thoughts()));
            audit.write(caller, before.book().unit(), "reading.withdraw", old.subject(before.book()), old.snapshot(), null);
            pages.changed("reading", id, before.book().unit());
        });
    }

    private Reading.Of own(Caller caller, UUID id) {
        Reading.Of found = find(caller, id);
        if (!isOwn(caller, found.reading())) {
            throw Problem.forbidden("reading.not-yours");
        }
        return found;
    }

    private Reading checked(Reading.Of before, int version, Draft draft) {
        Given given = new Given();
        LocalDate today = today(before.book());
        LocalDate started = given.day("started", draft.started(), today);
        LocalDate finished = given.day("finished", draft.finished(), today);
        String thoughts = given.text("thoughts", draft.thoughts(), 2000);
        given.wrongIf(draft.started() == null || draft.started().isBlank(), "started", "reading.needed")
                .wrongIf(started != null && finished != null && finished.isBefore(started), "finished", "reading.ends-before-start").check();
        Reading old = before.reading();
        return new Reading(old.id(), version, old.book(), old.person(), started == null ? old.started() : started, finished, thoughts);
    }

    /** Where the book's unit is. */
    private LocalDate today(Book book) {
        return LocalDate.now(units.get(book.unit()).zone());
    }
}
