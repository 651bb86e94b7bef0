package org.shuyuan.access.internal.outside;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.shuyuan.access.internal.SignIn;
import org.shuyuan.access.internal.TestPortal;
import org.shuyuan.access.internal.jpa.OutsideStore;
import org.shuyuan.api.access.OutsideIdentity;
import org.shuyuan.api.access.OutsideRules;
import org.shuyuan.api.access.PasswordSource;
import org.shuyuan.api.access.RedirectSource;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.settings.Keys;
import org.shuyuan.api.text.Language;
import org.shuyuan.testing.Database;

/** A portal with a directory server and a sign-in page outside, both faked. */
final class Outside implements AutoCloseable {

    static final String PASSWORD = "their own password";

    /** Knows everybody in {@link #people} by {@link #PASSWORD}. */
    final class Server implements PasswordSource {
        final Map<String, OutsideIdentity> people = new HashMap<>();
        @Nullable Problem away;
        OutsideRules rules = Outside.rules(Map.of());

        @Override
        public String id() {
            return "ldap";
        }

        @Override
        public OutsideRules rules() {
            return rules;
        }

        @Override
        public Optional<OutsideIdentity> verify(String name, String password) {
            if (away != null) {
                throw away;
            }
            return password.equals(PASSWORD) ? Optional.ofNullable(people.get(name)) : Optional.empty();
        }
    }

    /** Vouches for {@link #who} if what was kept comes back. */
    final class Page implements RedirectSource {
        @Nullable OutsideIdentity who;
        OutsideRules rules = Outside.rules(Map.of());

        @Override
        public String id() {
            return "oidc";
        }

        @Override
        public OutsideRules rules() {
            return rules;
        }

        @Override
        public Start start(String state, Language language) {
            return new Start(URI.create("https://id.example.cn/authorize?state=" + state), Map.of("nonce", "n-" + state));
        }

        @Override
        public OutsideIdentity finish(Map<String, String> parameters, String state, Map<String, String> kept) {
            if (who == null || !kept.get("nonce").equals("n-" + state)) {
                throw new Problem(401, "access.wrong-password");
            }
            return who;
        }

        @Override
        public Optional<URI> leave() {
            return Optional.of(URI.create("https://id.example.cn/logout"));
        }

        @Override
        public Optional<Ended> notice(Map<String, String> form) {
            return Optional.of(new Ended(form.get("sub"), form.get("sid")));
        }
    }

    final TestPortal portal;
    final Server server = new Server();
    final Page page = new Page();
    final List<PasswordSource> servers = new ArrayList<>(List.of(server));
    final OutsideStore store;
    final OutsideSignIn signIn;
    final Journeys journeys;
    final Links links;

    Outside(Database database) {
        portal = new TestPortal(database);
        store = new OutsideStore(portal.db.jpa());
        OutsideSources sources = new OutsideSources(servers, List.of(page));
        GroupRoles groups = new GroupRoles(portal.roleStore, store, portal.revisions, portal.around, portal.audit);
        signIn = new OutsideSignIn(sources, store, new Matching(portal.accountStore, portal.around), groups, portal.accountStore, portal.sessionStore,
                portal.roleStore, portal.signIn, portal.throttle, portal.passwords, portal.revisions, portal.audit, portal.db.transactions());
        journeys = new Journeys(sources, signIn, store, portal.sessionStore, portal.accountStore, portal.revisions, portal.audit, portal.db.transactions(), portal.clock);
        links = new Links(store, portal.accountStore, portal.accounts, groups, new Seals(store, portal.accountStore), portal.sessions, portal.passwords, portal.audit, portal.db.transactions());
    }

    static OutsideRules rules(Map<String, String> keys) {
        return OutsideRules.of(new Keys("test.cfg", keys), Map.of(Language.ZH_CN, "单位统一账号"), "employeeNumber");
    }

    static OutsideIdentity identity(String subject, String name, String number, String... groups) {
        return new OutsideIdentity(subject, name, number.isEmpty() ? Map.of() : Map.of("employeeNumber", List.of(number)), Set.of(groups), true, "sid-" + subject);
    }

    SignIn.Opened enter(String name) {
        return signIn.password("ldap", name, PASSWORD, null, TestPortal.from("10.0.0.1"));
    }

    @Override
    public void close() {
        portal.close();
    }
}
