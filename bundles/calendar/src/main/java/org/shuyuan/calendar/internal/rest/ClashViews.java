package org.shuyuan.calendar.internal.rest;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.text.Language;
import org.shuyuan.calendar.internal.Clashes;
import org.shuyuan.calendar.internal.Names;
import org.shuyuan.calendar.internal.rest.Views.ClashList;
import org.shuyuan.calendar.internal.rest.Views.ClashReason;
import org.shuyuan.calendar.internal.rest.Views.ClashView;

/** Clashes with the names of whom they are about. Thread-safe. */
final class ClashViews {

    private final Names names;

    ClashViews(Names names) {
        this.names = names;
    }

    ClashList of(Clashes.Answer answer, ZoneId zone, Language language) {
        names.remember(answer.items().stream().flatMap(c -> c.reasons().stream()).flatMap(r -> person(r) ? Stream.ofNullable(r.id()) : Stream.of()).toList());
        return new ClashList(answer.items().stream().map(c -> new ClashView(c.event(), c.title(), Times.text(c.from().getEpochSecond(), zone, false),
                Times.text(c.to().getEpochSecond(), zone, false), reasons(c, language))).toList(), answer.more());
    }

    private List<ClashReason> reasons(Clashes.Clash clash, Language language) {
        return clash.reasons().stream().map(r -> new ClashReason(r.what().name().toLowerCase(Locale.ROOT), name(r, language))).toList();
    }

    private static boolean person(Clashes.Reason reason) {
        return reason.what() == Clashes.What.HOST || reason.what() == Clashes.What.PERSON;
    }

    private @Nullable String name(Clashes.Reason reason, Language language) {
        UUID id = reason.id();
        if (id == null) {
            return null;
        }
        return person(reason) ? names.person(id, language) : reason.what() == Clashes.What.GROUP ? names.group(id, language) : names.unit(id);
    }
}
