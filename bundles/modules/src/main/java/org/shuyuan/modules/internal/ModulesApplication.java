package org.shuyuan.modules.internal;

import javax.ws.rs.core.Application;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationBase;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;
import org.shuyuan.api.module.ModuleHealth;
import org.shuyuan.rest.RestApplication;

/** {@code /api/modules}. */
@Component(service = Application.class)
@RestApplication
@JaxrsName("modules")
@JaxrsApplicationBase("/api/modules")
public class ModulesApplication extends Application {

    @Activate
    public ModulesApplication(@Reference ModuleHealth afterItsResources) {
        // asks for nothing, see RestApplication
    }
}
