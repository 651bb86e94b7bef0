package org.shuyuan.api.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.shuyuan.api.settings.Keys;
import org.shuyuan.api.text.Language;

/**
 * What the administrator says about the people of a source outside: the keys that all sources' settings have in common. Immutable.
 *
 * @param labels what the sign-in page calls it, for each language
 * @param attribute which of the source's attributes is compared
 * @param by with what of ours
 * @param create whether a person who has no account yet gets one
 * @param role of an account that is made, at the person's unit; empty for none
 * @param groups which group gives which role where
 * @param administrators whether system administrators may come in through this source, and groups may make some
 * @param keepPasswords whether an account keeps its password of the portal once it is found through this source
 * @param secondFactor whether the portal asks for its own second factor; false when the source has asked for one
 */
public record OutsideRules(Map<Language, String> labels, String attribute, By by, boolean create, String role, List<GroupRole> groups,
        boolean administrators, boolean keepPasswords, boolean secondFactor) {

    /** What of ours an attribute is compared with. */
    public enum By {
        /** The staff number of a person. */
        NUMBER,
        /** The mail address of a person. */
        MAIL,
        /** The telephone number of a person. */
        PHONE,
        /** The name of an account. */
        ACCOUNT
    }

    /**
     * Whoever is in the group holds the role there.
     *
     * @param group as the source names it
     * @param role key of a role
     * @param unit an id, or names from the top down joined by {@code /}; {@code *} for the system administrator's role
     */
    public record GroupRole(String group, String role, String unit) {}

    private static final String ADMINISTRATOR = "system-administrator";
    private static final int MOST_GROUPS = 200;

    /**
     * Reads the keys that all sources have.
     *
     * @param keys of the source's file
     * @param label what it is called while the file says nothing, for each language
     * @param attribute the attribute that is compared while the file says nothing
     * @return rules
     * @throws IllegalArgumentException says which key is wrong and how
     */
    public static OutsideRules of(Keys keys, Map<Language, String> label, String attribute) {
        Map<Language, String> labels = Map.of(Language.ZH_CN, keys.text("label.cn", label.getOrDefault(Language.ZH_CN, ""), 40),
                Language.ZH_TW, keys.text("label.tw", label.getOrDefault(Language.ZH_TW, ""), 40),
                Language.EN, keys.text("label.en", label.getOrDefault(Language.EN, ""), 40));
        boolean administrators = keys.flag("administrators", false);
        return new OutsideRules(labels, keys.text("match.attribute", attribute, 100), By.valueOf(keys.choice("match.by", "NUMBER", "MAIL", "PHONE", "ACCOUNT")),
                keys.choice("match.unknown", "REFUSE", "CREATE").equals("CREATE"), role(keys), groups(keys, administrators),
                administrators, keys.flag("keep.passwords", false), keys.choice("second.factor", "PORTAL", "SOURCE").equals("PORTAL"));
    }

    private static String role(Keys keys) {
        String role = keys.text("match.role", "member", 64);
        if (role.equals(ADMINISTRATOR)) {
            throw keys.wrong("match.role", "nobody becomes " + ADMINISTRATOR + " by the first sign-in");
        }
        return role.equals("none") ? "" : role;
    }

    private static List<GroupRole> groups(Keys keys, boolean administrators) {
        List<GroupRole> found = new ArrayList<>();
        for (String line : keys.text("groups", "", 20_000).split(";")) {
            if (line.isBlank()) {
                continue;
            }
            int arrow = line.lastIndexOf("->");
            int at = line.lastIndexOf('@');
            if (arrow < 1 || at < arrow) {
                throw keys.wrong("groups", "\"" + line.strip() + "\" is not written as: group -> role @ unit");
            }
            GroupRole one = new GroupRole(line.substring(0, arrow).strip(), line.substring(arrow + 2, at).strip(), line.substring(at + 1).strip());
            if (one.group().isEmpty() || one.role().isEmpty() || one.unit().isEmpty()) {
                throw keys.wrong("groups", "\"" + line.strip() + "\" is not written as: group -> role @ unit");
            }
            if (one.role().equals(ADMINISTRATOR) != one.unit().equals("*")) {
                throw keys.wrong("groups", "the role " + ADMINISTRATOR + " is held at * and no other role is");
            }
            if (one.role().equals(ADMINISTRATOR) && !administrators) {
                throw keys.wrong("groups", "it names the role " + ADMINISTRATOR + ", which needs administrators = true");
            }
            found.add(one);
        }
        if (found.size() > MOST_GROUPS) {
            throw keys.wrong("groups", "it has more than " + MOST_GROUPS + " lines");
        }
        return List.copyOf(found);
    }

    /**
     * What the sign-in page calls the source.
     *
     * @param language the reader's
     * @return never empty
     */
    public String label(Language language) {
        return labels.getOrDefault(language, "");
    }
}
