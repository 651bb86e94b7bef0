package org.shuyuan.notices.internal.mail;

import com.sun.mail.smtp.SMTPAddressFailedException;
import com.sun.mail.smtp.SMTPSendFailedException;
import com.sun.mail.smtp.SMTPSenderFailedException;
import com.sun.mail.smtp.SMTPTransport;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import javax.activation.DataHandler;
import javax.mail.Address;
import javax.mail.AuthenticationFailedException;
import javax.mail.Message;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.URLName;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;
import javax.mail.util.ByteArrayDataSource;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.shuyuan.rest.Trust;

/** One connection to the mail server of the settings, opened when the first letter is sent. Confined to one thread. */
final class MailServer implements AutoCloseable {

    /** A letter as it goes out. */
    record Written(UUID id, String to, String name, String subject, String body, Instant at) {}

    /** How far a failure reaches. */
    enum Reach {
        /** This letter, for good. */
        LETTER,
        /** This letter, for now. */
        LETTER_NOW,
        /** All letters, as long as it lasts: the server is away, or refuses the portal itself. */
        SERVER,
        /** This letter: the server may have it or not. */
        DOUBT,
        /** Nothing: another node has taken the letter over. */
        ELSEWHERE
    }

    /** Why a letter did not go out. */
    static final class Failed extends Exception {

        private static final long serialVersionUID = 1;

        private final Reach reach;
        private final String reason;
        private final String detail;

        Failed(Reach reach, String reason, @Nullable String detail) {
            super(reason);
            this.reach = reach;
            this.reason = reason;
            this.detail = Addresses.cut(Addresses.line(detail == null ? "" : detail), LONGEST_DETAIL);
        }

        Reach reach() {
            return reach;
        }

        String reason() {
            return reason;
        }

        /** What the other side said, in one line. */
        String detail() {
            return detail;
        }
    }

    private static final int LONGEST_DETAIL = 300;
    private static final int LONGEST_SUBJECT = 200;
    private static final int LONGEST_BODY = 20_000;

    private final MailSettings settings;
    private final Session session;
    private @Nullable Handing open;

    MailServer(MailSettings settings) {
        this.settings = settings;
        Properties p = new Properties();
        String millis = Long.toString(settings.timeout().toMillis());
        p.put("mail.smtp.connectiontimeout", millis);
        p.put("mail.smtp.timeout", millis);
        p.put("mail.smtp.writetimeout", millis);
        p.put("mail.smtp.localhost", settings.portalHost());
        p.put("mail.smtp.quitwait", "false");
        p.put("mail.smtp.auth", Boolean.toString(!settings.user().isEmpty()));
        p.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
        p.put("mail.smtp.starttls.enable", Boolean.toString(settings.tls() == MailSettings.Tls.STARTTLS));
        p.put("mail.smtp.starttls.required", Boolean.toString(settings.tls() == MailSettings.Tls.STARTTLS));
        p.put("mail.smtp.ssl.enable", Boolean.toString(settings.tls() == MailSettings.Tls.TLS));
        // NamedServers checks it
        p.put("mail.smtp.ssl.checkserveridentity", "false");
        p.put("mail.smtp.ssl.protocols", "TLSv1.2 TLSv1.3");
        if (settings.tls() != MailSettings.Tls.NONE) {
            p.put("mail.smtp.ssl.socketFactory", new NamedServers(Trust.of(settings.caFile()).getSocketFactory()));
            p.put("mail.smtp.ssl.socketFactory.fallback", "false");
        }
        session = session(p);
    }

    /**
     * @param handing asked just before the server takes the letter, which then cannot be called back; false stops it
     */
    void send(Written letter, BooleanSupplier handing) throws Failed {
        try {
            loading(() -> {
                MimeMessage message = message(letter);
                Handing transport = connected();
                transport.before = handing;
                transport.handed = false;
                transport.sendMessage(message, message.getAllRecipients());
                return null;
            });
        } catch (MessagingException | UnsupportedEncodingException e) {
            boolean handed = open != null && open.handed;
            close();
            throw failed(e, handed);
        }
    }

