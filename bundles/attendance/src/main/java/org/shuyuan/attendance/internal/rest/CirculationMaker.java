package org.shuyuan.attendance.internal.rest;

import java.io.OutputStream;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.office.Documents;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.attendance.internal.Circulation;
import org.shuyuan.attendance.internal.Circulation.Part;
import org.shuyuan.attendance.internal.Rules;
import org.shuyuan.attendance.internal.Tally;
import org.shuyuan.attendance.internal.rest.Views.CirculationLine;
import org.shuyuan.attendance.internal.rest.Views.CirculationRow;
import org.shuyuan.attendance.internal.rest.Views.CirculationSection;
import org.shuyuan.attendance.internal.rest.Views.CirculationView;
import org.shuyuan.attendance.internal.rest.Views.PersonView;
import org.shuyuan.attendance.internal.rest.Views.WithdrawalView;

/** Puts a circulation into words, those of the language it was issued in, for the page and for paper. Thread-safe. */
@Component(service = CirculationMaker.class)
public final class CirculationMaker {

    private final ViewMaker views;
    private final Texts texts;
    private final Documents documents;

    @Activate
    public CirculationMaker(@Reference ViewMaker views, @Reference Texts texts, @Reference Documents documents) {
        this.views = views;
        this.texts = texts;
        this.documents = documents;
    }

    List<CirculationLine> lines(List<Circulation> some) {
        return some.stream().map(c -> new CirculationLine(c.id(), c.title(), views.ref(c.unit()), c.from().toString(), c.to().toString(), c.content().all().rate(c.content().rules()),
                views.time(c.unit(), c.issuedAt()), c.issuedBy(), c.withdrawal() != null)).toList();
    }

    /** @param now as it would be counted today; null when that is the same */
    CirculationView view(Circulation c, @Nullable Tally now, boolean saved, boolean mayWithdraw) {
        Circulation.Content content = c.content();
        Rules rules = content.rules();
        Circulation.@Nullable Withdrawal w = c.withdrawal();
        String title = c.title().isEmpty() ? title(c) : c.title();
        return new CirculationView(c.id(), saved ? c.version() : 0, title, c.language().tag(), views.ref(c.unit()), c.from().toString(), c.to().toString(), c.kind(), opening(c),
                counted(c.language(), rules), sections(c), views.tally(content.all(), rules), content.gatherings(), content.people(), content.below(), c.remark(), date(c),
                views.time(c.unit(), c.issuedAt()), c.issuedBy(), w == null ? null : new WithdrawalView(views.time(c.unit(), w.at()), w.by(), w.why()),
                now == null ? null : views.tally(now, rules), mayWithdraw);
    }

    /** The whole as a document. */
    void paper(CirculationView c, OutputStream out) {
        Language language = Language.of(c.language());
        documents.write(c.title(), paper -> {
            paper.title(c.title());
            WithdrawalView withdrawal = c.withdrawal();
            if (withdrawal != null) {
                paper.paragraph(text(language, "circulation.withdrawn-says", Map.of("who", withdrawal.by(), "why", withdrawal.why())));
            }
            paper.paragraph(c.opening());
            paper.paragraph(c.counted());
            for (CirculationSection section : c.sections()) {
                paper.heading(section.heading());
                if (section.text() != null) {
                    paper.paragraph(section.text());
                }
                if (section.part() != null) {
                    paper.table(columns(language, section.part()), section.rows().stream().map(r -> cells(language, section.part(), r)).toList());
                }
            }
            paper.signature(String.valueOf(c.unit().name()), c.date());
        }, out);
    }

    private List<Documents.Column> columns(Language language, String part) {
        List<Documents.Column> columns = new ArrayList<>();
        columns.add(new Documents.Column(text(language, "by." + part), part.equals("person") ? 16 : 26, false));
        if (part.equals("person")) {
            columns.add(new Documents.Column(text(language, "figures.detail"), 24, false));
        }
        for (String key : List.of("tally.rate", "tally.base", "state.present", "state.late", "state.left-early", "state.on-leave", "state.absent", "tally.made-up")) {
            columns.add(new Documents.Column(text(language, key), key.equals("tally.rate") ? 12 : 10, true));
        }
        return columns;
    }

