package org.shuyuan.attendance.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.shuyuan.api.records.Anonymiser.Leaver;
import org.shuyuan.attendance.internal.jpa.LeaverStore;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** A doctor's note with leave: seen by who asked and who decides, gone with the person. */
class LeaveFilesTest {

    private static final byte[] PDF = "%PDF-1.7 a note".getBytes(StandardCharsets.US_ASCII);

    private static Leave asked(Portal p) {
        return p.leaves.ask(p.member, new LeaveService.Wish(null, Portal.START, Portal.START.plus(Duration.ofHours(2)), "sick", "发烧"));
    }

    private static InputStream in(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    @BothDatabases
    void whoAskedAndWhoDecidesReadItAndNobodyElse(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            Leave leave = asked(p);
            LeaveFile file = p.leaveFiles.add(p.member, leave.id(), "诊断证明.exe", in(PDF));
            assertThat(file.name()).as("it is called what it is").isEqualTo("诊断证明.pdf");
            for (var caller : java.util.List.of(p.member, p.head)) {
                try (InputStream in = p.leaveFiles.open(p.leaveFiles.find(caller, leave.id(), file.id()))) {
                    assertThat(in.readAllBytes()).isEqualTo(PDF);
                }
            }
            for (var caller : java.util.List.of(Portal.phone(p.wang, ""), p.inspector, p.organiser)) {
                assertThatThrownBy(() -> p.leaveFiles.find(caller, leave.id(), file.id())).hasMessage("attendance.no-such-leave");
                assertThatThrownBy(() -> p.leaveFiles.add(caller, leave.id(), "x", in(PDF))).hasMessage("attendance.no-such-leave");
                assertThatThrownBy(() -> p.leaveFiles.remove(caller, leave.id(), file.id())).hasMessage("attendance.no-such-leave");
            }
            Leave other = p.leaves.ask(p.member, new LeaveService.Wish(null, Portal.START.plus(Duration.ofDays(2)), Portal.START.plus(Duration.ofDays(3)), "sick", null));
            assertThatThrownBy(() -> p.leaveFiles.find(p.member, other.id(), file.id())).as("not by way of another").hasMessage("attendance.no-such-file");
            assertThat(p.audit.actions()).contains("attendance.add-leave-file");
            assertThat(p.audit.entries().toString()).as("a name may tell of an illness").doesNotContain("诊断");
        }
    }

    @BothDatabases
    void threeAtMostOfTenMegabytesAndOnlyWhileItIsNotRefused(Database database) {
        try (Portal p = new Portal(database)) {
            Leave leave = asked(p);
            byte[] large = Arrays.copyOf(PDF, (int) LeaveFiles.LARGEST + 1);
            assertThatThrownBy(() -> p.leaveFiles.add(p.member, leave.id(), "a", in(large))).hasMessage("files.too-large");
            assertThatThrownBy(() -> p.leaveFiles.add(p.member, leave.id(), "a.pdf", in("MZ no note".getBytes(StandardCharsets.US_ASCII)))).hasMessage("files.type");
            for (int i = 0; i < LeaveFiles.MOST; i++) {
                p.leaveFiles.add(p.member, leave.id(), "a", in(PDF));
            }
            assertThatThrownBy(() -> p.leaveFiles.add(p.member, leave.id(), "a", in(PDF))).hasMessage("attendance.too-many-files");
            assertThat(p.kept.count()).as("the same bytes of three are three files").isEqualTo(3);
            p.leaveFiles.remove(p.member, leave.id(), p.leaveFiles.of(Set.of(leave.id())).get(leave.id()).get(0).id());
            assertThat(p.kept.count()).isEqualTo(2);
            p.leaves.decide(p.head, leave.id(), leave.version(), false, null);
            assertThatThrownBy(() -> p.leaveFiles.add(p.member, leave.id(), "a", in(PDF))).hasMessage("attendance.leave-decided");
            assertThatThrownBy(() -> p.leaveFiles.remove(p.member, leave.id(), p.leaveFiles.of(Set.of(leave.id())).get(leave.id()).get(0).id())).hasMessage("attendance.leave-decided");
        }
    }

    @BothDatabases
    void filesGoWithWhoIsAnonymised(Database database) {
        try (Portal p = new Portal(database)) {
            Leave leave = asked(p);
            p.leaveFiles.add(p.member, leave.id(), "a", in(PDF));
            assertThat(p.own().held(p.member).toString()).contains("a.pdf");
            AnonymousAttendance anonymiser = new AnonymousAttendance(new LeaverStore(p.db.jpa()), p.leaveFiles);
            p.db.transactions().run(() -> anonymiser.anonymise(p.organiser, new Leaver(p.li.id(), "已匿名人员 7", 7, Set.of(), Set.of("李娜"))));
            assertThat(p.leaveFiles.of(Set.of(leave.id()))).isEmpty();
            assertThat(p.kept.count()).isZero();
        }
    }
}
