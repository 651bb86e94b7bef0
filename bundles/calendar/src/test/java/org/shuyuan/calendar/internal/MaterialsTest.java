package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.jpa.MaterialStore;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** What is read and shown at an event: read by whom it concerns, added by who plans it and who speaks, gone with it. */
class MaterialsTest {

    private static final byte[] PDF = "%PDF-1.7 党课讲稿".getBytes(StandardCharsets.UTF_8);
    private static final LocalDateTime SECOND = LocalDateTime.parse("2026-02-02T09:00");

    private static Materials materials(Portal p) {
        MaterialStore store = new MaterialStore(p.db.jpa());
        return new Materials(store, p.service, p.dates, new Roster(p).turns, new MaterialFiles(store, p.files, p.db.transactions()), p.access, p.audit, p.told, p.db.transactions(),
                Portal.settings(Portal.NOW));
    }

    private static Event lecture(Portal p, @Nullable UUID host, @Nullable String rule) {
        EventDraft draft = p.draft(p.bank, "党课", "2026-01-05T09:00", "2026-01-05T10:00", rule);
        return p.service.add(p.organiser, new EventDraft(draft.unit(), new Details(draft.details().kind(), "党课", null, null, host, null), draft.schedule(),
                new Audience(List.of(p.bank.id()), List.of(), List.of())));
    }

    private static InputStream pdf() {
        return new ByteArrayInputStream(PDF);
    }

