package org.shuyuan.access.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.AccountStore;
import org.shuyuan.access.internal.jpa.RoleStore;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.records.HeldDataSource;
import org.shuyuan.api.text.Language;

/**
 * Account, sessions, sign-ins, tokens and roles of whoever asks, for the page of what is held about oneself; account and roles of another
 * for whoever administers them. No secret is among it. Thread-safe.
 */
@Component(service = HeldDataSource.class)
public final class HeldAccount implements HeldDataSource {

    private static final int MOST_SIGN_INS = 1000;
    private static final List<String> ROLES = List.of("held.role", "held.unit", "held.since", "held.until", "held.by", "held.created");

    private final AccountStore accounts;
    private final AccountService service;
    private final Sessions sessions;
    private final Tokens own;
    private final SignInHistory history;
    private final RoleStore roles;
    private final Words words;
    private final Around around;

    @Activate
    public HeldAccount(@Reference AccountStore accounts, @Reference AccountService service, @Reference Sessions sessions, @Reference Tokens own,
            @Reference SignInHistory history, @Reference RoleStore roles,
            @Reference Words words, @Reference Around around) {
        this.accounts = accounts;
        this.service = service;
        this.sessions = sessions;
        this.own = own;
        this.history = history;
        this.roles = roles;
        this.words = words;
        this.around = around;
    }

    @Override
    public String module() {
        return "access";
    }

    @Override
    public List<Held> held(Caller self) {
        Optional<Account> account = accounts.find(self.account());
        if (account.isEmpty()) {
            return List.of();
        }
        Account a = account.get();
        @Nullable String tag = a.language();
        @Nullable String spoken = tag == null ? null : around.text(self.language(), "access", "held.in." + Language.of(tag).tag());
        List<List<@Nullable Object>> one = List.of(Arrays.asList(a.name(), a.displayName(), spoken, a.createdAt(), a.signedInAt()));
        List<List<@Nullable Object>> open = new ArrayList<>();
        sessions.list(a.id()).forEach(s -> open.add(Arrays.asList(s.createdAt(), s.lastSeenAt(), s.expiresAt(), s.address(), s.agent())));
        List<List<@Nullable Object>> tokens = new ArrayList<>();
        own.list(a.id()).forEach(t -> tokens.add(Arrays.asList(t.name(), t.createdAt(), t.expiresAt(), t.lastUsedAt())));
        List<List<@Nullable Object>> tries = new ArrayList<>();
        history.own(self, 1, MOST_SIGN_INS).items().forEach(t -> tries.add(Arrays.asList(t.at(), words.outcome(t.outcome(), self.language()), t.address(), t.agent())));
        List<Held> held = new ArrayList<>(List.of(new Held("held.account", List.of("account.name", "account.displayName", "held.language", "held.created", "held.signed-in"), one)));
        add(held, "held.sessions", List.of("held.created", "held.seen", "held.expires", "held.address", "held.agent"), open);
        add(held, "held.sign-ins", List.of("account.at", "account.outcome", "held.address", "held.agent"), tries);
        add(held, "held.tokens", List.of("held.name", "held.created", "held.expires", "held.used"), tokens);
        add(held, "held.roles", ROLES, grants(a, self.language()));
        return held;
    }

    /** The account and its roles, to whoever administers it. */
    @Override
    public List<Held> about(Caller reader, UUID person) {
        @Nullable UUID id = accounts.byPeople(List.of(person), false).get(person);
        Optional<Account> account = id == null ? Optional.empty() : service.visible(reader, id);
        if (account.isEmpty()) {
            return List.of();
        }
        Account a = account.get();
        String state = around.text(reader.language(), "access", a.enabled() ? "account.state.enabled" : "account.state.disabled");
        List<Held> held = new ArrayList<>(List.of(new Held("held.account", List.of("account.name", "account.enabled", "held.created", "held.signed-in"),
                List.of(Arrays.asList(a.name(), state, a.createdAt(), a.signedInAt())))));
        add(held, "held.roles", ROLES, grants(a, reader.language()));
        return held;
    }

    private List<List<@Nullable Object>> grants(Account account, Language language) {
        Map<String, String> names = words.roles(language);
        List<List<@Nullable Object>> grants = new ArrayList<>();
        roles.grants(List.of(account.id())).forEach(g -> grants.add(Arrays.asList(names.getOrDefault(g.role(), g.role()), unit(g.unit(), language), g.since(), g.until(),
                words.giver(g.grantedBy(), language), g.createdAt())));
        return grants;
    }

    private String unit(@Nullable UUID unit, Language language) {
        Units units = around.units();
        return unit == null ? around.text(language, "access", "held.everywhere") : units == null ? "" : units.find(unit).map(Unit::name).orElse("");
    }

    private static void add(List<Held> held, String key, List<String> columns, List<List<@Nullable Object>> rows) {
        if (!rows.isEmpty()) {
            held.add(new Held(key, columns, rows));
        }
    }
}
