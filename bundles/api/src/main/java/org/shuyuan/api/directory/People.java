package org.shuyuan.api.directory;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;

/**
 * People and who belongs where. Set-based: one query for many. Asks no permission: what is shown is the caller's duty.
 *
 * <p>Of a day are memberships and the position held in them; name and staff number are those of now. Thread-safe.
 */
@ProviderType
public interface People {

    /**
     * One person.
     *
     * @param id of a person
     * @return empty when there is none
     */
    Optional<Person> find(UUID id);

    /**
     * Many at once.
     *
     * @param ids of people
     * @return those there are, by id
     */
    Map<UUID, Person> get(Collection<UUID> ids);

    /**
     * Where a person belongs.
     *
     * @param person id of a person
     * @param on the day
     * @return ids of units
     */
    Set<UUID> unitsOf(UUID person, LocalDate on);

    /**
     * Who belongs to any of these units, not their subtrees.
     *
     * @param units ids of units
     * @param on the day
     * @return each person once
     */
    List<Person> membersOf(Collection<UUID> units, LocalDate on);

    /**
     * Those of some people who belong somewhere on a day.
     *
     * @param people ids of people
     * @param on the day
     * @return by id, each with the unit of that day, the main one where there are several; whoever belongs nowhere then is left out
     */
    Map<UUID, Person> membersAmong(Collection<UUID> people, LocalDate on);

    /** By what a person can be known to others. */
    enum KnownBy {
        /** The staff number, as it is. */
        NUMBER,
        /** The mail address, in any case. */
        MAIL,
        /** The telephone number, however it is written. */
        PHONE
    }

    /**
     * The people of today who are known by this. Numbers are one person's; an address or a telephone may be shared.
     *
     * @param what is compared
     * @param value in the words of others, at most 200 characters
     * @return people who belong to a unit now, at most 10; empty for a blank value
     */
    List<Person> knownBy(KnownBy what, String value);

    /**
     * Where mail to a person goes.
     *
     * @param address as the directory has it
     * @param shared whether somebody else of today has the same one, so that it is not known who reads it
     */
    record Mailbox(String address, boolean shared) {}

    /**
     * The mail address of a person of today. It is personal: mail may be sent there, nobody may be shown it.
     *
     * @param person id of a person
     * @return empty for somebody who has none, or who belongs to no unit now
     */
    default Optional<Mailbox> mailbox(UUID person) {
        return Optional.empty();
    }
}
