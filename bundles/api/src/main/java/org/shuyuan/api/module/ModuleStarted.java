package org.shuyuan.api.module;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Says that a module which was brought has started: whatever it offers at once is there. Published with the property {@code shuyuan.module}, the module's id, after
 * its bundle's start, and taken back before the bundle is stopped, exchanged or taken away.
 *
 * <p>A module's JAX-RS application asks for it, {@code @Reference(target = "(shuyuan.module=reading)") ModuleStarted afterItsResources}, and so comes after the module's
 * resources and goes before them: the whiteboard builds an application's interface anew for each resource that comes or goes while it is there. Holds nothing.
 */
@ProviderType
public interface ModuleStarted {

    /** The service property that names the module. */
    String MODULE = "shuyuan.module";
}
