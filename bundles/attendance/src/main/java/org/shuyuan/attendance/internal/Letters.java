package org.shuyuan.attendance.internal;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.mail.Mail;
import org.shuyuan.api.notices.Notices;
import org.shuyuan.api.text.Language;

/** Tells somebody something in the portal and, where the portal sends mail and the address is theirs alone, by mail. Part of the caller's transaction. Thread-safe. */
@Component(service = Letters.class)
public final class Letters {

    /** After that a letter that could not be sent says nothing any more. */
    private static final Duration WORTH = Duration.ofDays(2);

    private final People people;
    private final Accounts accounts;
    private final Notices notices;
    private final Mail mail;

    @Activate
    public Letters(@Reference People people, @Reference Accounts accounts, @Reference Notices notices, @Reference Mail mail) {
        this.people = people;
        this.accounts = accounts;
        this.notices = notices;
        this.mail = mail;
    }

    /**
     * Tells it.
     *
     * @param readers accounts that have it as a notice
     * @param persons who has it as a letter
     * @param key of the texts {@code notice.<key>}, {@code mail.<key>} and {@code mail.<key>.text}
     * @param of what it is about: the same letter is sent once
     * @param link within the portal
     */
    void tell(List<UUID> readers, Collection<UUID> persons, String key, String of, Map<String, String> values, String link) {
        if (!readers.isEmpty()) {
            notices.send(new Notices.Notice("attendance", "notice." + key, values, link), readers);
        }
        mail.portal().ifPresent(portal -> {
            Map<UUID, Language> languages = accounts.languages(persons);
            Map<UUID, Person> known = people.get(persons);
            Map<String, String> said = new HashMap<>(values);
            said.put("link", portal + link);
            for (UUID person : persons) {
                people.mailbox(person).filter(box -> !box.shared()).ifPresent(box -> mail.send(new Mail.Letter("attendance", "mail." + key, said, languages.getOrDefault(person, Language.ZH_CN),
                        box.address(), known.containsKey(person) ? known.get(person).name() : "", person, key + " " + of + (persons.size() == 1 ? "" : " " + person), null, WORTH)));
            }
        });
    }
}
