package org.shuyuan.persistence.scripts;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether a script does nothing but make, change and fill tables. A script out of an archive comes from wherever the archive comes from, and the database's owner runs
 * it: what reads or writes files, runs programs or makes functions has no place in it. Immutable.
 */
public final class Tables {

    private static final Pattern ALLOWED = Pattern.compile("^(?:create (?:unique )?(?:table|index|view|sequence)|create or replace view|create materialized view"
            + "|alter (?:table|index|view|sequence)|drop (?:table|index|view|materialized view|sequence)|comment on|insert into|update|delete from)\\b.*");
    /** Functions and clauses by which H2 and PostgreSQL reach files, other databases and classes. */
    private static final Pattern REACHING = Pattern.compile("\\b(?:file_write|file_read|csvwrite|csvread|link_schema|database_path|lo_import|lo_export|lo_put|dblink\\w*|pg_\\w+"
            + "|query_to_xml\\w*|set_config)\\b\"? ?\\(|\\bengine\\b ?\"|u&\"");

    private Tables() {}

    /**
     * Looks through a script.
     *
     * @param sql the text of a migration
     * @return the first statement that does something else, in one line
     */
    public static Optional<String> strange(String sql) {
        List<String> statements = Expanding.statements(sql);
        return statements.stream().filter(one -> !one.isEmpty()).filter(one -> {
            String lower = one.toLowerCase(Locale.ROOT);
            return !ALLOWED.matcher(lower).matches() || REACHING.matcher(lower).find();
        }).findFirst();
    }
}
