package org.shuyuan.api.directory;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.text.Language;

/**
 * An audience group: who is addressed together.
 *
 * @param id of the group
 * @param unit whose it is: nobody outside its subtree is in it; null: the whole portal's
 * @param names by language tag; the simplified Chinese one is always there
 * @param byRule its members follow from a rule; else they are named by hand
 * @param open false when it is no longer offered; who was in it stays answerable
 */
public record Group(UUID id, @Nullable UUID unit, Map<String, String> names, boolean byRule, boolean open) {

    /**
     * What it is called.
     *
     * @param language of the reader
     * @return the simplified Chinese name where there is none in the language
     */
    public String name(Language language) {
        return names.getOrDefault(language.tag(), names.getOrDefault(Language.ZH_CN.tag(), ""));
    }
}
