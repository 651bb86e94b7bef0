package org.shuyuan.examples.reading.internal;

import java.time.LocalDate;
import java.util.UUID;
import javax.persistence.Access;
import javax.persistence.AccessType;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import javax.persistence.Version;
import org.jspecify.annotations.Nullable;

/** Row of {@code reading_reading}; never leaves the stores. */
@Entity
@Table(name = "reading_reading")
@Access(AccessType.FIELD)
class ReadingEntity {

    @Id
    UUID id;

    @Column(name = "book_id")
    UUID book;

    @Column(name = "person_id")
    UUID person;

    @Column(name = "started_on")
    LocalDate started;

    @Nullable
    @Column(name = "finished_on")
    LocalDate finished;

    @Nullable
    String thoughts;

    @Version
    int version;

    Reading read() {
        return new Reading(id, version, book, person, started, finished, thoughts);
    }

    void write(Reading reading) {
        started = reading.started();
        finished = reading.finished();
        thoughts = reading.thoughts();
    }
}
