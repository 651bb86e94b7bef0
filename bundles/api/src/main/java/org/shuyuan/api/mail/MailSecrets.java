package org.shuyuan.api.mail;

import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a letter says that may be stored nowhere: a service of the module that writes it, asked when the letter is about to be handed to
 * the mail server, outside of any transaction, and again for each further try. Thread-safe.
 */
@ConsumerType
public interface MailSecrets {

    /**
     * The module whose letters it knows.
     *
     * @return its id
     */
    String module();

    /**
     * Further values for the texts' placeholders.
     *
     * @param key of the letter's text
     * @param reference what the letter was given
     * @return empty when the letter is not wanted any more; it is then dropped
     */
    Optional<Map<String, String>> values(String key, String reference);
}
