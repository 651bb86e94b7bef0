package org.shuyuan.access.internal.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.Account;
import org.shuyuan.access.internal.Around;
import org.shuyuan.access.internal.Grant;
import org.shuyuan.access.internal.Rights;
import org.shuyuan.access.internal.Role;
import org.shuyuan.access.internal.Roles;
import org.shuyuan.access.internal.Words;
import org.shuyuan.access.internal.jpa.AccountStore;
import org.shuyuan.access.internal.jpa.FactorStore;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.office.QrCodes;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.rest.Json;

/** Puts together what the pages show of accounts: names of people, units and roles beside their ids. Thread-safe. */
@Component(service = Mirror.class)
public class Mirror {

    private static final int MOST_UNITS = 500;
    private static final Pattern ID = Pattern.compile("\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b");

    private final AccountStore accounts;
    private final FactorStore factors;
    private final Words words;
    private final Roles roles;
    private final Rights rights;
    private final Around around;

    @Activate
    public Mirror(@Reference AccountStore accounts, @Reference FactorStore factors, @Reference Words words, @Reference Roles roles, @Reference Rights rights,
            @Reference Around around) {
        this.accounts = accounts;
        this.factors = factors;
        this.words = words;
        this.roles = roles;
        this.rights = rights;
        this.around = around;
    }

    /** Who the caller is and what may be done at the unit, or at the caller's own when that one is not the caller's. */
    Shown.Me me(Caller caller, @Nullable UUID wanted) {
        Shown.Who who;
        String language = caller.language().tag();
        if (caller.kind() == Caller.Kind.CONSOLE) {
            who = new Shown.Who(caller.account(), caller.name(), caller.name(), "console", false, false);
        } else {
            Account account = accounts.find(caller.account()).orElseThrow(() -> new Problem(401, "access.sign-in-needed"));
            who = new Shown.Who(account.id(), account.name(), account.displayName(), caller.kind().name().toLowerCase(Locale.ROOT),
                    account.mustChange(), !account.mustChange() && rights.waitsForSecondFactor(account.id()));
            language = account.language() == null ? language : Language.of(account.language()).tag();
        }
        People people = around.people();
        Person person = caller.person() == null || people == null ? null : people.find(caller.person()).orElse(null);
        Map<UUID, Unit> mine = units(caller, person);
        Unit unit = unit(mine, person, wanted);
        Set<String> permissions = unit == null ? rights.everything(caller) ? rights.known() : Set.of() : rights.permissions(caller, unit.id());
        List<Shown.InTree> tree = mine.values().stream().limit(MOST_UNITS)
                .map(one -> new Shown.InTree(one.id(), one.name(), one.parent(), one.kind())).toList();
        Units units = around.units();
        boolean setup = units != null && units.roots().isEmpty() && rights.everything(caller);
        return new Shown.Me(who, person == null ? null : new Shown.Named(person.id(), Anonymous.shown(person.name(), caller.language())), language,
                unit == null ? null : new Shown.HomeUnit(unit.id(), unit.name(), unit.zone().getId()), tree, permissions,
                new Shown.PortalName(portalName(caller.language())), setup);
    }

    private Map<UUID, Unit> units(Caller caller, @Nullable Person person) {
        Map<UUID, Unit> found = new LinkedHashMap<>();
        Units units = around.units();
        if (units == null) {
            return found;
        }
        List<Access.Held> tops = rights.everything(caller) ? units.roots().stream().map(root -> new Access.Held(root.id(), true)).toList()
                : rights.heldAt(caller.account());
        tops.forEach(top -> (top.subtree() ? units.subtree(top.unit()) : units.find(top.unit()).stream().toList())
                .forEach(unit -> found.putIfAbsent(unit.id(), unit)));
        People people = around.people();
        if (person != null && people != null) {
            people.unitsOf(person.id(), LocalDate.now(ZoneOffset.ofHours(8)))
                    .forEach(id -> units.find(id).ifPresent(unit -> found.putIfAbsent(id, unit)));
        }
        return found;
    }

    private static @Nullable Unit unit(Map<UUID, Unit> mine, @Nullable Person person, @Nullable UUID wanted) {
        if (wanted != null && mine.containsKey(wanted)) {
            return mine.get(wanted);
        }
        UUID own = person == null ? null : person.unit();
        if (own != null && mine.containsKey(own)) {
            return mine.get(own);
        }
        return mine.values().stream().findFirst().orElse(null);
    }

    /** The first unit's name, or the product's while there is none. */
    String portalName(Language language) {
        Units units = around.units();
        List<Unit> roots = units == null ? List.of() : units.roots();
        return roots.isEmpty() ? around.text(language, "access", "portal.name") : roots.get(0).name();
    }

