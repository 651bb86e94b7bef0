package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.id.Ids;
import org.shuyuan.calendar.internal.ObligationBoard.Row;
import org.shuyuan.calendar.internal.jpa.EvidenceStore;
import org.shuyuan.calendar.internal.jpa.ObligationStore;
import org.shuyuan.calendar.internal.jpa.StudyStore;
import org.shuyuan.testing.FakeProfiles;
import org.shuyuan.testing.FakeTexts;

/** What is owed beside a portal, as it is at a moment. */
public final class Duties {

    public final Obligations obligations;
    public final ObligationStanding standing;
    public final ObligationProposals proposals;
    final ObligationBoard board;
    final ObligationStore store;
    private final Portal portal;
    private final Instant now;

    public Duties(Portal portal) {
        this(portal, Portal.NOW);
    }

    private Duties(Portal portal, Instant now) {
        this.portal = portal;
        this.now = now;
        Settings settings = Portal.settings(now);
        store = new ObligationStore(portal.db.jpa());
        obligations = new Obligations(store, portal.kinds, portal.units, portal.people, portal.groups, portal.access, portal.audit, portal.db.transactions(), portal.told, settings);
        board = new ObligationBoard(new EvidenceStore(portal.db.jpa(), portal.rows), new Obliged(portal.units, portal.people, portal.groups), portal.kinds, portal.units, settings);
        standing = new ObligationStanding(obligations, store, board, portal.agenda, portal.units, portal.access);
        proposals = new ObligationProposals(obligations, standing, board, portal.kinds, new StudyStore(portal.db.jpa()), portal.holidays, portal.units);
    }

    /** @param local a moment in Shanghai, {@code 2026-01-25T09:00} */
    Duties at(String local) {
        return new Duties(portal, java.time.LocalDateTime.parse(local).atZone(Portal.SHANGHAI).toInstant());
    }

    ObligationJob job() {
        return new ObligationJob(portal.jobs, store, board, portal.seeds(new FakeProfiles(), now), portal.kinds, new Names(portal.people, portal.units, portal.groups), portal.accounts, portal.told,
                new ObligationLetters(portal.accounts, portal.people, portal.reminding, portal.letters, new FakeTexts(), Portal.settings(now)), Portal.settings(now), portal.db.transactions(),
                portal.modules);
    }

    Obligation wanted(Unit unit, int count, Period.Every every, Obligation.Over over, UUID... targets) {
        return new Obligation(Ids.next(), 0, unit.id(), null, portal.kind("study"), count, every, over, List.of(targets), LocalDate.parse("2025-01-01"), null, every.lead(), null,
                new Obligation.Trace("", Instant.EPOCH));
    }

    /** Of group study, since 2025, at the bank. */
    Obligation owed(int count, Period.Every every, Obligation.Over over, UUID... targets) {
        return obligations.add(portal.organiser, wanted(portal.bank, count, every, over, targets));
    }

    List<Row> rows(Caller caller, Obligation o, int shift) {
        return standing.of(caller, o, shift, false).rows();
    }

    /** {@code 办公室 done 2+0}: who, state, held and to come, of each. */
    String say(Obligation o, int shift) {
        return say(rows(portal.organiser, o, shift));
    }

    String say(List<Row> rows) {
        return rows.stream().map(r -> name(r.whom()) + " " + r.state().word() + " " + r.done().size() + "+" + r.planned().size()).collect(Collectors.joining(", "));
    }

    private String name(Whom whom) {
        return switch (whom.what()) {
            case UNIT -> String.valueOf(whom.name());
            case GROUP -> portal.groups.find(whom.id()).orElseThrow().names().get("zh-CN");
            case PERSON -> portal.people.find(whom.id()).orElseThrow().name();
        };
    }

    /** One of the kind, of two hours in the morning, planned by a unit for itself. */
    Event held(Unit unit, String day) {
        return portal.service.add(portal.organiser, portal.draft(unit, "集中学习", day + "T09:00", day + "T11:00", null));
    }
}
