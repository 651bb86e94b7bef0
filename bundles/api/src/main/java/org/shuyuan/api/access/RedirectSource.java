package org.shuyuan.api.access;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import org.shuyuan.api.text.Language;

/**
 * A source with a sign-in page of its own: the browser goes there and comes back to {@link #CALLBACK}. {@code access} keeps what belongs to one
 * such journey, binds it to the browser that began it and lets it end once; the source checks what the other side says. Thread-safe.
 */
@ConsumerType
public interface RedirectSource extends OutsideSource {

    /** Where browsers come back to and where the other side sends its notices, below the portal's address; {@code %s} is the source's id. */
    String CALLBACK = "/api/access/outside/%s/callback";

    /**
     * Where the browser goes.
     *
     * @param address of the other side's page
     * @param kept what {@link #finish} is given again, at most 2,000 characters in all; not shown to the browser
     */
    record Start(URI address, Map<String, String> kept) {}

    /**
     * A session of the other side that has ended.
     *
     * @param subject whose; null when only the session is named
     * @param session which; null when all of the subject's have ended
     */
    record Ended(@Nullable String subject, @Nullable String session) {}

    /**
     * Begins a journey.
     *
     * @param state 43 random characters, to come back unchanged as the parameter {@code state}
     * @param language the language the person reads
     * @return where to go
     * @throws org.shuyuan.api.problem.Problem 503 when the other side cannot be reached
     */
    Start start(String state, Language language);

    /**
     * Ends a journey. {@code state} has been checked already: this browser began with it, less than ten minutes ago, and it is used only once.
     *
     * @param parameters what came back, each at most 8,000 characters
     * @param state of this journey
     * @param kept by {@link #start}
     * @return who it is, everything verified
     * @throws org.shuyuan.api.problem.Problem 401 when what came back proves nothing; 503 when the other side cannot be reached
     */
    OutsideIdentity finish(Map<String, String> parameters, String state, Map<String, String> kept);

    /**
     * Where a browser goes that has left the portal, so that it leaves the other side too.
     *
     * @return empty when the other side's session shall go on
     */
    default Optional<URI> leave() {
        return Optional.empty();
    }

    /**
     * A notice of the other side, sent to {@link #CALLBACK} by {@code POST}.
     *
     * @param form its fields
     * @return what has ended
     * @throws org.shuyuan.api.problem.Problem 400 for everything that is not proved to come from the other side
     */
    default Optional<Ended> notice(Map<String, String> form) {
        return Optional.empty();
    }
}
