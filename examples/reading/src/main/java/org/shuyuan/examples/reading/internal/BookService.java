package org.shuyuan.examples.reading.internal;

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

/** The rules of the shelf: who may see and change it, and what a book must be. Thread-safe. */
@Component(service = BookService.class)
public final class BookService {

    static final String READ = "reading.read";
    static final String WRITE = "reading.write";

    /** As somebody wrote it down. */
    record Draft(@Nullable String title, @Nullable String author, @Nullable String publisher, @Nullable String why) {}

    private final BookStore store;
    private final Access access;
    private final Audit audit;
    private final Units units;
    private final OpenPages pages;
    private final Transactions transactions;

    @Activate
    public BookService(@Reference BookStore store, @Reference Access access, @Reference Audit audit, @Reference Units units, @Reference OpenPages pages, @Reference Transactions transactions) {
        this.store = store;
        this.access = access;
        this.audit = audit;
        this.units = units;
        this.pages = pages;
        this.transactions = transactions;
    }

    /** @throws Problem 404 {@code reading.no-such-book}, also where the caller may not know of it */
    Book find(Caller caller, UUID id) {
        return store.find(id).filter(book -> access.can(caller, READ, book.unit())).orElseThrow(() -> Problem.notFound("reading.no-such-book"));
    }

    boolean mayChange(Caller caller, Book book) {
        return access.can(caller, WRITE, book.unit());
    }

    /** @throws Problem 403; 422 with every wrong field */
    Book add(Caller caller, UUID unit, Draft draft) {
        access.require(caller, WRITE, units.get(unit).id());
        Book book = checked(Ids.next(), 0, unit, draft);
        return transactions.call(() -> {
            store.add(book);
            audit.write(caller, unit, "reading.add-book", book.subject(), null, book.snapshot());
            pages.changed("book", book.id(), unit);
            return store.find(book.id()).orElseThrow();
        });
    }

    /** @throws javax.persistence.OptimisticLockException another version is stored; {@link #find} gives it */
    Book change(Caller caller, UUID id, int version, Draft draft) {
        Book before = toWrite(caller, id);
        Book wanted = checked(id, version, before.unit(), draft);
        return transactions.call(() -> {
            Book after = store.change(wanted);
            audit.write(caller, after.unit(), "reading.change-book", after.subject(), before.snapshot(), after.snapshot());
            pages.changed("book", id, after.unit());
            return after;
        });
    }

    /**
     * What people wrote about a book is theirs, so a book that somebody has read stays.
     *
     * @throws Problem 409 {@code reading.book-in-use}
     * @throws javax.persistence.OptimisticLockException as {@link #change}
     */
    void remove(Caller caller, UUID id, int version) {
        Book before = toWrite(caller, id);
        transactions.run(() -> {
            store.hold(id);
            if (store.used(id)) {
                throw Problem.conflict("reading.book-in-use").with("title", before.title());
            }
            store.remove(new Book(id, version, before.unit(), before.title(), before.author(), before.publisher(), before.why()));
            audit.write(caller, before.unit(), "reading.remove-book", before.subject(), before.snapshot(), null);
            pages.changed("book", id, before.unit());
        });
    }

    private Book toWrite(Caller caller, UUID id) {
        Book book = find(caller, id);
        access.require(caller, WRITE, book.unit());
        return book;
    }

    private static Book checked(UUID id, int version, UUID unit, Draft draft) {
        Given given = new Given();
        Book book = new Book(id, version, unit, given.needed("title", draft.title(), 200), given.needed("author", draft.author(), 100), given.text("publisher", draft.publisher(), 100),
                given.text("why", draft.why(), 500));
        given.check();
        return book;
    }
}
