package org.shuyuan.directory.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shuyuan.directory.internal.names.ChineseNames;

/** Visiting cards: vCard 4.0 (RFC 6350), and 3.0 (RFC 2426) for phones that read no newer one. What was masked is left out: a masked number cannot be called. */
public final class VCards {

    /** Two characters that are a surname together; any other Chinese name has a surname of one. */
    private static final java.util.Set<String> COMPOUND = java.util.Set.of("欧阳", "司徒", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "端木", "长孙", "宇文", "鲜于",
            "呼延", "轩辕", "南宫", "独孤", "西门", "澹台", "万俟", "司空", "申屠", "淳于", "闻人", "钟离", "濮阳", "歐陽", "司馬", "諸葛", "東方", "尉遲", "公孫", "長孫", "鮮于", "軒轅", "獨孤", "西門", "澹臺", "鍾離", "濮陽");
    private static final int LINE = 75;

    private final boolean newer;
    private final ChineseNames names;

    /** @param newer 4.0, else 3.0 */
    public VCards(boolean newer, ChineseNames names) {
        this.newer = newer;
        this.names = names;
    }

    /** @param organisation names of the units above, the topmost first, without the person's own @param hidden names of fields whose values are masks */
    public String card(PersonData p, @Nullable MembershipData m, List<String> organisation, java.util.Set<String> hidden) {
        StringBuilder card = new StringBuilder();
        line(card, "BEGIN:VCARD");
        line(card, "VERSION:" + (newer ? "4.0" : "3.0"));
        line(card, "UID:urn:uuid:" + p.id());
        line(card, "FN:" + text(p.name()));
        String surname = surname(p.name());
        String sound = names.spellings(p.name()).stream().findFirst().orElse("");
        line(card, "N" + (newer && !sound.isEmpty() ? ";SORT-AS=\"" + sound + "\"" : "") + ":" + text(surname) + ";" + text(p.name().substring(surname.length()).strip()) + ";;;");
        if (!newer && !sound.isEmpty()) {
            line(card, "SORT-STRING:" + text(sound));
        }
        if (m != null) {
            List<String> parts = new ArrayList<>(organisation);
            parts.add(m.unitName());
            line(card, "ORG:" + String.join(";", parts.stream().map(VCards::text).toList()));
            if (m.position() != null) {
                line(card, "TITLE:" + text(m.position()));
            }
        }
        if (!hidden.contains("phone") && p.phone() != null) {
            boolean mobile = p.phone().matches("1\\d{10}|09\\d{8}");
            line(card, newer ? "TEL;VALUE=uri;TYPE=" + (mobile ? "cell" : "work,voice") + ":tel:" + p.phone().replaceAll("[^+\\d-]", "")
                    : "TEL;TYPE=" + (mobile ? "CELL" : "WORK,VOICE") + ":" + text(p.phone()));
        }
        if (!hidden.contains("mail") && p.mail() != null) {
            line(card, (newer ? "EMAIL;TYPE=work:" : "EMAIL;TYPE=INTERNET:") + text(p.mail()));
        }
        if (!hidden.contains("birth") && p.birth() != null) {
            birthday(p.birth()).ifPresent(b -> line(card, "BDAY:" + b));
        }
        if (newer && p.gender() != null && Map.of("male", "M", "female", "F").containsKey(p.gender())) {
            line(card, "GENDER:" + Map.of("male", "M", "female", "F").get(p.gender()));
        }
        line(card, "END:VCARD");
        return card.toString();
    }

    /** A month without a day is a date of its own in 4.0; 3.0 knows none. */
    private java.util.Optional<String> birthday(String birth) {
        return birth.length() == 10 ? java.util.Optional.of(newer ? birth.replace("-", "") : birth) : newer && birth.length() == 7 ? java.util.Optional.of(birth) : java.util.Optional.empty();
    }

    private static String surname(String name) {
        if (name.isEmpty() || Character.UnicodeScript.of(name.codePointAt(0)) != Character.UnicodeScript.HAN) {
            return "";
        }
        return name.length() > 2 && COMPOUND.contains(name.substring(0, 2)) ? name.substring(0, 2) : name.substring(0, Character.charCount(name.codePointAt(0)));
    }

    private static String text(String value) {
        return value.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\r", "").replace("\n", "\\n");
    }

    /** Folded after 75 bytes, never within a character. */
    private static void line(StringBuilder card, String line) {
        int bytes = 0;
        for (int i = 0; i < line.length(); ) {
            int c = line.codePointAt(i);
            int width = Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
            if (bytes + width > LINE) {
                card.append("\r\n ");
                bytes = 1;
            }
            card.appendCodePoint(c);
            bytes += width;
            i += Character.charCount(c);
        }
        card.append("\r\n");
    }
}
