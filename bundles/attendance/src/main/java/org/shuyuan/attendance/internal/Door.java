package org.shuyuan.attendance.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.id.Secrets;

/**
 * Where people sign in to a gathering by a code on the room's screen. The code is an address; it changes with time and says nothing without
 * the secret (HMAC-SHA-256 over the number of the interval, as RFC 6238 does it). Who opens it in time gets a ticket that only the device
 * it was given to can use, so that there is time to sign in to the portal. Immutable.
 *
 * @param lateAfter who signs in later is late
 * @param addresses from which people may sign in; empty: from anywhere
 */
public record Door(UUID gathering, String secret, Instant opens, Instant closes, Instant lateAfter, String addresses, boolean stopped) {

    /** How long one code is shown. */
    public static final Duration SHOWN = Duration.ofSeconds(5);
    /** How long a ticket can be used. */
    static final Duration TICKET = Duration.ofMinutes(10);
    private static final int CODE = 8;
    private static final int SEAL = 16;

    /** Whether people can sign in at the moment. */
    public boolean open(Instant now) {
        return !stopped && !now.isBefore(opens) && now.isBefore(closes);
    }

    /** As it is when the event is moved. @param by from the old start to the new @param end when nobody can sign in any more @param shut nobody can until it is opened again */
    Door moved(Duration by, Instant end, boolean shut) {
        return new Door(gathering, secret, opens, end, lateAfter.plus(by), addresses, stopped || shut);
    }

    /** What is shown at the moment: the gathering's id and a proof of when. */
    String code(Instant now) {
        return text(ByteBuffer.allocate(16 + CODE).putLong(gathering.getMostSignificantBits()).putLong(gathering.getLeastSignificantBits()).put(proof(step(now))).array());
    }

    /** When the code changes. */
    public Instant codeUntil(Instant now) {
        return Instant.ofEpochSecond((step(now) + 1) * SHOWN.toSeconds());
    }

    /** Whose code it would be; empty for what is none. */
    static Optional<UUID> gatheringOf(@Nullable String code) {
        byte @Nullable [] bytes = bytes(code);
        if (bytes == null || bytes.length != 16 + CODE) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return Optional.of(new UUID(buffer.getLong(), buffer.getLong()));
    }

    /** Whether it is the code of now or of the interval before: it may have changed while somebody was aiming. */
    boolean shows(String code, Instant now) {
        byte @Nullable [] bytes = bytes(code);
        if (bytes == null || bytes.length != 16 + CODE) {
            return false;
        }
        byte[] given = Arrays.copyOfRange(bytes, 16, bytes.length);
        long step = step(now);
        return java.security.MessageDigest.isEqual(given, proof(step)) || java.security.MessageDigest.isEqual(given, proof(step - 1));
    }

    /** For one device, until some time. */
    String ticket(String device, Instant until) {
        ByteBuffer ticket = ByteBuffer.allocate(24 + SEAL).putLong(gathering.getMostSignificantBits()).putLong(gathering.getLeastSignificantBits()).putLong(until.getEpochSecond());
        return text(ticket.put(seal(device, until.getEpochSecond())).array());
    }

    /** What a ticket says, whether true or not; empty for what is none. */
    record Ticket(UUID gathering, long until, String text) {

        static Optional<Ticket> of(@Nullable String text) {
            byte @Nullable [] bytes = bytes(text);
            if (text == null || bytes == null || bytes.length != 24 + SEAL) {
                return Optional.empty();
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return Optional.of(new Ticket(new UUID(buffer.getLong(), buffer.getLong()), buffer.getLong(), text));
        }
    }

    boolean gave(Ticket ticket, String device) {
        return Secrets.same(ticket.text(), ticket(device, Instant.ofEpochSecond(ticket.until())));
    }

    private static long step(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), SHOWN.toSeconds());
    }

    private byte[] proof(long step) {
        return Arrays.copyOf(mac(("code " + step).getBytes(StandardCharsets.UTF_8)), CODE);
    }

    private byte[] seal(String device, long until) {
        return Arrays.copyOf(mac(("ticket " + until + " " + device).getBytes(StandardCharsets.UTF_8)), SEAL);
    }

    private byte[] mac(byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        try {
            return text == null || text.length() > 100 ? null : Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }
}
