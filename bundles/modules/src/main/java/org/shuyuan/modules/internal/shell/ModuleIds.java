package org.shuyuan.modules.internal.shell;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;
import org.shuyuan.modules.internal.ModuleConsole;

/** Completes the ids of the modules that may come and go. */
@Service
public final class ModuleIds implements Completer {

    @Reference
    private @Nullable ModuleConsole console;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(console == null ? List.of() : console.ids()).complete(session, line, candidates);
    }
}
