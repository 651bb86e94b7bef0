package org.shuyuan.directory.internal.rest;

import javax.ws.rs.core.Application;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationBase;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;
import org.shuyuan.api.module.ModuleHealth;
import org.shuyuan.rest.RestApplication;

/** {@code /api/directory}. */
@Component(service = Application.class)
@RestApplication
@JaxrsName("directory")
@JaxrsApplicationBase("/api/directory")
public class DirectoryApplication extends Application {

    @Activate
    public DirectoryApplication(@Reference ModuleHealth afterItsResources) {
        // asks for nothing, see RestApplication
    }
}