    private static List<@Nullable String> cells(Language language, String part, CirculationRow row) {
        var t = row.tally();
        List<@Nullable String> cells = new ArrayList<>();
        cells.add(row.name());
        if (part.equals("person")) {
            cells.add(row.detail());
        }
        cells.addAll(Arrays.asList(percent(t.rate()), String.valueOf(t.base()), String.valueOf(t.present()), String.valueOf(t.late()), String.valueOf(t.leftEarly()), String.valueOf(t.onLeave()),
                String.valueOf(t.absent()), String.valueOf(t.madeUp())));
        return cells;
    }

    private List<CirculationSection> sections(Circulation c) {
        List<CirculationSection> all = new ArrayList<>();
        Circulation.Content content = c.content();
        Map<Part, String> headings = new LinkedHashMap<>();
        boolean added = !content.of(Part.UNIT).isEmpty();
        headings.put(Part.UNIT, "circulation.units");
        headings.put(Part.DEPARTMENT, added ? "circulation.departments" : "circulation.units");
        headings.put(Part.KIND, "circulation.kinds");
        headings.put(Part.GROUP, "circulation.groups");
        headings.put(Part.PERSON, "circulation.people");
        headings.forEach((part, key) -> {
            List<CirculationRow> rows = rows(c, part);
            boolean says = part == Part.PERSON && content.people() > 0;
            if (!rows.isEmpty() && (part != Part.KIND || rows.size() > 1) || says) {
                String text = part == Part.GROUP && added ? text(c.language(), "figures.group-day", Map.of("day", day(c.language(), groupsOn(c))))
                        : !says ? null : content.below() == 0 ? text(c.language(), "circulation.nobody-below", Map.of("people", content.people(), "target", content.rules().target()))
                        : text(c.language(), rows.isEmpty() || rows.size() == content.below() ? "circulation.below" : "circulation.below-some",
                                Map.of("people", content.people(), "below", content.below(), "target", content.rules().target(), "named", rows.size()));
                all.add(new CirculationSection(numbered(c.language(), all.size() + 1, text(c.language(), key)), text, rows.isEmpty() ? null : part.word(), rows));
            }
        });
        if (c.remark() != null) {
            all.add(new CirculationSection(numbered(c.language(), all.size() + 1, text(c.language(), "circulation.remark")), c.remark(), null, List.of()));
        }
        return all;
    }

    private LocalDate groupsOn(Circulation c) {
        LocalDate issued = c.issuedAt().atZone(views.zone(c.unit())).toLocalDate();
        return c.to().isAfter(issued) ? issued : c.to();
    }

    private List<CirculationRow> rows(Circulation c, Part part) {
        List<Circulation.Row> rows = c.content().of(part);
        Rules rules = c.content().rules();
        Map<UUID, PersonView> people = new LinkedHashMap<>();
        if (part == Part.PERSON) {
            views.people(rows.stream().map(r -> UUID.fromString(r.key())).toList(), c.language()).forEach(p -> people.put(p.id(), p));
        }
        return rows.stream().map(r -> {
            PersonView person = part == Part.PERSON ? people.get(UUID.fromString(r.key())) : null;
            String detail = person == null ? null : person.unit() == null ? person.number() : person.number() == null ? person.unit() : person.unit() + " · " + person.number();
            return new CirculationRow(r.key(), person != null ? person.name() : String.valueOf(r.name()), detail, views.tally(r.tally(), rules), r.tally().below(rules));
        }).toList();
    }

    /** 一、二、… as documents number their parts; 1. in English. */
    private static String numbered(Language language, int number, String text) {
        return language == Language.EN ? number + ". " + text : "一二三四五六七八九".charAt(number - 1) + "、" + text;
    }

