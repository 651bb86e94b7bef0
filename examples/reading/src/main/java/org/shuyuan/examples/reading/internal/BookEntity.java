package org.shuyuan.examples.reading.internal;

import java.util.UUID;
import javax.persistence.Access;
import javax.persistence.AccessType;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import javax.persistence.Version;
import org.jspecify.annotations.Nullable;

/** Row of {@code reading_book}; never leaves the stores. */
@Entity
@Table(name = "reading_book")
@Access(AccessType.FIELD)
class BookEntity {

    @Id
    UUID id;

    @Column(name = "unit_id")
    UUID unit;

    String title;

    String author;

    @Nullable
    String publisher;

    @Nullable
    String why;

    @Version
    int version;

    Book read() {
        return new Book(id, version, unit, title, author, publisher, why);
    }

    void write(Book book) {
        title = book.title();
        author = book.author();
        publisher = book.publisher();
        why = book.why();
    }
}
