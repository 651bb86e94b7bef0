package org.shuyuan.access.oidc.internal;

import java.time.Clock;
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
@Component(immediate = true, service = {}, configurationPid = "org.shuyuan.access.oidc")
public class OidcActivation {

    private static final Logger LOG = LoggerFactory.getLogger(OidcActivation.class);

    private final @Nullable ServiceRegistration<RedirectSource> registration;

    @Activate
    public OidcActivation(BundleContext context, Map<String, Object> given) {
        @Nullable OidcSource source;
        try {
            Keys keys = new Keys(OidcSettings.FILE, given);
            source = keys.flag("enabled", false) ? new OidcSource(OidcSettings.of(keys), Clock.systemUTC()) : null;
        } catch (IllegalArgumentException wrong) {
            LOG.error("Nobody can sign in by OpenID Connect until this is mended: {}", wrong.getMessage());
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
