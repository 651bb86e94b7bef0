package org.shuyuan.calendar.internal;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.mail.Mail;
import org.shuyuan.api.text.Language;

/** What people are written by mail besides the notice in the portal: each in their language, and only to a box that nobody else reads. Thread-safe. */
@Component(service = Letters.class)
public final class Letters {

    private final Mail mail;
    private final People people;
    private final Accounts accounts;

    @Activate
    public Letters(@Reference Mail mail, @Reference People people, @Reference Accounts accounts) {
        this.mail = mail;
        this.people = people;
        this.accounts = accounts;
    }

    /**
     * Part of the caller's transaction; nothing while mail is not set up.
     *
     * @param key as of {@link Mail.Letter}
     * @param values likewise; the link is added as {@code link}
     * @param link path in the portal
     * @param once as of {@link Mail.Letter}, of each person's letter
     * @param worth likewise
     * @return to whom a letter was taken
     */
    Set<UUID> write(Collection<UUID> whom, String key, Map<String, String> values, String link, Function<UUID, String> once, Duration worth) {
        Set<UUID> written = new HashSet<>();
        mail.portal().ifPresent(portal -> {
            Map<UUID, Language> languages = accounts.languages(whom);
            Map<UUID, Person> known = people.get(whom);
            Map<String, String> all = new HashMap<>(values);
            all.put("link", portal + link);
            whom.forEach(person -> people.mailbox(person).filter(box -> !box.shared()).ifPresent(box -> {
                @Nullable Person who = known.get(person);
                if (mail.send(new Mail.Letter("calendar", key, all, languages.getOrDefault(person, Language.ZH_CN), box.address(), who == null ? "" : who.name(), person, once.apply(person), null,
                        worth))) {
                    written.add(person);
                }
            }));
        });
        return written;
    }
}
