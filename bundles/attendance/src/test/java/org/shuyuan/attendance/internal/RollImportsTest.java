package org.shuyuan.attendance.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.attendance.internal.RollImports.Fault;
import org.shuyuan.attendance.internal.RollImports.Preview;
import org.shuyuan.office.internal.OfficeWorkbooks;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** A workbook comes into a roll: shown first with every problem at its cell, written on confirmation, once. */
class RollImportsTest {

    private static final OfficeWorkbooks OFFICE = new OfficeWorkbooks();
    private static final List<String> HEADINGS = List.of("备注", "姓名", "工号", "状态", "原因", "签到时间");

    private static RollImports of(Portal p) {
        return new RollImports(new RollFile(OFFICE), p.gatherings, p.rolls, p.arrivals, p.reasons, p.people, p.units, p.watch, p.db.transactions());
    }

    private static byte[] sheet(List<String> headings, Object[]... rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OFFICE.write("名单", headings.stream().map(h -> new Workbooks.Column(h, 10)).toList(), sink -> Arrays.stream(rows).forEach(sink::row), out);
        return out.toByteArray();
    }

    private static Object[] row(Object... cells) {
        return cells;
    }

    private static InputStream in(byte[] file) {
        return new ByteArrayInputStream(file);
    }

    @BothDatabases
    void whatTheSheetSaysIsShownThenWrittenAndASecondTimeChangesNothing(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            RollImports imports = of(p);
            byte[] file = sheet(HEADINGS, row("坐在后排", "李 娜", null, "出席", null, LocalDateTime.parse("2026-03-04T08:55")), row(null, null, "C2", "迟到", null, "9:12"),
                    row("发烧", "张三", "C3", "请假", "病假", null));

            Preview shown = imports.preview(p.organiser, id, "a.xlsx", in(file));
            assertThat(shown.faults()).isEmpty();
            assertThat(shown.changed()).isEqualTo(3);
            assertThat(p.state(id, p.li)).as("nothing is written yet").isNull();

            imports.confirm(p.organiser, id, "a.xlsx", in(file), shown.seal());
            assertThat(p.state(id, p.li)).isEqualTo(State.PRESENT);
            assertThat(p.state(id, p.wang)).isEqualTo(State.LATE);
            assertThat(p.rolls.roll(p.organiser, id)).filteredOn(m -> m.person().equals(p.zhang.id())).singleElement().satisfies(m -> {
                assertThat(m.state()).isEqualTo(State.ON_LEAVE);
                assertThat(m.reason()).isEqualTo("sick");
                assertThat(m.note()).isEqualTo("发烧");
            });
            assertThat(p.times.of(id, p.li.id()).orElseThrow().came()).isEqualTo(Portal.START.minus(Duration.ofMinutes(5)));
            assertThat(p.times.of(id, p.wang.id()).orElseThrow().came()).isEqualTo(Portal.START.plus(Duration.ofMinutes(12)));
            assertThat(p.audit.actions()).contains("attendance.import-roll");

            int written = p.audit.entries().size();
            Preview again = imports.preview(p.organiser, id, "a.xlsx", in(file));
            assertThat(again.changed()).isZero();
            imports.confirm(p.organiser, id, "a.xlsx", in(file), again.seal());
            assertThat(p.audit.entries()).hasSize(written);
        }
    }

    @BothDatabases
    void everyProblemIsToldAtItsCellAndTheOthersAreTaken(Database database) {
        try (Portal p = new Portal(database)) {
            p.people.add("李娜", "C9", p.credit);
            UUID id = p.gathering();
            byte[] file = sheet(HEADINGS, row(null, "李娜", null, "出席", null, null), row(null, "不存在", null, "出席", null, null), row(null, "张三", "C2", "出席", null, null),
                    row(null, "张三", null, "来了", null, null), row(null, "王伟", null, "请假", "逛街", null), row(null, null, "C1", "列席", null, null),
                    row(null, null, "C9", "缺席", null, "9:00"), row(null, "汇总", null, null, null, null), row(null, "张三", "C3", "出席", null, null), row("字".repeat(201), null, "C9", "出席", null, null));
            Preview shown = of(p).preview(p.organiser, id, "a.xlsx", in(file));
            assertThat(shown.faults()).extracting(f -> f.column() + f.row(), Fault::key).containsExactly(
                    tuple("B2", "import.fault.namesakes"), tuple("B3", "import.fault.nobody"),
                    tuple("B4", "import.fault.other-name"), tuple("D5", "import.fault.state"),
                    tuple("E6", "import.fault.reason"), tuple("D7", "problem.expected-no-observer"),
                    tuple("F8", "import.fault.time-of-absent"), tuple("B9", "import.fault.nobody"),
                    tuple("C10", "import.fault.twice"), tuple("C11", "import.fault.twice"));
            assertThat(shown.lines()).isEmpty();
        }
    }

    @BothDatabases
    void aRollThatWasClosedOrChangedMeanwhileIsRefusedAndSoIsWhoDoesNotTakeIt(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            RollImports imports = of(p);
            byte[] file = sheet(HEADINGS, row(null, "李娜", null, "出席", null, null));
            Preview shown = imports.preview(p.organiser, id, "a.xlsx", in(file));
            assertThatThrownBy(() -> imports.preview(p.inspector, id, "a.xlsx", in(file))).hasMessage("access.forbidden");
            assertThatThrownBy(() -> imports.confirm(p.inspector, id, "a.xlsx", in(file), shown.seal())).hasMessage("access.forbidden");
            assertThatThrownBy(() -> imports.confirm(p.organiser, id, "a.xlsx", in(sheet(HEADINGS, row(null, "李娜", null, "缺席", null, null))), shown.seal())).as("another file")
                    .hasMessage("attendance.import-meanwhile");
            p.mark(id, Portal.as(p.li, State.ABSENT));
            assertThatThrownBy(() -> imports.confirm(p.organiser, id, "a.xlsx", in(file), shown.seal())).hasMessage("attendance.import-meanwhile");
            assertThat(p.state(id, p.li)).isEqualTo(State.ABSENT);
            p.closing.close(p.organiser, id, p.version(id));
            assertThatThrownBy(() -> imports.preview(p.organiser, id, "a.xlsx", in(file))).hasMessage("attendance.closed");
        }
    }

    @BothDatabases
    void theRollAsItWasExportedChangesNothing(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.mark(id, Portal.as(p.li, State.PRESENT), new RollService.Marking(p.wang.id(), State.ON_LEAVE, null, "sick", "电话请假", null));
            byte[] exported = sheet(List.of("部门", "工号", "姓名", "职务", "状态", "事由", "备注", "计入分钟", "签到时间", "登记人", "登记时间"),
                    row("信贷部", "C1", "李娜", null, "出席", null, null, null, null, "组织委员", "x"), row("信贷部", "C2", "王伟", null, "请假", "病假", "电话请假", null, null, null, null),
                    row("信贷部", "C3", "张三", null, null, null, null, null, null, null, null));
            Preview shown = of(p).preview(p.organiser, id, "a.xlsx", in(exported));
            assertThat(shown.faults()).isEmpty();
            assertThat(shown.changed()).isZero();
        }
    }

    @BothDatabases
    void longBeforeTheStartThereIsOnlyLeave(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.now(Portal.START.minus(Duration.ofDays(1)));
            Preview shown = of(p).preview(p.organiser, id, "a.xlsx", in(sheet(HEADINGS, row(null, "李娜", null, "出席", null, null), row(null, "王伟", null, "请假", null, null))));
            assertThat(shown.faults()).extracting(Fault::key).containsExactly("import.fault.early");
            assertThat(shown.changed()).isOne();
        }
    }

    @Test
    void whatIsNoRollIsRefused() {
        RollFile reader = new RollFile(OFFICE);
        assertThatThrownBy(() -> reader.read(in(sheet(List.of("甲", "乙"), row("x", "y"))), "a.xlsx")).hasMessage("attendance.file-no-columns");
        assertThatThrownBy(() -> reader.read(in("不是表格".getBytes(StandardCharsets.UTF_8)), "a.xlsx")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> reader.read(in(new byte[(int) RollFile.LARGEST + 1]), "a.xlsx")).isInstanceOf(Problem.class);
    }
}
