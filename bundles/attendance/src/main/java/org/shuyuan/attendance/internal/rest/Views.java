package org.shuyuan.attendance.internal.rest;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What attendance gives. */
final class Views {

    private Views() {}

    /** Something with a name: a unit. */
    public record Ref(UUID id, @Nullable String name) {}

    /** Word and name in the caller's language: a kind, a reason, a state. */
    public record Named(String word, String name) {}

    /** A person, with what tells namesakes apart. */
    public record PersonView(UUID id, String name, @Nullable String number, @Nullable String unit, @Nullable String position) {}

    /**
     * How many have which state. {@code rate}: percent by the rules of the unit asked (of a gathering: of its own unit), null when there is nothing to divide by; {@code base}: the
     * attendances there could have been; {@code hundredths}: those there were, an attendance being 100; {@code open}: not marked; {@code madeUp}: how many that were
     * not attended in full were made up for.
     */
    public record TallyView(int base, int hundredths, @Nullable Double rate, int present, int late, int leftEarly, int onLeave, int absent, int exempt, int observer, int open,
            int madeUp) {}

    /** A gathering in a list. {@code state}: {@code planned}, {@code open}, {@code closed} or {@code cancelled}. {@code expected}: people on the roll, without observers. */
    public record GatheringLine(UUID id, String title, Named kind, Ref unit, @Nullable String place, String start, String end, String state, int expected, TallyView tally) {}

    /** Where what is attended there was planned. */
    public record LinkView(String module, String link) {}

    /**
     * One gathering. {@code reasons}: what can be given as a reason, by state; {@code missed}: states that there is something to make up for;
     * {@code signOut}: the minutes count there, by the unit's {@code earlyGrace} and {@code openEnd}.
     */
    public record GatheringView(UUID id, int version, String title, Named kind, Ref unit, @Nullable String place, String start, String end, String state, @Nullable String closedBy,
            @Nullable String closedAt, int expected, TallyView tally, List<LinkView> links, Map<String, List<ReasonChoice>> reasons, boolean mayTake, boolean early,
            List<String> missed, boolean signOut, int earlyGrace, boolean openEnd) {}

    public record ReasonChoice(String word, String name, boolean retired) {}

    /**
     * One of the roll. {@code source}: {@code audience} or {@code hand}; {@code way}: {@code roll}, {@code closing}, {@code code}, {@code station}, {@code leave} or
     * {@code objection}; {@code came}, {@code left}: as the person signed in and out, or the organiser said; {@code toEnd}: the minutes were counted to the end.
     */
    public record MarkView(PersonView person, boolean expected, String source, @Nullable String state, @Nullable String reason, @Nullable String note, @Nullable Integer minutes,
            @Nullable String way, @Nullable String at, @Nullable String by, @Nullable MakeUpMark makeUp, @Nullable String came, @Nullable String left, boolean toEnd) {}

    /** Make-up study on the roll. {@code due}: a day. */
    public record MakeUpMark(UUID id, String state, @Nullable String due, boolean overdue) {}

    public record RollView(List<MarkView> items) {}

    /** What reading the audience again changed. */
    public record DifferenceView(List<PersonView> came, List<PersonView> went) {}

    /** {@code grace}: minutes after the start for which one is on time; null until it was opened once. */
    public record DoorView(boolean open, @Nullable String closes, @Nullable Integer grace, @Nullable String addresses) {}

    /** {@code svg}: the address as an image; {@code millis}: until another one holds; {@code there}: how many of the {@code expected} have come. */
    public record CodeView(String address, String svg, long millis, int expected, int there) {}

    /** {@code device}: the beginning of its digest, to tell one from another; {@code signs}: {@code device-of-another}, {@code new-device}, {@code address}, {@code rhythm}. */
    public record SignInView(PersonView person, String at, String address, String device, List<String> signs) {}

    /** A row that can be taken. {@code was}: the state on the roll; {@code came}: null where the file says nothing new of it. */
    public record RollLine(int row, PersonView person, @Nullable String was, String state, @Nullable String reason, @Nullable String note, @Nullable Integer minutes, @Nullable String came,
            boolean changed) {}

