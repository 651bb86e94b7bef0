package org.shuyuan.transport.internal;

import javax.ws.rs.core.Application;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationBase;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;
import org.shuyuan.api.module.ModuleHealth;
import org.shuyuan.rest.RestApplication;

/** {@code /api/transport}. */
@Component(service = Application.class)
@RestApplication
@JaxrsName("transport")
@JaxrsApplicationBase("/api/transport")
public class TransportApplication extends Application {

    @Activate
    public TransportApplication(@Reference ModuleHealth afterItsResources) {
        // asks for nothing, see RestApplication
    }
}
