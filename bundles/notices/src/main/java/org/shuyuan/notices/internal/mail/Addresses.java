package org.shuyuan.notices.internal.mail;

import java.net.IDN;
import java.util.regex.Pattern;

/** Mail addresses and what stands in a header. */
final class Addresses {

    /** What every mail server takes; no quotes, comments, blanks or line ends, so nothing can be slipped into a header or a command. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
            + "@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}))*");
    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL = 64;

    private Addresses() {}

    static boolean valid(String address) {
        String plain = ascii(address);
        return plain.length() <= LONGEST && plain.indexOf('@') <= LONGEST_LOCAL && PLAIN.matcher(plain).matches();
    }

    /** With a domain in Chinese letters as the network knows it; what is no address stays as it is. */
    static String ascii(String address) {
        int at = address.lastIndexOf('@');
        try {
            return at < 1 ? address : address.substring(0, at + 1) + IDN.toASCII(address.substring(at + 1));
        } catch (IllegalArgumentException noDomain) {
            return address;
        }
    }

    /** {@code l***@example.cn}: enough for an administrator to see which, not for others to write to. */
    static String masked(String address) {
        int at = address.lastIndexOf('@');
        return at < 1 ? "" : address.substring(0, address.offsetByCodePoints(0, 1)) + "***" + address.substring(at);
    }

    /** One line without control characters: what a header or a log may hold. */
    static String line(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    }

    static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, longest) - 1)) + "…";
    }
}
