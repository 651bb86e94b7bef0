package org.shuyuan.api.attendance;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.shuyuan.api.access.Caller;

/**
 * Gatherings: what people attend is counted once, whichever module planned it. A module attaches its subjects and keeps no attendance of
 * its own. Everything here is part of the transaction it is called in and asks no permission: the module that calls has; but how something
 * was attended is told only to who may read it. Thread-safe.
 */
@ProviderType
public interface Gatherings {

    /**
     * A subject with its gathering.
     *
     * @param gathering id of the gathering
     * @param cancelled it does not take place
     */
    record Attached(Subject subject, UUID gathering, boolean cancelled) {}

    /**
     * How a gathering was attended.
     *
     * @param gathering id of the gathering
     * @param rate percent to one decimal, as the rules of its unit count; null where there is nothing to count
     * @param link path in the portal that opens its roll
     */
    record Attended(UUID gathering, @Nullable Double rate, String link) {}

    /**
     * The subject's gathering, made when there is none. Expected are those of its audience who belong there on its day.
     *
     * @param caller who wants it
     * @param subject what is attended
     * @param draft what the module says of it; not looked at when there is one already
     * @return id of the gathering
     * @throws org.shuyuan.api.problem.Problem 422 {@code rest.invalid}
     */
    UUID attach(Caller caller, Subject subject, GatheringDraft draft);

    /**
     * The subject has another time, title, place, kind or audience. Who was added, left out or marked stays so. A gathering that was
     * cancelled takes place again.
     *
     * @param caller who changed it
     * @param subject what is attended; without a gathering nothing happens
     * @param draft what the module says of it now
     */
    void follow(Caller caller, Subject subject, GatheringDraft draft);

    /**
     * The subject does not take place, or is gone. With marks its gathering stays, cancelled; without any it goes.
     *
     * @param caller who cancelled it
     * @param subject what would have been attended; without a gathering nothing happens
     */
    void cancel(Caller caller, Subject subject);

    /**
     * Which subjects have gatherings. One query.
     *
     * @param module id of a module
     * @param ids of what the module has
     * @return all parts of these
     */
    List<Attached> of(String module, Collection<String> ids);

    /**
     * How gatherings were attended. A fixed number of queries, however many they are.
     *
     * @param caller who will see it
     * @param gatherings ids of gatherings
     * @return those whose roll the caller may read and was taken, in no order; what was called off is not among them
     */
    default List<Attended> attended(Caller caller, Collection<UUID> gatherings) {
        return List.of();
    }

    /**
     * Approved leave of a person.
     *
     * @param person id of a person
     * @param from its first moment
     * @param to the first moment after it
     */
    record Away(UUID person, Instant from, Instant to) {}

    /**
     * Who is away with leave. For planning around it: why somebody is away is not told, and that they are is for nobody's eyes but theirs and whoever decides on leave. One query.
     *
     * @param people ids of persons
     * @param from the first moment that is asked about
     * @param to the first moment that is not
     * @return approved leave that touches the time, by its beginning
     */
    default List<Away> away(Collection<UUID> people, Instant from, Instant to) {
        return List.of();
    }
}
