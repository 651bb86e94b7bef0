package org.shuyuan.calendar.internal.rest;

import java.time.ZoneId;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.calendar.internal.Others;
import org.shuyuan.calendar.internal.rest.Views.ModuleRef;
import org.shuyuan.calendar.internal.rest.Views.OtherList;
import org.shuyuan.calendar.internal.rest.Views.OtherView;

/** What other modules have, in their own words. Thread-safe. */
final class OtherViews {

    private final Texts texts;

    OtherViews(Texts texts) {
        this.texts = texts;
    }

    OtherList of(Others.Told told, ZoneId zone, Language language) {
        return new OtherList(told.items().stream().map(said -> of(said, zone, language)).toList(), told.silent().stream().map(id -> module(id, language)).toList());
    }

    private OtherView of(Others.Said said, ZoneId zone, Language language) {
        return new OtherView(said.module() + ":" + said.item().id(), module(said.module(), language), said.title(texts, language),
                Times.text(said.item().from().getEpochSecond(), zone, said.item().allDay()), Times.text(said.item().to().getEpochSecond(), zone, said.item().allDay()),
                said.item().allDay(), said.item().place(), said.item().link());
    }

    private ModuleRef module(String id, Language language) {
        return new ModuleRef(id, texts.text(language, id, "module.name"));
    }
}
