package org.shuyuan.access.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.RoleStore;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.text.Language;
import org.shuyuan.rest.Json;

/** What stands for stored words on a page, in the reader's language: roles, who gave them, how a sign-in ended. Thread-safe. */
@Component(service = Words.class)
public class Words {

    private final RoleStore store;
    private final Around around;

    @Activate
    public Words(@Reference RoleStore store, @Reference Around around) {
        this.store = store;
        this.around = around;
    }

    /** The profile's name of a role, else the portal's own. */
    public String role(Role role, Language language) {
        String names = role.names();
        if (names != null) {
            try {
                JsonNode all = Json.mapper().readTree(names);
                String named = all.path(language.tag()).asText(role.own() ? all.path(Language.ZH_CN.tag()).asText("") : "");
                if (!named.isBlank()) {
                    return named;
                }
            } catch (JsonProcessingException damaged) {
                return role.key();
            }
        }
        return around.text(language, "access", "role." + role.key());
    }

    /** The names of all roles, by key. */
    public Map<String, String> roles(Language language) {
        Map<String, String> names = new HashMap<>();
        store.roles().forEach(role -> names.put(role.key(), role(role, language)));
        return names;
    }

    /** Who did something, in words when it was the portal by itself: {@code set-up}, {@code nightly backup}, {@code sign-in <source>}. */
    public String actor(String name, Language language) {
        String[] job = name.split(" ", 2);
        boolean source = job.length > 1 && (job[0].equals("sign-in") || job[0].equals("sign-out"));
        String key = "actor." + (source ? job[0] : name.replace(' ', '-'));
        String text = around.text(language, "access", key);
        return text.equals(key) ? name : source ? text.replace("{source}", job[1]) : text;
    }

    /** Who gave a role: people, the set-up, or the groups of a source of sign-in; no account's name has a blank. */
    public String giver(String by, Language language) {
        return Anonymous.shown(by.equals("set-up") || by.indexOf(' ') > 0 ? actor(by, language) : by, language);
    }

    /** How a sign-in ended. */
    public String outcome(String word, Language language) {
        String key = "account.outcome." + word;
        String text = around.text(language, "access", key);
        return text.equals(key) ? word : text;
    }
}
