package org.shuyuan.modules.internal.shell;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.shuyuan.modules.internal.ModuleConsole;

/** {@code shuyuan:module-versions}. */
@Service
@Command(scope = "shuyuan", name = "module-versions", description = "Lists the versions of a module that are kept and can be brought back")
public final class ModuleVersions extends ModuleAction {

    @Argument(name = "module", description = "Id of a module", required = true)
    @Completion(ModuleIds.class)
    private String module = "";

    @Override
    void run(ModuleConsole console) {
        print(console.versions(module));
    }
}
