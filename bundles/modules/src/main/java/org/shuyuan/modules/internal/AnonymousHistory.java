package org.shuyuan.modules.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.records.Anonymiser;
import org.shuyuan.api.tx.TransactionFailed;

/** What was done with modules stays; who did it stands there by the account's name, which is replaced. Thread-safe. */
@Component(service = Anonymiser.class)
public final class AnonymousHistory implements Anonymiser {

    /** Names of accounts: table and column. */
    private static final List<String[]> SIGNED = List.of(new String[] {"modules_history", "who"}, new String[] {"modules_desired", "changed_by"},
            new String[] {"modules_active", "changed_by"});

    private final DataSource db;

    @Activate
    public AnonymousHistory(@Reference(target = "(osgi.jndi.service.name=shuyuan.modules)") DataSource db) {
        this.db = db;
    }

    @Override
    public String module() {
        return "modules";
    }

    @Override
    public List<Holding> holdings(Caller caller, Leaver who) {
        return Anonymiser.held(List.of(new Holding("anonymise.signed", signed(who.signedAs()), Fate.NAMELESS, "anonymise.signed.why")));
    }

    @Override
    public void anonymise(Caller caller, Leaver who) {
        each(who.signedAs(), (c, where, name) -> {
            try (PreparedStatement s = c.prepareStatement("update " + where[0] + " set " + where[1] + " = ? where " + where[1] + " = ?")) {
                s.setString(1, who.label());
                s.setString(2, name);
                return s.executeUpdate();
            }
        });
    }

    private long signed(Set<String> names) {
        return each(names, (c, where, name) -> {
            try (PreparedStatement s = c.prepareStatement("select count(*) from " + where[0] + " where " + where[1] + " = ?")) {
                s.setString(1, name);
                try (ResultSet r = s.executeQuery()) {
                    r.next();
                    return r.getLong(1);
                }
            }
        });
    }

    private interface Work {
        long in(Connection c, String[] where, String name) throws SQLException;
    }

    private long each(Set<String> names, Work work) {
        try (Connection c = db.getConnection()) {
            long all = 0;
            for (String[] where : SIGNED) {
                for (String name : names) {
                    all += work.in(c, where, name);
                }
            }
            return all;
        } catch (SQLException e) {
            throw new TransactionFailed("Names in the history of modules not read or replaced", e);
        }
    }
}
