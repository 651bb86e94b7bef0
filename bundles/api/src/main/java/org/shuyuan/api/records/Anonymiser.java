package org.shuyuan.api.records;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import org.shuyuan.api.access.Caller;

/**
 * Takes what a module holds of somebody who left out of it for good, and says before what goes and what has to stay. A module that keeps
 * anything about people by name, by account or in words registers one as a service; what it keeps by the person's id alone needs
 * none, since the directory gives such an id no name any more. Thread-safe.
 *
 * <p>A module that was not there when somebody was anonymised is asked to do its part when it comes.
 */
@ConsumerType
public interface Anonymiser {

    /** What becomes of something. */
    enum Fate {
        /** It is deleted, or emptied. */
        GOES,
        /** It stays, and instead of the name {@link org.shuyuan.api.directory.Anonymous} stands in it. */
        NAMELESS,
        /** It stays as it is. */
        STAYS
    }

    /**
     * Something that is held.
     *
     * @param key of the text of the module that names it
     * @param count how many of them; one of which there is none is left out
     * @param fate what becomes of it
     * @param why key of the text of the module that says why it stays, with or without a name; null for what goes
     */
    record Holding(String key, long count, Fate fate, @Nullable String why) {}

    /**
     * Who is anonymised.
     *
     * @param person the id, which stays
     * @param label what stands in the place of the name from now on, as it is to be stored
     * @param number the number in it
     * @param accounts the person's accounts, closed ones too
     * @param signedAs under which names the accounts signed what they wrote; empty for a module that comes later
     */
    record Leaver(UUID person, String label, int number, Set<UUID> accounts, Set<String> signedAs) {}

    /**
     * The module that holds it.
     *
     * @return its id
     */
    String module();

    /**
     * What it holds, for whoever is about to decide. Changes nothing.
     *
     * @param caller who decides; may anonymise this person
     * @param who whom
     * @return everything it would touch or has to keep; empty when there is nothing
     * @throws org.shuyuan.api.problem.Problem something has to be done before, as the problem says
     */
    List<Holding> holdings(Caller caller, Leaver who);

    /**
     * Does it, in the running transaction: all modules do or none. Does no harm when it is done twice. What is not in the database is
     * removed after the commit ({@link org.shuyuan.api.tx.Transactions#afterCommit}). Writes nothing to the trail, and no name
     * anywhere.
     *
     * @param caller who decided; the portal itself for a module that comes later
     * @param who whom
     * @throws org.shuyuan.api.problem.Problem as {@link #holdings}; then nothing is done anywhere
     */
    void anonymise(Caller caller, Leaver who);

    /**
     * Whether anything is left to be told: leaves out what there is none of.
     *
     * @param all what may be held
     * @return those with a count
     */
    static List<Holding> held(Collection<Holding> all) {
        return all.stream().filter(one -> one.count() > 0).toList();
    }
}
