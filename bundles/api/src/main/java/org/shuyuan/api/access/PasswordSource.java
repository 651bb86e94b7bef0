package org.shuyuan.api.access;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** A source that checks the name and the password typed on our own sign-in page, as a directory server does. Thread-safe. */
@ConsumerType
public interface PasswordSource extends OutsideSource {

    /**
     * Whether the password is this person's. Answers within the time its configuration sets, whatever the other side does.
     *
     * @param name as typed, at most 256 characters, not blank
     * @param password as typed, at most 512 characters, never empty
     * @return empty for an unknown name and for a wrong password alike
     * @throws org.shuyuan.api.problem.Problem 503 when nobody answers, or nothing that can be used
     */
    Optional<OutsideIdentity> verify(String name, String password);
}
