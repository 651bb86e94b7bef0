package org.shuyuan.calendar.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.mail.Mail;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.calendar.internal.ObligationBoard.Row;

/**
 * Writes what is due to those who were told in the portal, where the unit that has to do it (of groups and speakers: whose rule it is) reminds by mail as well, and to an address that is the
 * reader's alone. One letter a reader, however much is due. Thread-safe.
 */
@Component(service = ObligationLetters.class)
public final class ObligationLetters {

    /** So that a letter stays within what mail takes (8,000 characters): each line has at most some 550. */
    private static final int LINES = 12;

    /** What was told to whom. @param key of the notice's text @param link of the notice @param readers accounts */
    record Said(Row row, String key, Map<String, String> values, String link, List<UUID> readers) {}

    private final Accounts accounts;
    private final People people;
    private final RemindingService rules;
    private final Mail mail;
    private final Texts texts;
    private final Settings settings;

    @Activate
    public ObligationLetters(@Reference Accounts accounts, @Reference People people, @Reference RemindingService rules, @Reference Mail mail, @Reference Texts texts, @Reference Settings settings) {
        this.accounts = accounts;
        this.people = people;
        this.rules = rules;
        this.mail = mail;
        this.texts = texts;
        this.settings = settings;
    }

    /** Part of the transaction that notes it as told. */
    void write(List<Said> said) {
        mail.portal().ifPresent(portal -> {
            Map<UUID, Boolean> wanted = new HashMap<>();
            Map<UUID, List<Said>> each = new LinkedHashMap<>();
            for (Said one : said) {
                if (wanted.computeIfAbsent(says(one.row()), unit -> rules.at(unit).reminding().byMail())) {
                    accounts.people(one.readers()).forEach(person -> each.computeIfAbsent(person, p -> new ArrayList<>()).add(one));
                }
            }
            Map<UUID, Language> languages = accounts.languages(each.keySet());
            Map<UUID, Person> known = people.get(each.keySet());
            each.forEach((person, all) -> people.mailbox(person).filter(box -> !box.shared()).ifPresent(box -> {
                Person who = known.get(person);
                mail.send(letter(person, who == null ? "" : who.name(), box.address(), languages.getOrDefault(person, Language.ZH_CN), portal, all));
            }));
        });
    }

    /** The unit whose setting decides. */
    private static UUID says(Row row) {
        return row.whom().what() == Whom.What.UNIT ? row.whom().id() : row.obligation().unit();
    }

    private Mail.Letter letter(UUID person, String name, String address, Language language, String portal, List<Said> all) {
        Instant now = settings.clock().instant();
        Instant end = all.stream().map(s -> s.row().period().last().plusDays(1).atStartOfDay(s.row().whom().zone()).toInstant()).max(Comparator.naturalOrder()).orElse(now);
        String lines = all.stream().limit(LINES).map(s -> texts.text(language, "calendar", s.key(), s.values()) + "\n" + portal + s.link()).collect(Collectors.joining("\n\n"));
        int more = Math.max(0, all.size() - LINES);
        String rest = more == 0 ? "" : "\n\n" + texts.text(language, "calendar", "mail.obligations-more", Map.of("count", more));
        Said first = all.get(0);
        // the note in the same transaction lets it be said once; told again it is another letter
        String once = "owed " + person + " " + first.row().obligation().id() + " " + first.row().whom().id() + " " + first.row().period().name() + " " + now.getEpochSecond();
        return new Mail.Letter("calendar", "mail.obligations", Map.of("count", String.valueOf(all.size()), "lines", lines + rest), language, address, name, person, once, null,
                Duration.between(now, end));
    }
}
