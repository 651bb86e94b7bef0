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

    private static final String SIGN_IN = "sign-in ";

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

    /** Who gave a role: an account's name, the set-up, or a source outside. */
    public String giver(String grantedBy, Language language) {
        if (grantedBy.equals("set-up") || grantedBy.equals("console")) {
            return around.text(language, "access", "by." + grantedBy);
        }
        return grantedBy.startsWith(SIGN_IN) ? around.text(language, "access", "by.sign-in") + " " + grantedBy.substring(SIGN_IN.length()) : Anonymous.shown(grantedBy, language);
    }

    /** How a sign-in ended. */
    public String outcome(String word, Language language) {
        String key = "account.outcome." + word;
        String text = around.text(language, "access", key);
        return text.equals(key) ? word : text;
    }
}
