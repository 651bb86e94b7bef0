package org.shuyuan.access.internal.outside;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.Account;
import org.shuyuan.access.internal.Around;
import org.shuyuan.access.internal.Names;
import org.shuyuan.access.internal.jpa.AccountStore;
import org.shuyuan.api.access.OutsideIdentity;
import org.shuyuan.api.access.OutsideRules;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.problem.Problem;

/** Whose account somebody's is, by the rule that the administrator chose. Only one answer is an answer. Thread-safe. */
@Component(service = Matching.class)
public class Matching {

    /** A person, the account, or both; an account of nobody is found by its name only. */
    record Match(@Nullable Person person, @Nullable Account account) {

        boolean sameAs(Account other) {
            return account != null ? account.id().equals(other.id()) : person != null && person.id().equals(other.person());
        }
    }

    private final AccountStore accounts;
    private final Around around;

    @Activate
    public Matching(@Reference AccountStore accounts, @Reference Around around) {
        this.accounts = accounts;
        this.around = around;
    }

    /**
     * @return empty when nobody fits
     * @throws Problem 403 {@code access.outside-ambiguous} when several do; 503 while the directory is away
     */
    Optional<Match> find(OutsideRules rules, OutsideIdentity identity) {
        List<String> values = identity.values(rules.attribute()).stream().map(String::strip).filter(one -> !one.isEmpty() && one.length() <= 200).distinct().limit(20).toList();
        Map<UUID, Match> found = new LinkedHashMap<>();
        for (String value : values) {
            if (rules.by() == OutsideRules.By.ACCOUNT) {
                accounts.byKey(Names.key(value)).ifPresent(one -> found.put(one.account().id(), new Match(null, one.account())));
            } else {
                around.needPeople().knownBy(People.KnownBy.valueOf(rules.by().name()), value).forEach(one -> found.put(one.id(), new Match(one, null)));
            }
        }
        if (found.size() > 1) {
            throw Problem.forbidden("access.outside-ambiguous");
        }
        return found.values().stream().findFirst().map(this::withAccount);
    }

    private Match withAccount(Match match) {
        Person person = match.person();
        UUID account = person == null ? null : accounts.byPeople(List.of(person.id()), false).get(person.id());
        return account == null ? match : new Match(person, accounts.find(account).orElse(null));
    }
}
