package org.shuyuan.access.ldap.internal;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.shuyuan.api.access.PasswordSource;
import org.shuyuan.api.settings.Keys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers the source while its settings are right and say {@code enabled = true}; a change of the file makes a new one. */
@Component(immediate = true, service = {}, configurationPid = "org.shuyuan.access.ldap")
public class LdapActivation {

    private static final Logger LOG = LoggerFactory.getLogger(LdapActivation.class);

    private final @Nullable LdapSource source;
    private final @Nullable ServiceRegistration<PasswordSource> registration;

    @Activate
    public LdapActivation(BundleContext context, Map<String, Object> given) {
        try {
            Keys keys = new Keys(LdapSettings.FILE, given);
            source = keys.flag("enabled", false) ? new LdapSource(LdapSettings.of(keys)) : null;
        } catch (IllegalArgumentException wrong) {
            LOG.error("Nobody can sign in by LDAP until this is mended: {}", wrong.getMessage());
            throw wrong;
        }
        registration = source == null ? null : context.registerService(PasswordSource.class, source, null);
    }

    @Deactivate
    public void stop() {
        if (registration != null) {
            registration.unregister();
        }
        if (source != null) {
            source.close();
        }
    }
}
