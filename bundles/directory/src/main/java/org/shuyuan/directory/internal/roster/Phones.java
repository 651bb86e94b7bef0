package org.shuyuan.directory.internal.roster;

import java.util.Optional;

/** Phone numbers: mobile ones of the mainland, Taiwan and Hong Kong, and fixed lines with their area code. */
public final class Phones {

    private Phones() {}

    /** Digits only for mobiles, {@code 0571-88881234} for fixed lines; empty when it can be none. */
    public static Optional<String> of(String text) {
        String plain = Clean.narrow(Clean.line(text)).replaceAll("[\\s()（）.]", "").replaceAll("[—–－]", "-");
        String digits = plain.replaceAll("^(\\+|00)?86-?", "").replace("-", "");
        if (digits.matches("1[3-9]\\d{9}") || digits.matches("09\\d{8}")) {
            return Optional.of(digits);
        }
        if (plain.matches("0\\d{2,3}-?\\d{7,8}(-\\d{1,6})?") || plain.matches("\\d{7,8}(-\\d{1,6})?") || plain.matches("\\+\\d{8,15}")) {
            return Optional.of(plain);
        }
        return Optional.empty();
    }

    /** 138****5678; short ones are hidden whole. */
    public static String masked(String phone) {
        return phone.length() < 8 ? "****" : phone.substring(0, 3) + "****" + phone.substring(phone.length() - 4);
    }
}
