package org.shuyuan.office.internal;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Time zones by the many names that programs give them. */
final class Zones {

    private static final Pattern OFFSET = Pattern.compile("\\(?(?:UTC|GMT)?\\s*([+-])(\\d{1,2}):?(\\d{2})?\\)?.*", Pattern.CASE_INSENSITIVE);

    /** Windows names and their places, territory 001 of the CLDR's windowsZones. */
    private static final String WINDOWS = """
            China Standard Time=Asia/Shanghai;Taipei Standard Time=Asia/Taipei;Singapore Standard Time=Asia/Singapore
            Tokyo Standard Time=Asia/Tokyo;Korea Standard Time=Asia/Seoul;North Korea Standard Time=Asia/Pyongyang
            Ulaanbaatar Standard Time=Asia/Ulaanbaatar;W. Australia Standard Time=Australia/Perth;SE Asia Standard Time=Asia/Bangkok
            Myanmar Standard Time=Asia/Yangon;India Standard Time=Asia/Kolkata;Sri Lanka Standard Time=Asia/Colombo
            Nepal Standard Time=Asia/Kathmandu;Bangladesh Standard Time=Asia/Dhaka;Central Asia Standard Time=Asia/Bishkek
            West Asia Standard Time=Asia/Tashkent;Pakistan Standard Time=Asia/Karachi;Afghanistan Standard Time=Asia/Kabul
            Iran Standard Time=Asia/Tehran;Arabian Standard Time=Asia/Dubai;Arab Standard Time=Asia/Riyadh;Israel Standard Time=Asia/Jerusalem
            Turkey Standard Time=Europe/Istanbul;Russian Standard Time=Europe/Moscow;Ekaterinburg Standard Time=Asia/Yekaterinburg
            N. Central Asia Standard Time=Asia/Novosibirsk;North Asia Standard Time=Asia/Krasnoyarsk;North Asia East Standard Time=Asia/Irkutsk
            Yakutsk Standard Time=Asia/Yakutsk;Vladivostok Standard Time=Asia/Vladivostok;AUS Eastern Standard Time=Australia/Sydney
            E. Australia Standard Time=Australia/Brisbane;AUS Central Standard Time=Australia/Darwin;Cen. Australia Standard Time=Australia/Adelaide
            Tasmania Standard Time=Australia/Hobart;New Zealand Standard Time=Pacific/Auckland;Fiji Standard Time=Pacific/Fiji
            GMT Standard Time=Europe/London;Greenwich Standard Time=Atlantic/Reykjavik;W. Europe Standard Time=Europe/Berlin
            Central Europe Standard Time=Europe/Budapest;Romance Standard Time=Europe/Paris;Central European Standard Time=Europe/Warsaw
            E. Europe Standard Time=Europe/Chisinau;GTB Standard Time=Europe/Bucharest;FLE Standard Time=Europe/Kiev
            Egypt Standard Time=Africa/Cairo;South Africa Standard Time=Africa/Johannesburg;E. Africa Standard Time=Africa/Nairobi
            W. Central Africa Standard Time=Africa/Lagos;Morocco Standard Time=Africa/Casablanca;Azores Standard Time=Atlantic/Azores
            E. South America Standard Time=America/Sao_Paulo;Argentina Standard Time=America/Buenos_Aires;Newfoundland Standard Time=America/St_Johns
            Atlantic Standard Time=America/Halifax;Eastern Standard Time=America/New_York;Central Standard Time=America/Chicago
            Mountain Standard Time=America/Denver;US Mountain Standard Time=America/Phoenix;Pacific Standard Time=America/Los_Angeles
            Alaskan Standard Time=America/Anchorage;Hawaiian Standard Time=Pacific/Honolulu;SA Pacific Standard Time=America/Bogota
            Central Standard Time (Mexico)=America/Mexico_City;Canada Central Standard Time=America/Regina;UTC=Etc/UTC
            中国标准时间=Asia/Shanghai;北京时间=Asia/Shanghai;台北標準時間=Asia/Taipei;香港標準時間=Asia/Hong_Kong;Beijing=Asia/Shanghai
            """;
    private static final Map<String, ZoneId> NAMES = names();

    private Zones() {}

    static Optional<ZoneId> find(String name) {
        String trimmed = name.strip();
        ZoneId known = NAMES.get(trimmed.toLowerCase(Locale.ROOT));
        if (known != null) {
            return Optional.of(known);
        }
        // "/freeassociation.sourceforge.net/Asia/Shanghai", "/mozilla.org/20070129_1/Asia/Shanghai"
        for (String rest = trimmed; !rest.isEmpty(); rest = rest.contains("/") ? rest.substring(rest.indexOf('/') + 1) : "") {
            if (ZoneId.getAvailableZoneIds().contains(rest)) {
                return Optional.of(ZoneId.of(rest));
            }
        }
        if (trimmed.matches(".*(北京|重庆|Beijing|Chongqing).*")) {
            return Optional.of(ZoneId.of("Asia/Shanghai"));
        }
        Matcher offset = OFFSET.matcher(trimmed);
        if (offset.matches()) {
            try {
                String minutes = offset.group(3) == null ? "00" : offset.group(3);
                String hours = offset.group(2).length() == 1 ? "0" + offset.group(2) : offset.group(2);
                return Optional.of(ZoneId.of(offset.group(1) + hours + ":" + minutes));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Map<String, ZoneId> names() {
        Map<String, ZoneId> names = new HashMap<>();
        for (String pair : WINDOWS.strip().split("[;\n]")) {
            int equals = pair.indexOf('=');
            names.put(pair.substring(0, equals).strip().toLowerCase(Locale.ROOT), ZoneId.of(pair.substring(equals + 1).strip()));
        }
        return Map.copyOf(names);
    }
}
