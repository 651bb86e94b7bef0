package org.shuyuan.api.access;

import java.util.Locale;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where people of the unit are known already. A bundle that is configured registers one of {@link PasswordSource} and
 * {@link RedirectSource}; {@code access} offers it on the sign-in page as long as it is registered, finds the account of whom it vouches
 * for, and opens the session. A source never sees accounts or rights. Thread-safe.
 */
@ConsumerType
public interface OutsideSource {

    /**
     * What tells it from others, for ever: links to accounts are stored under it.
     *
     * @return small letters, digits and {@code -}, at most 40
     */
    String id();

    /**
     * How its people become accounts here.
     *
     * @return the same as long as it is registered
     */
    OutsideRules rules();

    /**
     * A group's name in the one form in which two are compared.
     *
     * @param group as the source or the configuration writes it
     * @return unless said otherwise, in small letters
     */
    default String groupKey(String group) {
        return group.strip().toLowerCase(Locale.ROOT);
    }
}