    /** What could not be taken. {@code cell}: e.g. {@code C7}. */
    public record RollFault(int row, String cell, String text) {}

    /** What a workbook would change of a roll, or has changed. {@code headings}: of the columns that are known, by letter; {@code seal}: to confirm it with. */
    public record RollImportView(Map<String, String> headings, int changed, int unchanged, List<RollLine> items, List<RollFault> faults, String seal) {}

    /** A station that is open. {@code title}: of its gathering; null: all of the day. */
    public record StationView(UUID id, String name, Ref unit, @Nullable UUID gathering, @Nullable String title, int grace, String openedAt, String openedBy, String ends) {}

    /** {@code secret}: for the PC at the door, said this once. */
    public record OpenedView(UUID id, String secret, StationView station) {}

    /** What a station shows. {@code title}, {@code start}: of its gathering; null: all of the day. {@code now}: the time where the unit is, whatever the PC takes it for. */
    public record ShownView(String name, Ref unit, @Nullable String title, @Nullable String start, String ends, String now) {}

    /**
     * {@code outcome}: {@code pin}, {@code signed-in}, {@code already}, {@code signed-out} or {@code already-out}; all else null with the first. {@code signOut}: whoever goes signs out
     * there.
     */
    public record TapView(String outcome, @Nullable String name, @Nullable String state, @Nullable String stateName, @Nullable String title, @Nullable String at,
            boolean signOut) {}

    /** {@code ending}: the last characters of its number. */
    public record CardView(UUID id, PersonView person, String ending, String addedAt, String addedBy) {}

    /** {@code pinSince}: null: there is none. */
    public record OwnCardsView(@Nullable String pinSince, List<CardView> cards) {}

    /** {@code left}: it was the leaving; {@code signOut}: whoever goes signs out there. */
    public record SignedInView(String title, @Nullable String place, String state, String at, boolean already, boolean left, boolean signOut) {}

    /** How is counted. {@code from}: whose rules they are, null: the usual ones; {@code own}: the unit has its own; {@code openEnd}: a missing sign-out counts to the end. */
    public record RulesView(int version, boolean leaveExcused, int lateCounts, int earlyCounts, int target, int leaveDays, int makeUpCounts, int objectionDays, int earlyGrace,
            boolean openEnd, @Nullable Ref from, boolean own) {}

    /**
     * {@code key} asks for the evidence; {@code below}: under what is expected of everybody; {@code opens}: of a unit that has figures of its own which the caller may see, by what to ask for
     * them there.
     */
    public record FigureRow(String key, String name, @Nullable String detail, TallyView tally, boolean below, @Nullable String opens) {}

    /** {@code below}: how many of all rows are under what is expected; {@code groupsOn}: the day of which it is who is in a group. */
    public record FiguresView(List<FigureRow> items, long total, long below, TallyView all, int gatherings, int untaken, String groupsOn, RulesView rules) {}

    /**
     * One mark behind a figure. {@code makeUp}: what became of make-up study for it; null: there is none; {@code opens}: the caller may see the whole roll; {@code taken}: the roll was taken,
     * so that it counts.
     */
    public record EvidenceView(UUID gathering, String title, String start, Ref unit, PersonView person, @Nullable String state, @Nullable String reason, @Nullable Integer minutes,
            @Nullable String makeUp, boolean opens, boolean taken) {}

    /**
     * Of the caller. {@code somebody}: false for an account that belongs to no person; {@code items}: a page of the period's {@code total}; {@code still}: what can be objected to or made up
     * besides, of other times; {@code tally}, {@code minutes}: of the whole period, by the rules of the unit one belongs to; {@code since}: the year of the first gathering.
     */
    public record OwnView(boolean somebody, List<EvidenceView> items, long total, List<EvidenceView> still, TallyView tally, long minutes, int since, RulesView rules) {}

    /** {@code to} is exclusive; {@code state}: {@code asked}, {@code approved}, {@code refused} or {@code withdrawn}; {@code reasonName} in the caller's language. */
    public record LeaveView(UUID id, int version, PersonView person, Ref unit, String from, String to, String reason, String reasonName, @Nullable String note, String state, String askedAt,
            @Nullable String decidedAt, @Nullable String decidedBy, @Nullable String answer, List<LeaveFileView> files) {}

