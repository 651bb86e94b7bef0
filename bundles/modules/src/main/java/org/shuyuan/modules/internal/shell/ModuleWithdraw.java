package org.shuyuan.modules.internal.shell;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.shuyuan.modules.internal.ModuleConsole;

/** {@code shuyuan:module-withdraw}. */
@Service
@Command(scope = "shuyuan", name = "module-withdraw", description = "Takes a module out of the running portal; its data stays")
public final class ModuleWithdraw extends ModuleAction {

    @Argument(name = "module", description = "Id of a module", required = true)
    @Completion(ModuleIds.class)
    private String module = "";

    @Override
    void run(ModuleConsole console) throws ModuleConsole.Refused {
        print(console.withdraw(module));
    }
}
