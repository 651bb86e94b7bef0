package org.shuyuan.access.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.RoleStore;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.tx.Transactions;

/**
 * The roles and what they permit. Templates count in the whole portal and are changed by system administrators; an own role is made at a
 * unit, out of what its maker has there and below, and is given there and below only. Thread-safe.
 */
@Component(service = RoleBook.class)
public class RoleBook {

    private static final Pattern PERMISSION = Pattern.compile("[a-z][a-z0-9-]{1,39}\\.[a-z][a-z0-9-]{1,39}");
    private static final int MOST_ROLES = 200;
    private static final int MOST_PERMISSIONS = 1000;
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_DESCRIPTION = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What an own role shall be.
     *
     * @param names by language tag, Chinese needed
     * @param descriptions what it is for, by language tag
     */
    public record Draft(@Nullable Map<String, String> names, @Nullable Map<String, String> descriptions, @Nullable List<String> permissions) {}

    private final RoleStore store;
    private final Rights rights;
    private final Giving giving;
    private final Revisions revisions;
    private final Around around;
    private final Audit audit;
    private final Transactions transactions;

    @Activate
    public RoleBook(@Reference RoleStore store, @Reference Rights rights, @Reference Giving giving, @Reference Revisions revisions,
            @Reference Around around, @Reference Audit audit, @Reference Transactions transactions) {
        this.store = store;
        this.rights = rights;
        this.giving = giving;
        this.revisions = revisions;
        this.around = around;
        this.audit = audit;
        this.transactions = transactions;
    }

    /** The roles that can be held at the unit, in their order; whoever gives out accounts or roles there may see them. */
    public List<Role> list(Caller caller, UUID unit) {
        if (!rights.can(caller, Permissions.ROLES, unit)) {
            rights.require(caller, Permissions.ACCOUNTS, unit);
        }
        Units units = around.units();
        Unit there = units == null ? null : units.find(unit).orElse(null);
        return store.roles().stream().filter(role -> role.unit() == null || there != null && there.within(role.unit())).toList();
    }

    /** May the caller change what this role permits, or remove it? */
    public boolean mayChange(Caller caller, Role role) {
        return !role.everything() && (role.unit() == null ? rights.everything(caller) : giving.mayDefine(caller, rights.permitted(role.key()), role.unit()));
    }

    /**
     * Sets what the role permits beyond and instead of what profile and modules say. A role counts in the whole portal, so
     * this is for system administrators.
     *
     * @param wanted all permissions the role shall have now
     * @throws Problem 403; 404 {@code access.no-such-role}; 409 {@code access.fixed-role}, also for an own role; 412 when {@code version} is old; 422
     */
    public Role permit(Caller caller, String key, Collection<String> wanted, int version) {
        rights.requireEverything(caller);
        permissions(wanted);
        return transactions.call(() -> {
            revisions.changed(Revisions.Kind.RIGHTS);
            Role role = stored(key);
            if (role.everything() || role.own()) {
                throw Problem.conflict("access.fixed-role");
            }
            at(role, version);
            Set<String> before = rights.permitted(key);
            Set<String> given = new HashSet<>(before);
            given.removeAll(role.added());
            given.addAll(role.template());
            role.removed().stream().filter(one -> !wanted.contains(one)).forEach(given::add);
            Set<String> added = new TreeSet<>(wanted);
            added.removeAll(given);
            // What is added by hand stays so even if a module comes to suggest it too.
            role.added().stream().filter(wanted::contains).forEach(added::add);
            Set<String> removed = new TreeSet<>(given);
            removed.removeAll(wanted);
            Role changed = new Role(key, role.names(), role.descriptions(), false, null, role.position(), role.version(), role.template(), added, removed);
            store.save(changed);
            audit.write(caller, null, "access.change-role", new Audit.Subject("access.role", key, key),
                    Map.of("permissions", new TreeSet<>(before)), Map.of("permissions", new TreeSet<>(wanted)));
            return store.role(key).orElse(changed);
        });
    }

    /** What a profile says about roles, at the set-up; joins its transaction. */
    void applyTemplate(String json) {
        JsonNode roles;
        try {
            roles = JSON.readTree(json).path("roles");
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("The profile's roles are no JSON", broken);
        }
        revisions.changed(Revisions.Kind.RIGHTS);
        for (JsonNode node : roles) {
            store.role(node.path("key").asText()).ifPresent(role -> {
                Set<String> permissions = new TreeSet<>();
                node.path("permissions").forEach(one -> permissions.add(one.asText()));
                store.save(new Role(role.key(), node.has("name") ? Names.cut(node.path("name").toString(), 600) : role.names(), role.descriptions(), false,
                        null, role.position(), role.version(), permissions, role.added(), role.removed()));
            });
        }
    }

