package org.shuyuan.notices.internal.rest;

import javax.ws.rs.core.Application;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationBase;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;
import org.shuyuan.api.module.ModuleHealth;
import org.shuyuan.rest.RestApplication;

/** {@code /api/notices}. */
@Component(service = Application.class)
@RestApplication
@JaxrsName("notices")
@JaxrsApplicationBase("/api/notices")
public class NoticesApplication extends Application {

    @Activate
    public NoticesApplication(@Reference ModuleHealth afterItsResources) {
        // asks for nothing, see RestApplication
    }
}
