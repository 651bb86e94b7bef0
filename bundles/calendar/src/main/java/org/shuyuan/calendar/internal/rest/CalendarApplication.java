package org.shuyuan.calendar.internal.rest;

import javax.ws.rs.core.Application;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationBase;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;
import org.shuyuan.api.module.ModuleStarted;
import org.shuyuan.rest.RestApplication;

/** Everything under {@code /api/calendar}. */
@Component(service = Application.class)
@RestApplication
@JaxrsName("calendar")
@JaxrsApplicationBase("/api/calendar")
public class CalendarApplication extends Application {

    @Activate
    public CalendarApplication(@Reference(target = "(shuyuan.module=calendar)") ModuleStarted afterItsResources) {
        // asks for nothing, see RestApplication
    }
}