    /**
     * Makes a role of the unit's own.
     *
     * @throws Problem 403 without {@code access.roles} there, {@code access.more-than-own} for a permission that the maker has not there
     *     and in all below, for good; 409 {@code access.too-many-roles}; 422
     */
    public Role create(Caller caller, UUID unit, Draft draft) {
        rights.require(caller, Permissions.ROLES, unit);
        around.needUnits().get(unit);
        Set<String> permissions = permissions(draft.permissions());
        String names = texts(draft.names(), "names", LONGEST_NAME, true);
        String descriptions = texts(draft.descriptions(), "descriptions", LONGEST_DESCRIPTION, false);
        String key = "own-" + Ids.next();
        return transactions.call(() -> {
            revisions.changed(Revisions.Kind.RIGHTS);
            if (!giving.mayDefine(caller, permissions, unit)) {
                throw Problem.forbidden("access.more-than-own");
            }
            List<Role> all = store.roles();
            if (all.size() >= MOST_ROLES) {
                throw Problem.conflict("access.too-many-roles").with("most", MOST_ROLES);
            }
            Role role = new Role(key, names, descriptions, true, unit, 1000 + all.size(), 0, Set.of(), permissions, Set.of());
            store.save(role);
            audit.write(caller, unit, "access.make-role", subject(role), null, shown(role));
            return stored(key);
        });
    }

    /**
     * Changes an own role: its texts and all it permits.
     *
     * @throws Problem 403 {@code access.more-than-own} when it permits, before or after, what the caller has not; 404; 409; 412; 422
     */
    public Role change(Caller caller, String key, Draft draft, int version) {
        Set<String> permissions = permissions(draft.permissions());
        String names = texts(draft.names(), "names", LONGEST_NAME, true);
        String descriptions = texts(draft.descriptions(), "descriptions", LONGEST_DESCRIPTION, false);
        return transactions.call(() -> {
            revisions.changed(Revisions.Kind.RIGHTS);
            Role before = own(caller, key);
            at(before, version);
            if (!giving.mayDefine(caller, permissions, before.unit())) {
                throw Problem.forbidden("access.more-than-own");
            }
            Role changed = new Role(key, names, descriptions, true, before.unit(), before.position(), before.version(), Set.of(), permissions, Set.of());
            store.save(changed);
            audit.write(caller, before.unit(), "access.change-role", subject(changed), shown(before), shown(changed));
            return stored(key);
        });
    }

    /** Removes an own role that nobody holds now or later. @throws Problem 403; 404; 409 {@code access.role-in-use}; 412 */
    public void remove(Caller caller, String key, int version) {
        transactions.run(() -> {
            revisions.changed(Revisions.Kind.RIGHTS);
            Role role = own(caller, key);
            at(role, version);
            long held = store.ofRole(key).stream().filter(grant -> !grant.over(rights.today(grant.unit()))).count();
            if (held > 0) {
                throw Problem.conflict("access.role-in-use").with("count", held);
            }
            store.remove(key);
            audit.write(caller, role.unit(), "access.remove-role", subject(role), shown(role), null);
        });
    }

    private Role own(Caller caller, String key) {
        Role role = stored(key);
        if (!role.own()) {
            throw Problem.conflict("access.fixed-role");
        }
        if (role.unit() != null) {
            rights.require(caller, Permissions.ROLES, role.unit());
        }
        if (!mayChange(caller, role)) {
            throw Problem.forbidden("access.more-than-own");
        }
        return role;
    }

    private static void at(Role role, int version) {
        if (role.version() != version) {
            throw new Problem(412, "rest.changed-meanwhile").with("who", "?").extra("currentVersion", role.version());
        }
    }

    private Role stored(String key) {
        return store.role(key).orElseThrow(() -> Problem.notFound("access.no-such-role"));
    }

    private static Set<String> permissions(@Nullable Collection<String> wanted) {
        if (wanted == null || wanted.size() > MOST_PERMISSIONS || !wanted.stream().allMatch(one -> one != null && PERMISSION.matcher(one).matches())) {
            throw Problem.invalid("permissions", "access.no-such-permission");
        }
        return new TreeSet<>(wanted);
    }

    private static @Nullable String texts(@Nullable Map<String, String> given, String field, int longest, boolean needed) {
        Map<String, String> kept = new LinkedHashMap<>();
        for (Language language : Language.values()) {
            String text = given == null ? null : given.get(language.tag());
            if (text != null && !text.isBlank()) {
                kept.put(language.tag(), text.strip());
            }
        }
        boolean good = (!needed || kept.containsKey(Language.ZH_CN.tag())) && kept.values().stream()
                .allMatch(text -> text.codePointCount(0, text.length()) <= longest && text.codePoints().noneMatch(Character::isISOControl));
        if (!good) {
            throw Problem.invalid(field, "access.bad-role-text");
        }
        try {
            return kept.isEmpty() ? null : JSON.writeValueAsString(kept);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Audit.Subject subject(Role role) {
        return new Audit.Subject("access.role", role.key(), label(role));
    }

    private static String label(Role role) {
        try {
            return role.names() == null ? role.key() : JSON.readTree(role.names()).path(Language.ZH_CN.tag()).asText(role.key());
        } catch (JsonProcessingException damaged) {
            return role.key();
        }
    }

    private Map<String, Object> shown(Role role) {
        return new TreeMap<>(Map.of("name", label(role), "permissions", new TreeSet<>(role.added())));
    }
}
