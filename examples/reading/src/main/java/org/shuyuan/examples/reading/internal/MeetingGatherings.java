package org.shuyuan.examples.reading.internal;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.attendance.GatheringDraft;
import org.shuyuan.api.attendance.Gatherings;
import org.shuyuan.api.attendance.Subject;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;

/**
 * The attendance of meetings, which the portal keeps and not this module: a meeting's gathering is made when somebody first wants its roll, and follows what becomes
 * of the meeting. Expected is who reads the book, or the unit where there is none. Thread-safe.
 */
@Component(service = MeetingGatherings.class)
public final class MeetingGatherings {

    private static final int READERS = 500;

    private final Gatherings gatherings;
    private final ReadingStore readings;
    private final Access access;
    private final Texts texts;

    @Activate
    public MeetingGatherings(@Reference Gatherings gatherings, @Reference ReadingStore readings, @Reference Access access, @Reference Texts texts) {
        this.gatherings = gatherings;
        this.readings = readings;
        this.access = access;
        this.texts = texts;
    }

    /** @return id of its gathering, made when there is none @throws org.shuyuan.api.problem.Problem 403 */
    UUID attach(Caller caller, Meeting meeting) {
        access.require(caller, BookService.WRITE, meeting.unit());
        return gatherings.attach(caller, subject(meeting), draft(meeting));
    }

    /** Those that there are and that take place, by the meeting. One question for all. */
    Map<UUID, UUID> of(Collection<Meeting> meetings) {
        return meetings.isEmpty() ? Map.of() : gatherings.of("reading", meetings.stream().map(meeting -> meeting.id().toString()).toList()).stream()
                .filter(one -> !one.cancelled()).collect(Collectors.toMap(one -> UUID.fromString(one.subject().id()), Gatherings.Attached::gathering));
    }

    /** How they were attended, as far as the caller may know, by the gathering. */
    Map<UUID, Gatherings.Attended> attended(Caller caller, Collection<UUID> ids) {
        return ids.isEmpty() ? Map.of() : gatherings.attended(caller, ids).stream().collect(Collectors.toMap(Gatherings.Attended::gathering, Function.identity()));
    }

    /** Part of the transaction that changed the meeting. */
    void follow(Caller caller, Meeting after) {
        if (!of(List.of(after)).isEmpty()) {
            gatherings.follow(caller, subject(after), draft(after));
        }
    }

    /** What is to come does not take place; what lies behind did, whatever becomes of the meeting here. Part of the transaction that removes it. */
    void cancel(Caller caller, Meeting meeting) {
        if (meeting.start().isAfter(Instant.now())) {
            gatherings.cancel(caller, subject(meeting));
        }
    }

    private static Subject subject(Meeting meeting) {
        return new Subject("reading", meeting.id().toString(), "", meeting.link());
    }

    private GatheringDraft draft(Meeting meeting) {
        Map<String, String> names = new LinkedHashMap<>();
        for (Language language : Language.values()) {
            names.put(language.tag(), texts.text(language, "reading", "meeting.kind", Map.of()));
        }
        Set<UUID> people = new LinkedHashSet<>();
        if (meeting.book() != null) {
            readings.ofBook(meeting.book(), 0, READERS).items().forEach(reading -> people.add(reading.person()));
        }
        if (!people.isEmpty() && meeting.lead() != null) {
            people.add(meeting.lead());
        }
        return new GatheringDraft(meeting.unit(), "reading", names, meeting.title(), meeting.place(), meeting.start(), meeting.end(), List.of(), List.copyOf(people), List.of());
    }
}
