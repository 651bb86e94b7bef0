package org.shuyuan.directory.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.shuyuan.directory.internal.names.ChineseNames;

class VCardsTest {

    private static final ChineseNames NAMES = new ChineseNames();
    private static final UUID ID = new UUID(1, 2);

    private static PersonData person(String name, String phone, String birth) {
        return new PersonData(ID, "A1", name, "female", birth, null, null, phone, "a,b@example.com", null, null, null, null, null, 0);
    }

    private static MembershipData at(String unit, String position) {
        return new MembershipData(ID, ID, ID, unit, position, null, null, null, true);
    }

    @Test
    void aCardOfTodayHasTheReadingToSortByAndTheMobile() {
        String card = new VCards(true, NAMES).card(person("曾丽", "13812345678", "1983-05"), at("办公室", "主任;兼"), List.of("云溪县支行"), Set.of());
        assertThat(card).startsWith("BEGIN:VCARD\r\nVERSION:4.0\r\n").endsWith("END:VCARD\r\n")
                .contains("N;SORT-AS=\"zengli\":曾;丽;;;\r\n", "FN:曾丽\r\n", "ORG:云溪县支行;办公室\r\n", "TITLE:主任\\;兼\r\n", "TEL;VALUE=uri;TYPE=cell:tel:13812345678\r\n",
                        "EMAIL;TYPE=work:a\\,b@example.com\r\n", "BDAY:1983-05\r\n", "GENDER:F\r\n");
    }

    @Test
    void anOlderCardHasNothingThatOlderPhonesRefuse() {
        String card = new VCards(false, NAMES).card(person("欧阳修远", "0571-88881234", "1983-05-12"), at("办公室", "主任"), List.of(), Set.of());
        assertThat(card).contains("VERSION:3.0\r\n", "N:欧阳;修远;;;\r\n", "SORT-STRING:ouyangxiuyuan\r\n", "TEL;TYPE=WORK,VOICE:0571-88881234\r\n", "BDAY:1983-05-12\r\n").doesNotContain("GENDER");
        assertThat(new VCards(false, NAMES).card(person("曾丽", "1", "1983-05"), null, List.of(), Set.of())).as("3.0 knows no month of birth").doesNotContain("BDAY");
    }

    @Test
    void whatIsMaskedIsLeftOut() {
        assertThat(new VCards(true, NAMES).card(person("曾丽", "138****5678", "1983"), null, List.of(), Set.of("phone", "mail", "birth"))).doesNotContain("TEL", "EMAIL", "BDAY");
    }

    @Test
    void linesAreFoldedBetweenCharactersAndNamesOfAllKindsStayWhole() {
        String name = "𠮷".repeat(30);
        String card = new VCards(true, NAMES).card(person(name, null, null), at("办".repeat(60), null), List.of(), Set.of());
        assertThat(card.lines().map(l -> l.getBytes(StandardCharsets.UTF_8).length)).allMatch(bytes -> bytes <= 75);
        assertThat(card.replace("\r\n ", "")).contains("FN:" + name + "\r\n").doesNotContain("\uFFFD");
        assertThat(new VCards(true, NAMES).card(person("<b>O'Neil\\</b>", null, null), null, List.of(), Set.of())).contains("FN:<b>O'Neil\\\\</b>\r\n");
    }
}
