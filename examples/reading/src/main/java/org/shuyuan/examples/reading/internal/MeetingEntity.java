package org.shuyuan.examples.reading.internal;

import java.time.Instant;
import java.util.UUID;
import javax.persistence.Access;
import javax.persistence.AccessType;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import javax.persistence.Version;
import org.jspecify.annotations.Nullable;

/** Row of {@code reading_meeting}; never leaves the stores. */
@Entity
@Table(name = "reading_meeting")
@Access(AccessType.FIELD)
class MeetingEntity {

    @Id
    UUID id;

    @Column(name = "unit_id")
    UUID unit;

    String title;

    Instant starts;

    Instant ends;

    @Nullable
    String place;

    @Nullable
    @Column(name = "book_id")
    UUID book;

    @Nullable
    @Column(name = "lead_id")
    UUID lead;

    @Version
    int version;

    Meeting read() {
        return new Meeting(id, version, unit, title, starts, ends, place, book, lead);
    }

    void write(Meeting meeting) {
        title = meeting.title();
        starts = meeting.start();
        ends = meeting.end();
        place = meeting.place();
        book = meeting.book();
        lead = meeting.lead();
    }
}
