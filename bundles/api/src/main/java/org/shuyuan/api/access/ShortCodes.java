package org.shuyuan.api.access;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What is stored of short codes that people know by heart, and of numbers they carry with them. Both are so few that whoever has only the database, or a
 * backup of it, would find them by trying: everything here depends on a key that is in neither (the data folder's {@code keys/access.key}). Whoever uses it
 * slows guessing down itself. Thread-safe.
 */
@ProviderType
public interface ShortCodes {

    /**
     * What to store of a code, made as slowly as that of a password. Never inside a transaction: it may wait for its turn.
     *
     * @param owner whose code it is; the same code of another owner gives something else
     * @param code as somebody typed it
     * @return at most 200 characters
     * @throws org.shuyuan.api.problem.Problem 503 when too many wait
     */
    String hash(UUID owner, String code);

    /**
     * Whether it is the code. Takes the same time whether something is stored or not; never inside a transaction.
     *
     * @param owner whose code it would be
     * @param code as somebody typed it
     * @param stored as {@link #hash} gave it; null: there is none
     * @return false too for what was stored with another key
     * @throws org.shuyuan.api.problem.Problem 503 when too many wait
     */
    boolean matches(UUID owner, String code, @Nullable String stored);

    /**
     * What to store of a number by which somebody is found, so that it must be the same each time: fast.
     *
     * @param use what for, e.g. {@code attendance.card}; the same number for another use gives something else
     * @param number as it is read
     * @return 64 hexadecimal digits
     */
    String seal(String use, String number);
}
