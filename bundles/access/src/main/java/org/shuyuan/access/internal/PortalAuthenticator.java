package org.shuyuan.access.internal;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Authenticator;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.text.Language;

/** Cookie, API token or the token of the local console. Thread-safe. */
@Component(service = Authenticator.class)
public class PortalAuthenticator implements Authenticator {

    private static final UUID NOBODY = new UUID(0, 0);

    private final Sessions sessions;
    private final ConsoleToken console;
    private final Settings settings;

    @Activate
    public PortalAuthenticator(@Reference Sessions sessions, @Reference ConsoleToken console, @Reference Settings settings) {
        this.sessions = sessions;
        this.console = console;
        this.settings = settings;
    }

    @Override
    public String address(@Nullable String connection, @Nullable String forwarded) {
        return Addresses.client(connection, forwarded, settings.proxies());
    }

    @Override
    public boolean encrypted(boolean secure, @Nullable String connection, @Nullable String forwarded) {
        return secure || Addresses.forwardedTls(connection, forwarded, settings.proxies());
    }

    @Override
    public Optional<Caller> authenticate(Credentials credentials) {
        return caller(credentials, true);
    }

    @Override
    public Optional<Caller> stillSignedIn(Credentials credentials) {
        return caller(credentials, false);
    }

    private Optional<Caller> caller(Credentials credentials, boolean use) {
        Acting.clear();
        String token = credentials.token();
        if (token != null) {
            if (console.matches(token, credentials.address())) {
                return Optional.of(new Caller(NOBODY, null, "console", Caller.Kind.CONSOLE, language(credentials, null),
                        credentials.address()));
            }
            return sessions.byToken(token, use).map(known -> caller(known, credentials));
        }
        String session = credentials.session();
        return session == null ? Optional.empty() : sessions.bySession(session, use).map(known -> caller(known, credentials));
    }

    private static Caller caller(Sessions.Known known, Credentials credentials) {
        Account account = known.account();
        return new Caller(account.id(), account.person(), account.name(), known.kind(), language(credentials, account.language()),
                credentials.address());
    }

    private static Language language(Credentials credentials, @Nullable String remembered) {
        Language asked = credentials.language();
        return asked != null ? asked : Language.of(remembered);
    }
}
