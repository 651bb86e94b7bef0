package org.shuyuan.persistence.internal.backup;

import javax.ws.rs.core.Application;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.module.ModuleHealth;

/** {@code /api/persistence}. {@code rest} needs this bundle, so its annotations are spelled out here. */
@Component(service = Application.class,
        property = {"shuyuan.api:Boolean=true", "osgi.jaxrs.name=persistence", "osgi.jaxrs.application.base=/api/persistence"})
public class BackupApplication extends Application {

    @Activate
    public BackupApplication(@Reference ModuleHealth afterItsResources) {
        // asks for nothing, see RestApplication of rest
    }
}
