package org.shuyuan.notices.internal.mail;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.shuyuan.api.settings.Keys;
import org.shuyuan.rest.Trust;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether mail is set up, and how; a change of the file makes a new one. Immutable. */
@Component(service = MailSetup.class, configurationPid = "org.shuyuan.notices.mail")
public class MailSetup {

    private static final Logger LOG = LoggerFactory.getLogger(MailSetup.class);

    private final @Nullable MailSettings settings;
    private final @Nullable String wrong;

    @Activate
    public MailSetup(Map<String, Object> given) {
        this(new Keys(MailSettings.FILE, given));
    }

    MailSetup(Keys keys) {
        @Nullable MailSettings read = null;
        @Nullable String refused = null;
        try {
            read = MailSettings.of(keys);
            if (read != null) {
                Trust.of(read.caFile());
            }
        } catch (IllegalArgumentException why) {
            read = null;
            refused = why.getMessage();
            LOG.error("No mail is sent until this is mended: {}", refused);
        }
        settings = read;
        wrong = refused;
    }

    /** Null while mail is not set up. */
    @Nullable MailSettings settings() {
        return settings;
    }

    /** What is wrong with the file, without any secret; null when nothing is. */
    @Nullable String wrong() {
        return wrong;
    }
}