    private String title(Circulation c) {
        return text(c.language(), "circulation.title", Map.of("unit", String.valueOf(views.ref(c.unit()).name()), "period", period(c)));
    }

    /** 2026年第三季度 where it is one, 2026年7月1日至8月15日 otherwise. */
    String period(Circulation c) {
        LocalDate from = c.from();
        LocalDate to = c.to();
        boolean whole = from.getDayOfMonth() == 1 && to.equals(to.withDayOfMonth(to.lengthOfMonth())) && from.getYear() == to.getYear();
        int months = to.getMonthValue() - from.getMonthValue() + 1;
        Language language = c.language();
        int first = from.getMonthValue();
        if (whole && months == 12) {
            return text(language, "circulation.year", Map.of("year", from.getYear()));
        }
        if (whole && months == 6 && first % 6 == 1) {
            return text(language, first == 1 ? "circulation.half-1" : "circulation.half-2", Map.of("year", from.getYear()));
        }
        if (whole && months == 3 && first % 3 == 1) {
            return text(language, "circulation.quarter-" + (first / 3 + 1), Map.of("year", from.getYear()));
        }
        if (whole && months == 1) {
            return text(language, "circulation.month", Map.of("year", from.getYear(), "month", language == Language.EN ? from.format(DateTimeFormatter.ofPattern("MMMM", language.locale())) : first));
        }
        return text(language, "circulation.days", Map.of("from", day(language, from), "to", day(language, to)));
    }

    private String opening(Circulation c) {
        Circulation.Content content = c.content();
        Tally all = content.all();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("period", period(c));
        values.put("unit", String.valueOf(views.ref(c.unit()).name()));
        values.put("gatherings", content.gatherings());
        values.put("base", all.base(content.rules()));
        values.put("got", hundredths(all.hundredths(content.rules())));
        values.put("rate", percent(all.rate(content.rules())));
        values.put("kind", String.valueOf(c.kindName()));
        return text(c.language(), content.gatherings() == 0 ? "circulation.nothing" : c.kind() == null ? "circulation.opening" : "circulation.opening-kind", values);
    }

    private static String hundredths(int value) {
        return value % 100 == 0 ? String.valueOf(value / 100) : java.math.BigDecimal.valueOf(value, 2).stripTrailingZeros().toPlainString();
    }

    /** The same as beside figures on the page. */
    private String counted(Language language, Rules rules) {
        return text(language, "circulation.counted", Map.of("rules", String.join(text(language, "sep.sentence"),
                text(language, rules.leaveExcused() ? "rules.leave-excused" : "rules.leave-counts"), text(language, "rules.late-says", Map.of("percent", rules.lateCounts())),
                text(language, "rules.early-says", Map.of("percent", rules.earlyCounts())),
                text(language, rules.makeUpCounts() == 0 ? "rules.make-up-none" : rules.better() ? "rules.make-up-better" : "rules.make-up-says", Map.of("percent", rules.makeUpCounts())),
                text(language, "rules.target-says", Map.of("percent", rules.target())))));
    }

    private String date(Circulation c) {
        ZoneId zone = views.zone(c.unit());
        return day(c.language(), c.issuedAt().atZone(zone).toLocalDate());
    }

    private static String day(Language language, LocalDate day) {
        return language == Language.EN ? day.format(DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(language.locale()))
                : day.getYear() + "年" + day.getMonthValue() + "月" + day.getDayOfMonth() + "日";
    }

    private static String percent(@Nullable Double rate) {
        return rate == null ? "—" : (rate == Math.rint(rate) ? String.valueOf(Math.round(rate)) : String.valueOf(rate)) + "%";
    }

    private String text(Language language, String key) {
        return texts.text(language, "attendance", key);
    }

    private String text(Language language, String key, Map<String, ?> values) {
        return texts.text(language, "attendance", key, values);
    }
}
