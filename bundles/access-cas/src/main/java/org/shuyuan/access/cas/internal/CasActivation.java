package org.shuyuan.access.cas.internal;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.shuyuan.api.access.RedirectSource;
import org.shuyuan.api.settings.Keys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers the source while its settings are right and say {@code enabled = true}; a change of the file makes a new one. */
@Component(immediate = true, service = {}, configurationPid = "org.shuyuan.access.cas")
public class CasActivation {

    private static final Logger LOG = LoggerFactory.getLogger(CasActivation.class);

    private final @Nullable ServiceRegistration<RedirectSource> registration;

    @Activate
    public CasActivation(BundleContext context, Map<String, Object> given) {
        @Nullable CasSource source;
        try {
            Keys keys = new Keys(CasSettings.FILE, given);
            source = keys.flag("enabled", false) ? new CasSource(CasSettings.of(keys)) : null;
        } catch (IllegalArgumentException wrong) {
            LOG.error("Nobody can sign in by CAS until this is mended: {}", wrong.getMessage());
            throw wrong;
        }
        registration = source == null ? null : context.registerService(RedirectSource.class, source, null);
    }

    @Deactivate
    public void stop() {
        if (registration != null) {
            registration.unregister();
        }
    }
}
