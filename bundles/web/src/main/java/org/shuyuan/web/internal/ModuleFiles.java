package org.shuyuan.web.internal;

import java.net.URL;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.module.ModulePage;

/** The pages of the modules that are there now. */
interface ModuleFiles {

    /** The tag that the module's addresses carry now; empty when there is no such module. */
    Optional<String> tag(String module);

    /** What a browser needs first for the module's page at a path. */
    Optional<ModulePage> page(String module, String path);

    /** A file of the module's {@code shuyuan/web/}. */
    @Nullable URL find(String module, String file);
}
