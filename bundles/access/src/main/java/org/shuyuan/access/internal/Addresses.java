package org.shuyuan.access.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Network addresses: from where a request really comes, and what counts as one machine. */
public final class Addresses {

    private static final Pattern LITERAL = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%[0-9a-zA-Z]+)?");
    private static final int LONGEST = 45;

    private Addresses() {}

    /** Written in digits, so that nothing is looked up for it. */
    static boolean literal(String address) {
        return address.length() <= LONGEST && LITERAL.matcher(address).matches();
    }

    /**
     * From where a request comes: the connection's address, unless that is a proxy we were told of. Then the last address of
     * {@code X-Forwarded-For} that is no such proxy; what stands before it anybody could have written.
     */
    public static String client(@Nullable String connection, @Nullable String forwarded, Set<String> proxies) {
        String client = connection == null ? "" : connection;
        if (forwarded == null || !proxies.contains(client)) {
            return client;
        }
        String[] hops = forwarded.split(",");
        for (int i = hops.length - 1; i >= 0; i--) {
            String hop = hops[i].strip();
            if (!literal(hop)) {
                return client;
            }
            client = hop;
            if (!proxies.contains(hop)) {
                return client;
            }
        }
        return client;
    }

    /** Whether a proxy that we were told of says that it was reached over TLS: the last word is its own. */
    static boolean forwardedTls(@Nullable String connection, @Nullable String forwarded, Set<String> proxies) {
        return connection != null && forwarded != null && proxies.contains(connection) && forwarded.substring(forwarded.lastIndexOf(',') + 1).strip().equalsIgnoreCase("https");
    }

    /** One machine has a whole /64 of IPv6 to call from; IPv4 written as IPv6 is IPv4. */
    static String network(String address) {
        if (!address.contains(":") || !literal(address)) {
            return Names.cut(address, LONGEST);
        }
        try {
            InetAddress found = InetAddress.getByName(address);
            byte[] bytes = found.getAddress();
            return bytes.length == 16 ? HexFormat.of().formatHex(bytes, 0, 8) : found.getHostAddress();
        } catch (UnknownHostException noAddress) {
            return Names.cut(address, LONGEST);
        }
    }
}