    @BothDatabases
    void whoeverSeesTheEventReadsWhatTheOrganiserAdded(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            Materials materials = materials(p);
            Event event = lecture(p, null, null);
            Material file = materials.add(p.organiser, event.id(), null, "讲稿.exe", pdf());
            materials.link(p.organiser, event.id(), null, "纪录片", "http://nas.bank.example/jilu.mp4");
            assertThat(materials.of(p.service.find(p.member, event.id()))).extracting(Material::title).containsExactly("讲稿.pdf", "纪录片");
            try (InputStream in = materials.open(materials.find(p.member, event.id(), file.id()).file())) {
                assertThat(in.readAllBytes()).isEqualTo(PDF);
            }
            assertThatThrownBy(() -> materials.find(p.stranger, event.id(), file.id())).hasMessage("calendar.no-such-event");
            Event other = lecture(p, null, null);
            assertThatThrownBy(() -> materials.find(p.member, other.id(), file.id())).as("not by way of another").hasMessage("calendar.no-such-material");
            assertThat(p.audit.actions()).contains("calendar.add-material");
        }
    }

    @BothDatabases
    void whoSpeaksAddsAndWhoOnlyListensDoesNot(Database database) {
        try (Portal p = new Portal(database)) {
            Materials materials = materials(p);
            Event heard = lecture(p, null, null);
            assertThat(materials.mayAdd(p.member, heard, null)).isFalse();
            assertThatThrownBy(() -> materials.add(p.member, heard.id(), null, "a", pdf())).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status()).isEqualTo(403));
            Event held = lecture(p, p.member.account(), null);
            assertThat(materials.mayAdd(p.member, held, null)).isTrue();
            Material slides = materials.add(p.member, held.id(), null, "a", pdf());
            materials.remove(p.member, held.id(), slides.id());
            Material other = materials.add(p.organiser, heard.id(), null, "a", pdf());
            assertThatThrownBy(() -> materials.remove(p.member, heard.id(), other.id())).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status()).isEqualTo(403));
        }
    }

    @BothDatabases
    void whoseTurnItIsAddsTheSlides(Database database) {
        try (Portal p = new Portal(database)) {
            Roster roster = new Roster(p);
            Materials materials = materials(p);
            Event event = lecture(p, null, "FREQ=WEEKLY;COUNT=6");
            roster.rotas.add(p.organiser, roster.wanted(event, Rota.Over.PEOPLE, List.of(p.member.account())));
            LocalDateTime theirs = roster.turns.ofEvent(event).get(0).date().recurrence();
            assertThat(materials.mayAdd(p.member, event, theirs)).isTrue();
            assertThat(materials.mayAdd(p.member, event, null)).as("not to every date").isFalse();
            assertThat(materials.add(p.member, event.id(), theirs, "讲稿", pdf()).addedBy()).isEqualTo(p.member.name());
            assertThatThrownBy(() -> materials.add(p.member, event.id(), null, "讲稿", pdf())).as("not to every date").isInstanceOfSatisfying(Problem.class, refused(403));
        }
    }

    private static Consumer<Problem> refused(int status) {
        return problem -> assertThat(problem.status()).isEqualTo(status);
    }

    @BothDatabases
    void whoSpeaksOnOneDateHasNoSayOfTheOthersNorOfWhatOthersAdded(Database database) {
        try (Portal p = new Portal(database)) {
            Materials materials = materials(p);
            Event event = lecture(p, null, "FREQ=WEEKLY;COUNT=6");
            LocalDateTime first = LocalDateTime.parse("2026-01-12T09:00");
            OccurrenceOverride.Time time = OccurrenceOverride.Time.byRule(event.schedule(), first);
            Event now = p.dates.change(p.organiser, event.id(), event.version(), first, time, new Details(event.details().kind(), "党课", null, null, p.member.account(), null));
            Material others = materials.add(p.organiser, event.id(), null, "全部", pdf());
            Material there = materials.add(p.organiser, event.id(), first, "讨论题", pdf());

            Material own = materials.add(p.member, event.id(), first, "讲稿", pdf());
            assertThatThrownBy(() -> materials.add(p.member, event.id(), SECOND, "讲稿", pdf())).as("another date").isInstanceOfSatisfying(Problem.class, refused(403));
            assertThatThrownBy(() -> materials.link(p.member, event.id(), null, "讲稿", "http://a/b")).as("every date").isInstanceOfSatisfying(Problem.class, refused(403));
            for (Material one : List.of(others, there)) {
                assertThat(materials.mayRemove(p.member, now, one)).isFalse();
                assertThatThrownBy(() -> materials.remove(p.member, event.id(), one.id())).isInstanceOfSatisfying(Problem.class, refused(403));
                assertThat(materials.mayRemove(p.organiser, now, one)).isTrue();
            }
            assertThat(materials.mayRemove(p.member, now, own)).isTrue();
            materials.remove(p.member, event.id(), own.id());
            assertThat(materials.of(now)).extracting(Material::id).containsExactlyInAnyOrder(others.id(), there.id());
        }
    }

    @BothDatabases
    void whatWasAddedBeforeItWasKeptByWhomIsForWhoWritesTheCalendar(Database database) {
        try (Portal p = new Portal(database)) {
            Materials materials = materials(p);
            Event event = lecture(p, p.member.account(), null);
            Material old = new Material(Ids.next(), event.id(), null, "旧讲稿", "http://a/b", null, p.member.name(), null, Portal.NOW);
            p.db.transactions().run(() -> new MaterialStore(p.db.jpa()).add(old));
            assertThatThrownBy(() -> materials.remove(p.member, event.id(), old.id())).isInstanceOfSatisfying(Problem.class, refused(403));
            materials.remove(p.organiser, event.id(), old.id());
            assertThat(materials.of(event)).isEmpty();
        }
    }

    @BothDatabases
    void aMaterialIsForOneDateOfASeriesOrForAll(Database database) {
        try (Portal p = new Portal(database)) {
            Materials materials = materials(p);
            Event event = lecture(p, null, "FREQ=WEEKLY;COUNT=6");
            materials.add(p.organiser, event.id(), SECOND, "第五讲", pdf());
            materials.add(p.organiser, event.id(), null, "全部", pdf());
            assertThat(materials.of(event)).extracting(Material::recurrence).containsExactly(SECOND, null);
            assertThatThrownBy(() -> materials.add(p.organiser, event.id(), SECOND.plusDays(1), "没有这一次", pdf())).hasMessage("calendar.no-such-date");
        }
    }

    @BothDatabases
    void whatABrowserWouldRunIsNoAddress(Database database) {
        try (Portal p = new Portal(database)) {
            Materials materials = materials(p);
            UUID event = lecture(p, null, null).id();
            for (String bad : List.of("javascript:alert(1)", "data:text/html,x", "//evil.example", "/\\evil.example", "nas/a", "http://", " ", "http://a/" + "x".repeat(500))) {
                assertThatThrownBy(() -> materials.link(p.organiser, event, null, "片子", bad)).as(bad).hasMessage("rest.invalid");
            }
            for (String good : List.of("https://nas.bank.example/片子.mp4", "http://10.1.2.3:8080/a?b=c", "/attendance/own")) {
                assertThat(materials.link(p.organiser, event, null, "片子", good).address()).isEqualTo(good);
            }
            assertThatThrownBy(() -> materials.link(p.organiser, event, null, " ", "http://a/b")).hasMessage("rest.invalid");
        }
    }

    @BothDatabases
    void filesGoWithWhatNamedThem(Database database) {
        try (Portal p = new Portal(database)) {
            Materials materials = materials(p);
            Event event = lecture(p, null, null);
            Material one = materials.add(p.organiser, event.id(), null, "a", pdf());
            materials.add(p.organiser, event.id(), null, "a", pdf());
            assertThat(p.files.count()).isEqualTo(2);
            materials.remove(p.organiser, event.id(), one.id());
            assertThat(p.files.count()).isEqualTo(1);
            Event now = p.service.find(p.organiser, event.id());
            assertThat(now.version()).as("whoever edits the event meanwhile is not disturbed").isEqualTo(event.version());
            p.service.remove(p.organiser, event.id(), now.version());
            assertThat(p.files.count()).isZero();
        }
    }

    @BothDatabases
    void whatIsNoDocumentOrOneTooManyIsNotKept(Database database) {
        try (Portal p = new Portal(database)) {
            Materials materials = materials(p);
            Event event = lecture(p, null, null);
            assertThatThrownBy(() -> materials.add(p.organiser, event.id(), null, "a.pdf", new ByteArrayInputStream("<html>".getBytes(StandardCharsets.US_ASCII)))).hasMessage("files.type");
            for (int i = 0; i < Materials.MOST; i++) {
                materials.link(p.organiser, event.id(), null, "第" + i, "http://a/" + i);
            }
            Caller organiser = p.organiser;
            assertThatThrownBy(() -> materials.add(organiser, event.id(), null, "a", pdf())).hasMessage("calendar.too-many-materials");
            assertThatThrownBy(() -> materials.link(organiser, event.id(), null, "a", "http://a")).hasMessage("calendar.too-many-materials");
            assertThat(p.files.count()).isZero();
        }
    }
}