    private MimeMessage message(Written letter) throws MessagingException, UnsupportedEncodingException {
        MimeMessage message = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                // the same at each try, so that mail programs know a letter again
                setHeader("Message-ID", "<" + letter.id() + "@" + settings.from().substring(settings.from().indexOf('@') + 1) + ">");
            }
        };
        message.setFrom(address(settings.from(), settings.fromName()));
        message.setRecipient(Message.RecipientType.TO, address(Addresses.ascii(letter.to()), letter.name()));
        message.setSubject(Addresses.cut(Addresses.line(letter.subject()), LONGEST_SUBJECT), "UTF-8");
        message.setSentDate(Date.from(letter.at()));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("X-Auto-Response-Suppress", "All");
        byte[] body = Addresses.cut(letter.body(), LONGEST_BODY).replaceAll("\\r?\\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        message.setDataHandler(new DataHandler(new ByteArrayDataSource(body, "text/plain; charset=UTF-8")));
        message.saveChanges();
        return message;
    }

    private static Address address(String address, String name) throws UnsupportedEncodingException {
        String shown = Addresses.line(name);
        return shown.isEmpty() ? new InternetAddress(address, null) : new InternetAddress(address, shown, "UTF-8");
    }

    private Handing connected() throws MessagingException {
        Handing transport = open;
        if (transport == null || !transport.isConnected()) {
            transport = new Handing(session);
            open = transport;
            transport.connect(settings.host(), settings.port(), settings.user().isEmpty() ? null : settings.user(), settings.password().isEmpty() ? null : settings.password());
        }
        return transport;
    }

    private static Failed failed(Exception e, boolean handed) {
        for (Throwable t = e; t != null; t = next(t)) {
            if (t instanceof Superseded) {
                return new Failed(Reach.ELSEWHERE, "elsewhere", "");
            }
            if (t instanceof AuthenticationFailedException) {
                return new Failed(Reach.SERVER, "sign-in", t.getMessage());
            }
            if (t instanceof SMTPSenderFailedException) {
                return new Failed(Reach.SERVER, "sender", t.getMessage());
            }
            if (t instanceof SMTPAddressFailedException refused) {
                return new Failed(reach(refused.getReturnCode()), "refused", t.getMessage());
            }
            if (t instanceof SMTPSendFailedException refused && refused.getReturnCode() > 0 && !(refused.getNextException() instanceof SMTPAddressFailedException)
                    && !(refused.getNextException() instanceof SMTPSenderFailedException)) {
                if (String.valueOf(refused.getCommand()).startsWith("MAIL")) {
                    return new Failed(Reach.SERVER, "sender", t.getMessage());
                }
                return new Failed(refused.getReturnCode() == 421 ? Reach.SERVER : reach(refused.getReturnCode()), "refused", t.getMessage());
            }
        }
        if (handed) {
            return new Failed(Reach.DOUBT, "interrupted", cause(e));
        }
        return new Failed(Reach.SERVER, encryption(e) ? "tls" : "unreachable", cause(e));
    }

    /** The library says some of it in words only. */
    private static boolean encryption(Exception e) {
        for (Throwable t = e; t != null; t = under(t)) {
            if (t instanceof SSLException || String.valueOf(t.getMessage()).matches("(?is).*(STARTTLS|identity of server).*")) {
                return true;
            }
        }
        return false;
    }

    private static Reach reach(int code) {
        return code >= 500 && code < 600 ? Reach.LETTER : Reach.LETTER_NOW;
    }

    private static @Nullable Throwable next(Throwable t) {
        return t instanceof MessagingException m ? m.getNextException() : t.getCause();
    }

    /** The library's own sentence and the reason under it, each in one line. */
    private static String cause(Throwable e) {
        Throwable last = e;
        for (Throwable further = under(e); further != null && further != last; further = under(further)) {
            last = further;
        }
        String first = String.valueOf(e.getMessage()).split("\\R")[0];
        String said = last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
        return last == e || first.contains(said) ? first : first + ": " + said;
    }

    private static @Nullable Throwable under(Throwable t) {
        return next(t) != null ? next(t) : t.getCause();
    }

    @Override
    public void close() {
        Handing transport = open;
        open = null;
        if (transport != null) {
            try {
                loading(() -> {
                    transport.close();
                    return null;
                });
            } catch (MessagingException | UnsupportedEncodingException alreadyGone) {
                // there is nothing left to close
            }
        }
    }

    private interface Work<T extends @Nullable Object> {
        T run() throws MessagingException, UnsupportedEncodingException;
    }

    /** The library finds its parts through the thread's class loader, which in the container knows nothing of it. */
    private static <T extends @Nullable Object> T loading(Work<T> work) throws MessagingException, UnsupportedEncodingException {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(SMTPTransport.class.getClassLoader());
        try {
            return work.run();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static Session session(Properties properties) {
        try {
            return loading(() -> Session.getInstance(properties));
        } catch (MessagingException | UnsupportedEncodingException never) {
            throw new IllegalStateException(never);
        }
    }

    /** Somebody else has the letter. */
    private static final class Superseded extends MessagingException {
        private static final long serialVersionUID = 1;
    }

    /** Says when the letter is handed over: the last moment at which it can be tried again without coming twice. */
    private static final class Handing extends SMTPTransport {

        private BooleanSupplier before = () -> true;
        private boolean handed;

        Handing(Session session) {
            super(session, new URLName("smtp", null, -1, null, null, null), "smtp", false);
        }

        @Override
        protected void finishData() throws IOException, MessagingException {
            if (!before.getAsBoolean()) {
                throw new Superseded();
            }
            handed = true;
            super.finishData();
            handed = false;
        }
    }
}
