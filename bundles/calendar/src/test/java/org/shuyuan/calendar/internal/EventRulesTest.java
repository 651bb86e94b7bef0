package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;

class EventRulesTest {

    private static final UUID UNIT = new UUID(0, 1);

    private static List<String> wrong(String title, String start, String end, boolean allDay) {
        Problem problem = catchThrowableOfType(Problem.class, () -> draft(title, start, end, allDay));
        return problem == null ? List.of() : problem.errors().stream().map(e -> e.field() + " " + e.code()).toList();
    }

    private static EventDraft draft(String title, String start, String end, boolean allDay) {
        return new EventDraft(UNIT, new Details(UNIT, title, " ", null, null, null), new Schedule(allDay, LocalDateTime.parse(start),
                LocalDateTime.parse(end), ZoneId.of("Asia/Shanghai"), null, List.of(), List.of()), Audience.NOBODY);
    }

    @Test
    void everyWrongFieldIsNamedAtOnce() {
        assertThat(wrong("  ", "2026-01-05T14:30", "2026-01-05T14:30", false)).containsExactly("title calendar.title-missing",
                "end calendar.end-before-start");
    }

    @Test
    void anEventLastsAYearAtMost() {
        assertThat(wrong("轮训", "2026-01-01T00:00", "2027-01-02T00:00", true)).isEmpty();
        assertThat(wrong("轮训", "2026-01-01T00:00", "2027-01-03T00:00", true)).containsExactly("end calendar.too-long-event");
    }

    @Test
    void anAllDayEventHasNoTimeOfDay() {
        assertThat(wrong("七一", "2026-07-01T08:00", "2026-07-02T00:00", true)).containsExactly("start calendar.all-day-at-midnight");
    }

    @Test
    void aTitleHasTwoHundredCharacters() {
        assertThat(wrong("学".repeat(200), "2026-01-05T14:30", "2026-01-05T15:30", false)).isEmpty();
        assertThat(wrong("学".repeat(201), "2026-01-05T14:30", "2026-01-05T15:30", false)).containsExactly("title calendar.too-long");
    }

    @Test
    void whoeverNamesNobodyMeansTheWholeUnit() {
        EventDraft draft = draft("学习", "2026-01-05T14:30", "2026-01-05T15:30", false);
        assertThat(draft.audience().units()).containsExactly(UNIT);
        assertThat(draft.details().description()).isNull();
    }

    @Test
    void theKindIsGuessedFromTheLongestWordInTheTitle() {
        List<Kind> kinds = KindTemplate.read("""
                {"kinds":[{"key":"study","name":{"zh-CN":"学习"},"color":"#2457d6"},
                 {"key":"group","name":{"zh-CN":"中心组学习"},"color":"#b3261e"},
                 {"key":"other","name":{"zh-CN":"其他"}},
                 {"key":"fest","name":{"zh-CN":"主题活动"},"keywords":["七一"]}]}""", UNIT);
        assertThat(List.of("中心组学习会", "党员学习日", "周三微课堂", "七一主题活动").stream().map(t -> Kinds.guess(kinds, t).word()))
                .containsExactly("group", "study", "other", "fest");
        assertThat(kinds).extracting(Kind::colour).containsExactly("blue", "red", "blue", "blue");
    }

    @Test
    void aKindNeedsANameInEveryLanguageAndAReadableColour() {
        Map<Language, String> names = new EnumMap<>(Map.of(Language.ZH_CN, "读书", Language.ZH_TW, "讀書"));
        Kind kind = new Kind(UNIT, 0, UNIT, "Reading", names, "#ff0000", List.of(), 0, false, false);
        assertThat(catchThrowableOfType(Problem.class, kind::checked).errors()).extracting(Problem.FieldError::field)
                .containsExactly("word", "name.en", "colour");
    }
}
