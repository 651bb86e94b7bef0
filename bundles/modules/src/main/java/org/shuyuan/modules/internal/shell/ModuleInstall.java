package org.shuyuan.modules.internal.shell;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.shuyuan.modules.internal.ModuleConsole;

/** {@code shuyuan:module-install}. */
@Service
@Command(scope = "shuyuan", name = "module-install", description = "Installs or updates a module while everything else goes on")
public final class ModuleInstall extends ModuleAction {

    @Argument(name = "module", description = "Id of a module, or a .jar or .kar on this machine", required = true)
    @Completion(ModuleIds.class)
    private String module = "";

    @Override
    void run(ModuleConsole console) throws ModuleConsole.Refused {
        console.plan(module).forEach(this::print);
        print(console.install(module));
    }
}
