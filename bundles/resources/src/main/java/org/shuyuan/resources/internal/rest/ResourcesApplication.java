package org.shuyuan.resources.internal.rest;

import javax.ws.rs.core.Application;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationBase;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;
import org.shuyuan.api.module.ModuleHealth;
import org.shuyuan.rest.RestApplication;

/** Everything under {@code /api/resources}. */
@Component(service = Application.class)
@RestApplication
@JaxrsName("resources")
@JaxrsApplicationBase("/api/resources")
public class ResourcesApplication extends Application {

    @Activate
    public ResourcesApplication(@Reference ModuleHealth afterItsResources) {
        // asks for nothing, see RestApplication
    }
}