    /** A file with leave. {@code type}: {@code pdf}, {@code jpg}, {@code png} or {@code docx}. */
    public record LeaveFileView(UUID id, String name, String type, long size) {}

    /** {@code reasons}: what can be given; {@code days}: how long after it ended it can still be asked for. */
    public record OwnLeaveView(List<LeaveView> items, List<ReasonChoice> reasons, int days) {}

    /**
     * Make-up study. {@code mark}: what the person is marked as there now; {@code due}, {@code day}: days; {@code offered}: by the learner, assigned by nobody;
     * {@code state}: {@code assigned}, {@code handed-in}, {@code accepted}, {@code sent-back} or {@code dropped}.
     */
    public record MakeUpView(UUID id, int version, PersonView person, UUID gathering, String title, String start, Ref unit, @Nullable String mark, @Nullable String task, @Nullable String due,
            boolean overdue, boolean offered, String state, @Nullable String assignedAt, @Nullable String assignedBy, @Nullable String day, @Nullable Integer minutes, @Nullable String note,
            @Nullable String handedInAt, @Nullable String decidedAt, @Nullable String decidedBy, @Nullable String answer) {}

    /** One page. {@code counts}: how many there are by state, and {@code overdue}, whatever state was asked for. */
    public record MakeUpPage(List<MakeUpView> items, long total, int page, int size, Map<String, Integer> counts) {}

    /** {@code missed}: gatherings the caller may offer to make up for. */
    public record OwnMakeUpView(List<MakeUpView> items, List<UUID> missed) {}

    /** How many were told to make it up. */
    public record AssignedView(int people) {}

    /**
     * An objection. {@code was}: what the person was marked as then; {@code mark}: now; {@code wanted}: what it should be; {@code state}: {@code asked}, {@code granted} or
     * {@code refused}.
     */
    public record ObjectionView(UUID id, int version, PersonView person, UUID gathering, String title, String start, Ref unit, @Nullable String mark, String was, String wanted, String why,
            String state, String askedAt, @Nullable String decidedAt, @Nullable String decidedBy, @Nullable String answer) {}

    /** One page. {@code counts}: how many there are by state, whatever state was asked for. */
    public record ObjectionPage(List<ObjectionView> items, long total, int page, int size, Map<String, Integer> counts) {}

    /** A mark the caller may object to, until then. */
    public record OpenObjection(UUID gathering, String state, String until) {}

    /** {@code open}: what the caller may object to. */
    public record OwnObjectionView(List<ObjectionView> items, List<OpenObjection> open) {}

    /** A reason as who looks after reasons sees it; {@code name} by language. */
    public record ReasonView(UUID id, int version, Ref unit, String word, String state, String text, Map<String, String> name, int position, boolean retired) {}

    /** A circulation in a list. {@code withdrawn}: it holds no more. */
    public record CirculationLine(UUID id, String title, Ref unit, String from, String to, @Nullable Double rate, String issuedAt, String issuedBy, boolean withdrawn) {}

    /** {@code detail}: of a person, what tells namesakes apart; {@code below}: under what is expected of everybody. */
    public record CirculationRow(String key, String name, @Nullable String detail, TallyView tally, boolean below) {}

    /** A part with its table, in the circulation's own language. {@code part}: {@code unit}, {@code department}, {@code kind}, {@code group} or {@code person}; null for text alone. */
    public record CirculationSection(String heading, @Nullable String text, @Nullable String part, List<CirculationRow> rows) {}

    public record WithdrawalView(String at, String by, String why) {}

    /**
     * {@code version} is 0 while it is only shown before; {@code language}: of its words; {@code date}: when it was issued, in words; {@code now}: the figures as they would be counted today,
     * if marks have changed since; {@code mayWithdraw}: the caller.
     */
    public record CirculationView(UUID id, int version, String title, String language, Ref unit, String from, String to, @Nullable String kind, String opening, String counted,
            List<CirculationSection> sections, TallyView all, int gatherings, int people, int below, @Nullable String remark, String date, String issuedAt, String issuedBy,
            @Nullable WithdrawalView withdrawal, @Nullable TallyView now, boolean mayWithdraw) {}
}
