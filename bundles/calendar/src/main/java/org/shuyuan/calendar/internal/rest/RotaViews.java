package org.shuyuan.calendar.internal.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.PlanItem;
import org.shuyuan.calendar.internal.Rota;
import org.shuyuan.calendar.internal.RotaTurns;
import org.shuyuan.calendar.internal.rest.ObligationViews.WaitingView;
import org.shuyuan.calendar.internal.rest.Views.KindRef;
import org.shuyuan.calendar.internal.rest.Views.Ref;

/** Rotas as they are given and taken. */
final class RotaViews {

    private RotaViews() {}

    /** A rota in the list; {@code unconfirmed}: past turns of which nobody has said who spoke. */
    public record RotaRow(UUID id, int version, Ref unit, String name, String over, @Nullable Ref event, @Nullable KindRef kind, boolean running, int members, @Nullable TurnView next,
            int unconfirmed) {}

    /**
     * A member and how it stands: turns {@code credited}, {@code planned}, taken over from others ({@code stoodIn}), {@code declined}; {@code level}: where who joined later began;
     * {@code own}: whether the caller acts for them.
     */
    public record MemberView(UUID id, @Nullable String name, int level, String joined, int credited, int planned, int stoodIn, int declined, @Nullable String last, boolean own) {}

    /** How the list differs from its group: {@code came}: in the group and not on the list; {@code left}: on the list and not in the group. */
    public record ComparedView(List<Ref> came, List<Ref> left) {}

    /**
     * {@code over}: {@code people}, {@code departments}; {@code group}: from which the list was taken; {@code compared}: only for who looks after the rota; {@code swaps}: those that wait.
     */
    public record RotaView(UUID id, int version, Ref unit, String name, String over, @Nullable Ref event, @Nullable KindRef kind, boolean running, String from, int remindDays, int ahead,
            List<MemberView> members, @Nullable Ref group, @Nullable ComparedView compared, List<SwapView> swaps, int coming, int unconfirmed, boolean mayOrganise, String changedBy,
            Instant changedAt) {}

    /** Who could not; {@code reason} only for who looks after the rota and themselves. */
    public record DeclineView(Ref member, @Nullable String reason) {}

    /**
     * One turn. {@code due}: the member whose it is; {@code instead}: in whose place; {@code speaker}, {@code speakerName}: who speaks for them; {@code mark}: {@code open}, {@code accepted},
     * {@code swapped}, {@code substituted}; {@code state}: {@code planned}, {@code held}, {@code missed}, {@code cancelled}; {@code spoke}, {@code spokeName}, {@code creditedTo} once confirmed.
     */
    public record TurnView(UUID id, int version, Ref rota, String over, UUID unit, UUID event, String recurrence, String start, String title, @Nullable Ref due, @Nullable Ref instead,
            @Nullable Ref speaker, @Nullable String speakerName, @Nullable String topic, String mark, String state, boolean ahead, @Nullable Ref spoke, @Nullable String spokeName,
            @Nullable Ref creditedTo, @Nullable String confirmedBy, @Nullable Instant confirmedAt, List<DeclineView> declines, boolean own, boolean mayOrganise) {}

    /** Who speaks at a date of an event, for all who see the event; as {@link TurnView}. {@code open}: whether the caller sees the rota too. */
    public record DateTurnView(UUID id, Ref rota, String over, String recurrence, String state, @Nullable Ref due, @Nullable Ref speaker, @Nullable String speakerName, @Nullable String topic,
            @Nullable Ref spoke, @Nullable String spokeName, @Nullable Ref creditedTo, boolean open) {}

    /**
     * {@code state}: {@code open}, {@code accepted}, {@code declined}, {@code withdrawn}, {@code void}; {@code mine}: whether the caller asked; {@code toDecide}: whether the caller is asked;
     * {@code mayAnswer}: whether the caller may answer for who is.
     */
    public record SwapView(UUID id, Ref rota, UUID unit, Ref asking, Ref asked, UUID turn, UUID with, String turnStart, String withStart, @Nullable String message, String state, Instant askedAt,
            boolean mine, boolean toDecide, boolean mayAnswer) {}

    /** The caller's turns to come, the swaps that wait for the caller, and what is owed and missing. */
    public record MineView(List<TurnView> turns, List<SwapView> swaps, List<WaitingView> owed) {}

    /**
     * A rota as a form sends it.
     *
     * @param over {@code people} or {@code departments}; stays when it is changed, as do event and kind
     * @param event id of an event whose dates become turns; or
     * @param kind id of a kind: all of the unit's events of it
     * @param from the first day, today when missing
     * @param remindDays 0–30, 7 when missing
     * @param ahead 1–60, 12 when missing
     * @param members ids of people or units in their order
     * @param group id of the audience group that the list was taken from, of people only
     */
    public record RotaInput(@Nullable String name, @Nullable String over, @Nullable UUID event, @Nullable UUID kind, @Nullable String from, @Nullable Integer remindDays, @Nullable Integer ahead,
            @Nullable List<UUID> members, @Nullable UUID group) {

        Rota rota(UUID id, int version, UUID unit, LocalDate today, Rota.@Nullable Over known) {
            Optional<Rota.Over> which = PlanViews.constant(Rota.Over.class, over).or(() -> Optional.ofNullable(known));
            LocalDate first = day(from, today);
            List<Rota.Member> list = members == null ? List.of() : members.stream().filter(Objects::nonNull).map(m -> new Rota.Member(m, 0, today)).toList();
            return new Rota(id, version, unit, name == null ? "" : name, which.orElseThrow(() -> Problem.invalid("over", "calendar.rota-over")), event, kind, true, first,
                    remindDays == null ? 7 : remindDays, ahead == null ? 12 : ahead, list, new Rota.Trace("", Instant.EPOCH), group);
        }

        private static LocalDate day(@Nullable String text, LocalDate otherwise) {
            try {
                return text == null || text.isBlank() ? otherwise : LocalDate.parse(text);
            } catch (DateTimeException none) {
                throw Problem.invalid("from", "calendar.rota-from");
            }
        }
    }

    /** @param speaker id of the person who speaks for a department @param speakerName who is not in the directory @param topic 200 characters at most */
    public record PrepareInput(@Nullable UUID speaker, @Nullable String speakerName, @Nullable String topic) {

        PlanItem.Who who() {
            return new PlanItem.Who(speaker, speakerName);
        }
    }

    /** @param reason 2–200 characters; only who looks after the rota reads it */
    public record ReasonInput(@Nullable String reason) {}

    /** One of these. @param member of the list @param person of the directory @param name of somebody else */
    public record SubstituteInput(@Nullable UUID member, @Nullable UUID person, @Nullable String name) {

        RotaTurns.Somebody who() {
            return new RotaTurns.Somebody(member, new PlanItem.Who(person, name));
        }
    }

    /** Nothing at all: as it was planned. @param spoke false: nobody did @param member as of a substitute @param person likewise @param name likewise @param topic null: as it stands */
    public record ConfirmInput(@Nullable Boolean spoke, @Nullable UUID member, @Nullable UUID person, @Nullable String name, @Nullable String topic) {

        RotaTurns.Somebody who() {
            return new RotaTurns.Somebody(member, new PlanItem.Who(person, name));
        }
    }

    /** @param with id of the other turn */
    public record ExchangeInput(@Nullable UUID with) {}

    /** @param turn that is offered @param with the turn wanted; missing: the next of {@code member} @param member of the list @param message 200 characters at most */
    public record SwapInput(@Nullable UUID turn, @Nullable UUID with, @Nullable UUID member, @Nullable String message) {}
}
