package org.shuyuan.registers.internal.rest;

import javax.ws.rs.core.Application;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationBase;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;
import org.shuyuan.api.module.ModuleHealth;
import org.shuyuan.rest.RestApplication;

/** Everything under {@code /api/registers}. */
@Component(service = Application.class)
@RestApplication
@JaxrsName("registers")
@JaxrsApplicationBase("/api/registers")
public class RegistersApplication extends Application {

    @Activate
    public RegistersApplication(@Reference ModuleHealth afterItsResources) {
        // asks for nothing, see RestApplication
    }
}
