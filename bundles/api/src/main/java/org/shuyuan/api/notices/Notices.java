package org.shuyuan.api.notices;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;

/** Tells people something, in the portal and, later, by other channels. Thread-safe. */
@ProviderType
public interface Notices {

    /**
     * A notice whose text is {@code key} of the module's i18n files, filled from {@code values}, in each reader's language.
     *
     * @param module id of the module that tells it
     * @param key of the text
     * @param values for the text's placeholders; those that are others in each language as {@link org.shuyuan.api.text.Texts#each} gives them
     * @param link path in the portal that opens what it is about
     */
    record Notice(String module, String key, Map<String, String> values, String link) {}

    /**
     * Stored in the caller's transaction, pushed to open pages after the commit. Nothing is told by a module that is off at the unit that the
     * link names.
     *
     * @param notice what to tell
     * @param accounts whom
     */
    void send(Notice notice, Collection<UUID> accounts);

    /**
     * Takes back what is settled: a notice goes from the lists of those who have not read it. Whoever has read it keeps it. In the caller's transaction.
     *
     * @param module id of the module that told it
     * @param link of the notice; what else was told with the same link about then goes as well
     * @param sent when it was sent, to within an hour
     */
    default void withdraw(String module, String link, Instant sent) {}
}
