package org.shuyuan.attendance.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.shuyuan.api.problem.Problem;

/** Addresses and ranges ({@code 10.1.2.0/24}, {@code fd00::/8}) from which people may sign in; none: from anywhere. Immutable. */
final class AddressRanges {

    /** Four numbers with dots, or groups with at least two colons. */
    private static final Pattern NUMBERS = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}|(?=.*:.*:)[0-9a-fA-F:.]{2,45}(?:%[0-9a-zA-Z]{1,20})?");

    private record Range(byte[] network, int bits) {}

    private final List<Range> ranges;

    private AddressRanges(List<Range> ranges) {
        this.ranges = ranges;
    }

    /** @param text separated by commas, semicolons or blanks @throws Problem 422 {@code attendance.bad-addresses} */
    static AddressRanges of(String text) {
        return new AddressRanges(Arrays.stream(text.split("[,;，；\\s]+")).filter(part -> !part.isBlank()).map(AddressRanges::range).toList());
    }

    private static Range range(String part) {
        int slash = part.indexOf('/');
        String address = slash < 0 ? part : part.substring(0, slash);
        byte[] network = numbers(address);
        if (network.length == 0) {
            throw bad();
        }
        try {
            int bits = slash < 0 ? network.length * 8 : Integer.parseInt(part.substring(slash + 1));
            if (bits < 0 || bits > network.length * 8) {
                throw bad();
            }
            return new Range(network, bits);
        } catch (NumberFormatException none) {
            throw bad();
        }
    }

    /** Of what is an address in numbers: a name would be asked of a server. Empty for anything else. */
    private static byte[] numbers(String address) {
        try {
            return NUMBERS.matcher(address).matches() ? InetAddress.getByName(address).getAddress() : new byte[0];
        } catch (UnknownHostException none) {
            return new byte[0];
        }
    }

    private static Problem bad() {
        return Problem.invalid("addresses", "attendance.bad-addresses");
    }

    boolean allow(String address) {
        if (ranges.isEmpty()) {
            return true;
        }
        byte[] from = numbers(address);
        return ranges.stream().anyMatch(range -> within(range, from));
    }

    private static boolean within(Range range, byte[] from) {
        if (from.length != range.network().length) {
            return false;
        }
        for (int bit = 0; bit < range.bits(); bit++) {
            int mask = 0x80 >> bit % 8;
            if ((range.network()[bit / 8] & mask) != (from[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
