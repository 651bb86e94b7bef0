package org.shuyuan.api.access;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.shuyuan.api.text.Language;

/** Turns what a request carries into a caller. Asked for every request, so answers are cached for seconds. Thread-safe. */
@ProviderType
public interface Authenticator {

    /** What a request carries. {@code token} is the bearer token, {@code session} the cookie. {@code language} only if asked for. */
    record Credentials(@Nullable String session, @Nullable String token, String address, @Nullable Language language) {}

    /** Empty when nothing was carried or it is unknown, expired or ended. */
    Optional<Caller> authenticate(Credentials credentials);

    /** Name of the session cookie. */
    String COOKIE = "shuyuan_session";
}
