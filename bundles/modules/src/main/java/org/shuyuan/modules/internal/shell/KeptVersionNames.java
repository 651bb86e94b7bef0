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

/** Completes the kept versions of the module that stands before. */
@Service
public final class KeptVersionNames implements Completer {

    @Reference
    private @Nullable ModuleConsole console;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        int before = line.getCursorArgumentIndex() - 1;
        List<String> versions = console == null || before < 0 || before >= line.getArguments().length ? List.of() : console.keptVersions(line.getArguments()[before]);
        return new StringsCompleter(versions).complete(session, line, candidates);
    }
}
