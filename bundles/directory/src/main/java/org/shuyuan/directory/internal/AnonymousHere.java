package org.shuyuan.directory.internal;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.records.Anonymiser;
import org.shuyuan.directory.internal.jpa.AnonymisedStore;
import org.shuyuan.directory.internal.jpa.ImportStore;
import org.shuyuan.directory.internal.jpa.PersonStore;

/**
 * The directory's own part: of a person the id stays, of memberships unit and dates. What rosters were corrected and decided about the
 * person goes too, so that a row of a roster means nobody who was here. Thread-safe.
 */
@Component(service = Anonymiser.class)
public final class AnonymousHere implements Anonymiser {

    private final AnonymisedStore store;
    private final PersonStore people;
    private final ImportStore imports;
    private final PhotoService photos;
    private final UnitTree tree;

    @Activate
    public AnonymousHere(@Reference AnonymisedStore store, @Reference PersonStore people, @Reference ImportStore imports, @Reference PhotoService photos, @Reference UnitTree tree) {
        this.store = store;
        this.people = people;
        this.imports = imports;
        this.photos = photos;
        this.tree = tree;
    }

    @Override
    public String module() {
        return "directory";
    }

    @Override
    public List<Holding> holdings(Caller caller, Leaver who) {
        PersonData person = people.find(who.person()).orElseThrow();
        AnonymisedStore.Held held = store.held(who.person());
        Set<UUID> above = store.units(who.person()).stream().flatMap(u -> tree.find(u).map(Unit::path).orElse(List.of(u)).stream()).collect(Collectors.toSet());
        return Anonymiser.held(List.of(
                new Holding("anonymise.name", 1, Fate.NAMELESS, "anonymise.name.why"),
                new Holding("anonymise.fields", values(person).filter(Objects::nonNull).count() - 1, Fate.GOES, null),
                new Holding("anonymise.photo", held.photo() ? 1 : 0, Fate.GOES, null),
                new Holding("anonymise.positions", held.positions(), Fate.GOES, null),
                new Holding("anonymise.memberships", held.memberships(), Fate.NAMELESS, "anonymise.memberships.why"),
                new Holding("anonymise.groups", held.groups(), Fate.NAMELESS, "anonymise.groups.why"),
                new Holding("anonymise.decisions", imports.about(who.person(), traces(person)), Fate.GOES, null),
                new Holding("anonymise.signed", store.signed(who.signedAs()), Fate.NAMELESS, "anonymise.signed.why"),
                new Holding("anonymise.rosters", store.rosters(above), Fate.STAYS, "anonymise.rosters.why")));
    }

    @Override
    public void anonymise(Caller caller, Leaver who) {
        PersonData person = people.find(who.person()).orElseThrow();
        imports.forget(who.person(), traces(person));
        photos.drop(who.person());
        store.empty(who.person(), who.label());
        store.sign(who.signedAs(), who.label());
    }

    private static Stream<@Nullable String> values(PersonData p) {
        return Stream.of(p.name(), p.number(), p.gender(), p.birth(), p.political(), p.joined(), p.phone(), p.mail(), p.category(), p.title(), p.subject(), p.note());
    }

    /** What in a corrected cell says that its row is about the person. */
    private static Set<String> traces(PersonData p) {
        Set<String> traces = new HashSet<>(Arrays.asList(p.name(), p.number(), p.phone(), p.mail()));
        traces.removeIf(Objects::isNull);
        return traces;
    }
}
