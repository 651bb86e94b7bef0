package org.shuyuan.modules.internal.shell;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.shuyuan.modules.internal.ModuleConsole;

/** {@code shuyuan:module-back}. */
@Service
@Command(scope = "shuyuan", name = "module-back", description = "Brings an earlier version of a module back; its tables stay as they are")
public final class ModuleBack extends ModuleAction {

    @Argument(name = "module", description = "Id of a module", required = true)
    @Completion(ModuleIds.class)
    private String module = "";

    @Argument(index = 1, name = "version", description = "As shuyuan:module-versions names it", required = true)
    @Completion(KeptVersionNames.class)
    private String version = "";

    @Override
    void run(ModuleConsole console) throws ModuleConsole.Refused {
        print(console.back(module, version));
    }
}