    List<Shown.OneAccount> accounts(Collection<Account> all, Language language) {
        Map<UUID, List<Grant>> grants = roles.grants(all.stream().map(Account::id).toList()).stream()
                .collect(Collectors.groupingBy(Grant::account));
        Set<UUID> twofold = factors.confirmed(all.stream().map(Account::id).toList());
        Map<String, String> names = words.roles(language);
        People people = around.people();
        List<UUID> persons = all.stream().map(Account::person).filter(Objects::nonNull).toList();
        Map<UUID, Person> known = people == null || persons.isEmpty() ? Map.of() : people.get(persons);
        List<Shown.OneAccount> shown = new ArrayList<>();
        for (Account account : all) {
            Person person = account.person() == null ? null : known.get(account.person());
            List<Shown.Held> held = grants.getOrDefault(account.id(), List.of()).stream().map(grant -> held(grant, names, language)).toList();
            String text = held.stream().map(one -> one.unit() == null ? one.roleName() : one.roleName() + " · " + one.unit().name())
                    .collect(Collectors.joining("; "));
            shown.add(new Shown.OneAccount(account.id(), account.name(), Anonymous.shown(account.displayName(), language), person == null ? null : person(person, language),
                    account.enabled(), account.mustChange(), twofold.contains(account.id()), account.signedInAt(), account.createdAt(), held, text, account.version()));
        }
        return shown;
    }

    /** The people these accounts belong to, by account. */
    Map<UUID, Shown.Person> peopleOf(Collection<Account> all, Language language) {
        People people = around.people();
        List<UUID> persons = all.stream().map(Account::person).filter(Objects::nonNull).toList();
        Map<UUID, Person> known = people == null || persons.isEmpty() ? Map.of() : people.get(persons);
        Map<UUID, Shown.Person> found = new HashMap<>();
        for (Account account : all) {
            Person person = account.person() == null ? null : known.get(account.person());
            if (person != null) {
                found.put(account.id(), person(person, language));
            }
        }
        return found;
    }

    Shown.Held held(Grant grant, Language language) {
        return held(grant, words.roles(language), language);
    }

    private Shown.Held held(Grant grant, Map<String, String> names, Language language) {
        UUID unit = grant.unit();
        return new Shown.Held(grant.id(), grant.role(), names.getOrDefault(grant.role(), grant.role()),
                unit == null ? null : new Shown.Named(unit, unitName(unit)), grant.subtree(), grant.since(), grant.until(), words.giver(grant.grantedBy(), language),
                !grant.own(), grant.delegated() == null ? null : grant.delegated().reason());
    }

    private static Shown.Person person(Person person, Language language) {
        UUID unit = person.unit();
        return new Shown.Person(person.id(), Anonymous.shown(person.name(), language), person.number(), unit == null ? null : new Shown.Named(unit, person.unitName()));
    }

    /** The text as a QR code in SVG, empty while documents cannot be made: then it is typed. */
    String qr(String text) {
        QrCodes codes = around.qrCodes();
        return codes == null ? "" : codes.svg(text);
    }

    /** Who did something, in words when it was the portal by itself: {@code set-up}, {@code nightly backup}, {@code sign-in <source>}. */
    String actor(String name, Language language) {
        return words.actor(name, language);
    }

    /** The display name of an account. */
    String accountName(UUID id, Language language) {
        return accounts.find(id).map(a -> Anonymous.shown(a.displayName(), language)).orElse("?");
    }

    String unitName(UUID id) {
        Units units = around.units();
        Optional<Unit> found = units == null ? Optional.empty() : units.find(id);
        return found.map(Unit::name).orElse("?");
    }

    /** The names of the people, units and accounts whose ids stand in these texts, by id. */
    Map<String, String> namesIn(Collection<@Nullable String> texts, Language language) {
        Set<UUID> ids = new LinkedHashSet<>();
        texts.stream().filter(Objects::nonNull).forEach(text -> ID.matcher(text).results().forEach(found -> ids.add(UUID.fromString(found.group()))));
        Map<String, String> names = new HashMap<>();
        People people = around.people();
        if (people != null && !ids.isEmpty()) {
            people.get(ids).forEach((id, person) -> names.put(id.toString(), Anonymous.shown(person.name(), language)));
        }
        Units units = around.units();
        ids.stream().filter(id -> !names.containsKey(id.toString())).forEach(id -> (units == null ? Optional.<Unit>empty() : units.find(id)).map(Unit::name)
                .or(() -> accounts.find(id).map(Account::name)).ifPresent(name -> names.put(id.toString(), name)));
        return names;
    }

    /** The profile's name of a role, else the portal's own. */
    String name(Role role, Language language) {
        return words.role(role, language);
    }

    /** What a role is for, if anybody said. */
    @Nullable String description(Role role, Language language) {
        Map<String, String> own = texts(role.descriptions());
        if (role.own()) {
            return own.getOrDefault(language.tag(), own.get(Language.ZH_CN.tag()));
        }
        String key = "role." + role.key() + ".about";
        String text = around.text(language, "access", key);
        return text.equals(key) ? null : text;
    }

    /** Texts by language, as they are kept. */
    static Map<String, String> texts(@Nullable String json) {
        Map<String, String> found = new LinkedHashMap<>();
        try {
            if (json != null) {
                Json.mapper().readTree(json).fields().forEachRemaining(one -> found.put(one.getKey(), one.getValue().asText()));
            }
        } catch (JsonProcessingException damaged) {
            found.clear();
        }
        return found;
    }
}
