package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shuyuan.api.id.Ids;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeProfiles;

/** A unit's profile brings kinds of event and what is owed of them, once. */
class KindSeedsTest {

    private static final String TEMPLATE = """
            {"kinds": [{"key": "reading", "name": {"zh-CN": "读书交流会"}}, {"key": "other", "name": {"zh-CN": "其他"}}],
             "obligations": [{"kind": "reading", "count": 1, "every": "quarter"}, {"kind": "other", "count": 2, "every": "month", "over": "below", "lead": 3}]}""";
    private static final Obligation.Trace TRACE = new Obligation.Trace("calendar", Instant.EPOCH);

    @BothDatabases
    void whatIsOwedComesWithTheKindsOnceAndBeginsWithTheNextWholePeriod(Database database) {
        try (Portal p = new Portal(database)) {
            p.kinds = p.kinds(new FakeProfiles().with("calendar", TEMPLATE));
            Duties d = new Duties(p);
            assertThat(d.obligations.list(p.organiser, p.bank.id(), false)).hasSize(2).satisfiesExactly(reading -> {
                assertThat(reading.kind()).isEqualTo(p.kind("reading"));
                assertThat(List.<Object>of(reading.unit(), reading.count(), reading.every(), reading.over(), reading.lead()))
                        .containsExactly(p.bank.id(), 1, Period.Every.QUARTER, Obligation.Over.UNIT, 21);
                assertThat(reading.from()).isEqualTo("2026-01-02");
            }, other -> assertThat(List.<Object>of(other.count(), other.every(), other.over(), other.lead())).containsExactly(2, Period.Every.MONTH, Obligation.Over.BELOW, 3));
            assertThat(d.standing.table(p.organiser, p.bank.id(), 0, false).rows()).as("nobody is late on the first day").isEmpty();
            assertThat(d.say(d.standing.table(p.organiser, p.bank.id(), 1, false).rows())).isEqualTo("县支行 open 0+0, 办公室 open 0+0, 信贷部 open 0+0");
            d.obligations.list(p.member, p.credit.id(), false);
            assertThat(d.obligations.list(p.organiser, p.bank.id(), null)).as("once").hasSize(2);
            Obligation off = d.obligations.list(p.organiser, p.bank.id(), false).get(1);
            d.obligations.change(p.organiser, off, true);
            p.kinds(new FakeProfiles().with("calendar", TEMPLATE)).at(p.bank.id());
            assertThat(d.obligations.list(p.organiser, p.bank.id(), false)).as("switched off by the unit, it stays so").hasSize(1);
            assertThat(p.audit.actions()).contains("calendar.seed-kinds", "calendar.add-obligation");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"kind\":\"nothing\",\"count\":1,\"every\":\"month\"}", "{\"kind\":\"reading\",\"count\":0,\"every\":\"month\"}", "{\"kind\":\"reading\",\"count\":1,\"every\":\"day\"}",
        "{\"kind\":\"reading\",\"count\":1,\"every\":\"month\",\"over\":\"people\"}", "{\"kind\":\"reading\",\"count\":1,\"every\":\"month\",\"lead\":99}"})
    void whatATemplateCannotMeanIsRefused(String line) {
        String json = "{\"kinds\":[{\"key\":\"reading\",\"name\":{\"zh-CN\":\"读书\"}}],\"obligations\":[" + line + "]}";
        List<Kind> kinds = KindTemplate.read(json, Ids.next());
        assertThatThrownBy(() -> KindTemplate.obligations(json, kinds.get(0).unit(), kinds, LocalDate.EPOCH, TRACE)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("calendar template");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bank", "school", "park", "township"})
    void everyProfileThatIsDeliveredBringsSome(String profile) throws IOException {
        JsonNode template = new ObjectMapper().readTree(Files.readString(Path.of("../../config/profiles/" + profile + ".json"))).path("templates").path("calendar");
        List<Kind> kinds = KindTemplate.read(template.toString(), Ids.next());
        List<Obligation> owed = KindTemplate.obligations(template.toString(), kinds.get(0).unit(), kinds, LocalDate.parse("2026-01-01"), TRACE);
        assertThat(owed).hasSizeBetween(4, 12);
        assertThat(owed).as("each once").doesNotHaveDuplicates().extracting(Obligation::kind).doesNotHaveDuplicates();
    }
}
