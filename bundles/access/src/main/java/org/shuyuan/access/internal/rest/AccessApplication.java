package org.shuyuan.access.internal.rest;

import javax.ws.rs.core.Application;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationBase;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;
import org.shuyuan.api.module.ModuleHealth;
import org.shuyuan.rest.RestApplication;

/** {@code /api/access}. */
@Component(service = Application.class)
@RestApplication
@JaxrsName("access")
@JaxrsApplicationBase("/api/access")
public class AccessApplication extends Application {

    @Activate
    public AccessApplication(@Reference ModuleHealth afterItsResources) {
        // asks for nothing, see RestApplication
    }
}
