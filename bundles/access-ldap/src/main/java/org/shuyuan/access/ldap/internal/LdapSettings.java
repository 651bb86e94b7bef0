package org.shuyuan.access.ldap.internal;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.OutsideRules;
import org.shuyuan.api.settings.Keys;
import org.shuyuan.api.text.Language;

/**
 * {@code etc/org.shuyuan.access.ldap.cfg}, read and checked. Immutable.
 *
 * @param servers asked in this order
 * @param plain whether passwords may cross the network unencrypted
 * @param caFile certificates of the authority that the servers' certificates come from; null: the usual ones
 * @param baseDn below which people are looked for
 * @param bindDn who looks for them; empty when people bind themselves by {@code userDn}
 * @param userDn how a person's own name for binding is made, {@code {0}} being what was typed; empty when people are looked for
 * @param userFilter how a person is found
 * @param subject attribute that never changes and is never given to another entry
 * @param disabledFilter which entries are locked out, beside what the kind of server says itself; null: none
 * @param groupWay how groups are found
 */
record LdapSettings(List<Server> servers, boolean plain, @Nullable Path caFile, boolean activeDirectory, String baseDn, String bindDn, String bindPassword, String userDn,
        String userFilter, String subject, @Nullable String disabledFilter, GroupWay groupWay, String groupBase, Duration timeout, int connections, OutsideRules rules) {

    static final String FILE = "org.shuyuan.access.ldap.cfg";
    static final String NAME = "{0}";
    private static final int PORT = 389;
    private static final int TLS_PORT = 636;
    private static final Map<Language, String> LABEL = Map.of(Language.ZH_CN, "单位统一账号", Language.ZH_TW, "單位統一帳號", Language.EN, "Directory account");

    /** One server; {@code tls} from the first byte, else by StartTLS unless unencrypted is allowed. */
    record Server(String host, int port, boolean tls) {}

    /** How a person's groups are found. */
    enum GroupWay {
        /** By the rule of Active Directory that follows groups within groups. */
        NESTED,
        /** As the person's own entry says in {@code memberOf}. */
        ATTRIBUTE,
        /** By looking for groups with this member. */
        SEARCH
    }

    /** @throws IllegalArgumentException says which key is wrong and how */
    static LdapSettings of(Keys keys) {
        boolean ad = keys.choice("kind", "OPENLDAP", "ACTIVE_DIRECTORY").equals("ACTIVE_DIRECTORY");
        OutsideRules rules = OutsideRules.of(keys, LABEL, ad ? "employeeID" : "employeeNumber");
        String base = dn(keys, "base.dn", keys.needed("base.dn", 500));
        String bindDn = keys.text("bind.dn", "", 500);
        String password = keys.secret("bind.password");
        String userDn = keys.text("user.dn", "", 500);
        if (userDn.isEmpty() == bindDn.isEmpty()) {
            throw keys.wrong("bind.dn", "either bind.dn (people are looked for) or user.dn (people bind themselves) is needed, not both");
        }
        if (!bindDn.isEmpty() && password.isEmpty()) {
            throw keys.wrong("bind.password", "it is needed with bind.dn");
        }
        if (!userDn.isEmpty() && !userDn.contains(NAME)) {
            throw keys.wrong("user.dn", "it does not say where the name goes: " + NAME);
        }
        String filter = keys.text("user.filter", ad ? "(&(objectCategory=person)(objectClass=user)(|(sAMAccountName={0})(userPrincipalName={0})))"
                : "(&(objectClass=person)(uid={0}))", 1000);
        if (!filter.contains(NAME)) {
            throw keys.wrong("user.filter", "it does not say where the name goes: " + NAME);
        }
        filter(keys, "user.filter", filter.replace(NAME, "x"));
        String disabled = keys.text("disabled.filter", "", 1000);
        if (!disabled.isEmpty()) {
            filter(keys, "disabled.filter", disabled);
        }
        String groupBase = dn(keys, "group.base", keys.text("group.base", base, 500));
        GroupWay way = GroupWay.valueOf(ad ? keys.choice("group.way", "NESTED", "ATTRIBUTE", "SEARCH") : keys.choice("group.way", "SEARCH", "ATTRIBUTE", "NESTED"));
        boolean plain = keys.choice("tls", "REQUIRED", "NONE").equals("NONE");
        LdapSettings settings = new LdapSettings(servers(keys), plain, caFile(keys), ad, base, bindDn, password, userDn, filter,
                keys.text("subject.attribute", ad ? "objectGUID" : "entryUUID", 100), disabled.isEmpty() ? null : disabled, way, groupBase,
                Duration.ofSeconds(keys.number("timeout.seconds", 8, 1, 60)), keys.number("connections", 8, 1, 100), rules);
        keys.refuseUnknown();
        return settings;
    }

    private static List<Server> servers(Keys keys) {
        List<Server> servers = new ArrayList<>();
        for (String one : keys.several("servers", "")) {
            try {
                URI uri = URI.create(one);
                boolean tls = "ldaps".equals(uri.getScheme());
                if (!tls && !"ldap".equals(uri.getScheme()) || uri.getHost() == null) {
                    throw new IllegalArgumentException(one);
                }
                servers.add(new Server(uri.getHost().replaceAll("^\\[|]$", ""), uri.getPort() > 0 ? uri.getPort() : tls ? TLS_PORT : PORT, tls));
            } catch (IllegalArgumentException noAddress) {
                throw keys.wrong("servers", "\"" + one + "\" is no address like ldaps://dc1.example.cn or ldap://10.0.0.5:389");
            }
        }
        if (servers.isEmpty()) {
            throw keys.wrong("servers", "it is needed");
        }
        return List.copyOf(servers);
    }

    private static @Nullable Path caFile(Keys keys) {
        String file = keys.text("ca.file", "", 1000);
        if (file.isEmpty()) {
            return null;
        }
        if (!Files.isReadable(Path.of(file))) {
            throw keys.wrong("ca.file", file + " cannot be read");
        }
        return Path.of(file);
    }

    private static String dn(Keys keys, String key, String value) {
        if (!DN.isValidDN(value)) {
            throw keys.wrong(key, "\"" + value + "\" is no distinguished name");
        }
        return value;
    }

    private static void filter(Keys keys, String key, String value) {
        try {
            Filter.create(value);
        } catch (LDAPException noFilter) {
            throw keys.wrong(key, "it is no filter: " + noFilter.getMessage());
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "LdapSettings" + servers + baseDn;
    }
}
