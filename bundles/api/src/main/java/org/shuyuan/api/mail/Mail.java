package org.shuyuan.api.mail;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.shuyuan.api.text.Language;

/**
 * Sends plain mail. A letter that was taken stands in the database until a mail server has it, so that a restart loses none; what failed
 * for a while is tried again, what was refused is kept for the administrator to see. Thread-safe.
 */
@ProviderType
public interface Mail {

    /**
     * What to write to whom. Its subject is the text {@code key} of the module's i18n files, its body the text {@code key.text}, both in
     * {@code language}.
     *
     * @param module id of the module that writes
     * @param key of the subject's text
     * @param values for the texts' placeholders; they are stored, so no secret may be among them
     * @param language the reader's
     * @param to one address
     * @param name the reader's, may be empty
     * @param person whose letter it is, so that it is told to them and goes when they are anonymised; null: nobody's whom the directory knows
     * @param once what this letter is, at most 200 characters: a second one with the same is not taken; null: each is another
     * @param reference given to the module's {@link MailSecrets} when the letter is handed over, at most 100 characters; null: they are not
     *     asked
     * @param worth for how long it is worth being tried; null: as long as the settings say
     */
    record Letter(String module, String key, Map<String, String> values, Language language, String to, String name, @Nullable UUID person, @Nullable String once,
            @Nullable String reference, @Nullable Duration worth) {}

    /**
     * Whether mail is set up, and where its readers reach the portal.
     *
     * @return scheme, host and port without a path, as the administrator wrote it down, never from a request; empty while no mail can be
     *     sent
     */
    Optional<String> portal();

    /**
     * Takes a letter in the caller's transaction; it is sent after the commit.
     *
     * @param letter what to write
     * @return false when mail is not set up or the letter was taken before
     * @throws IllegalArgumentException when it is too large or {@code to} is no address
     */
    boolean send(Letter letter);
}
