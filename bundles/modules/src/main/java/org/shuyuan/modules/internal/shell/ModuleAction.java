package org.shuyuan.modules.internal.shell;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;
import org.shuyuan.modules.internal.ModuleConsole;

/** What the commands share; the container fills the fields of each call's own object. */
abstract class ModuleAction implements Action {

    @Reference
    private @Nullable ModuleConsole console;
    @Reference
    private @Nullable Session session;

    abstract void run(ModuleConsole of) throws ModuleConsole.Refused;

    /** A refusal ends the command with its sentence, so that scripts see that it failed. */
    @Override
    public @Nullable Object execute() throws ModuleConsole.Refused {
        if (console != null) {
            run(console);
        }
        return null;
    }

    void print(String line) {
        if (session != null) {
            session.getConsole().println(line);
        }
    }

    void print(ModuleConsole.Table rows) {
        if (session != null) {
            ShellTable table = new ShellTable();
            rows.columns().forEach(table::column);
            rows.rows().forEach(row -> table.addRow().addContent(row.toArray()));
            table.print(session.getConsole());
        }
    }
}
