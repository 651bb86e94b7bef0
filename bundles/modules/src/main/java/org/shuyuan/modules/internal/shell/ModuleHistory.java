package org.shuyuan.modules.internal.shell;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;
import org.shuyuan.modules.internal.ModuleConsole;

/** {@code shuyuan:module-history}. */
@Service
@Command(scope = "shuyuan", name = "module-history", description = "Says what was done to the modules and what failed, the newest first")
public final class ModuleHistory extends ModuleAction {

    @Argument(name = "module", description = "Id of a module; all where none is given")
    @Completion(ModuleIds.class)
    private @Nullable String module;

    @Override
    void run(ModuleConsole console) {
        print(console.history(module));
    }
}
