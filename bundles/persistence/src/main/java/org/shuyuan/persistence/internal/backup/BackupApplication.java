package org.shuyuan.persistence.internal.backup;

import javax.ws.rs.core.Application;
import org.osgi.service.component.annotations.Component;

/** {@code /api/persistence}. {@code rest} needs this bundle, so its annotations are spelled out here. */
@Component(service = Application.class,
        property = {"shuyuan.api:Boolean=true", "osgi.jaxrs.name=persistence", "osgi.jaxrs.application.base=/api/persistence"})
public class BackupApplication extends Application {}
