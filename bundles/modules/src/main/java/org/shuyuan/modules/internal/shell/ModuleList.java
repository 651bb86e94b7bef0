package org.shuyuan.modules.internal.shell;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.shuyuan.modules.internal.ModuleConsole;

/** {@code shuyuan:module-list}. */
@Service
@Command(scope = "shuyuan", name = "module-list", description = "Lists the modules: what runs, what was withdrawn, what failed and why")
public final class ModuleList extends ModuleAction {

    @Override
    void run(ModuleConsole console) {
        print(console.list());
    }
}
