package org.shuyuan.registers.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shuyuan.registers.internal.Refusals.invalid;
import static org.shuyuan.registers.internal.Refusals.refused;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.module.ModuleInfo;
import org.shuyuan.api.module.Register;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

class EntriesTest {

    @BothDatabases
    void whatIsEnteredIsKeptFieldByFieldAndOpenPagesOfTheModuleHearOfIt(Database database) {
        try (Portal portal = new Portal(database)) {
            Entry made = portal.add(portal.wang, portal.credit, " 下乡\n服务 ", "news", "on", "2026-01-04", "amount", 12.50, "person", portal.zhao.id().toString(), "body", "第一段\r\n\r\n第二段\u0000");

            Entry kept = portal.find(portal.wang, portal.credit, made);

            assertThat(Portal.NEWS.fields()).extracting(field -> kept.shown(field)).containsExactly("下乡 服务", "news", "2026-01-04", new BigDecimal("12.5"), portal.zhao.id().toString(), false,
                    "第一段\n\n第二段");
            assertThat(kept.created().name()).isEqualTo("王伟");
            assertThat(portal.heard.heard()).containsExactly("changed {\"module\":\"bulletin\",\"type\":\"news\",\"id\":\"" + made.id() + "\",\"unit\":\"" + portal.credit.id() + "\"}");
            assertThat(portal.audit.actions()).containsExactly("registers.add-entry");
        }
    }

    @BothDatabases
    void aChangeIsToldByTheFieldsThatItChanged(Database database) {
        try (Portal portal = new Portal(database)) {
            Entry made = portal.add(portal.wang, portal.credit, "总结", "news", "amount", 100);
            Entry same = portal.change(portal.editor, portal.credit, made, Portal.news("总结", "news", "amount", 100.0));
            assertThat(same).as("nothing to change").isEqualTo(made);

            Entry changed = portal.change(portal.editor, portal.credit, made, Portal.news("年度总结", "news", "amount", 100));

            assertThat(changed.version()).isGreaterThan(made.version());
            assertThat(changed.created().name()).isEqualTo("王伟");
            assertThat(changed.changed().name()).isEqualTo("总编");
            assertThat(portal.audit.entries()).hasSize(2).last().satisfies(entry -> {
                assertThat(entry.action()).isEqualTo("registers.change-entry");
                assertThat(entry.before()).contains("总结").doesNotContain("amount");
                assertThat(entry.after()).contains("年度总结").doesNotContain("amount");
            });
        }
    }

    @BothDatabases
    void onlyWhoHoldsTheDeclaredPermissionReadsAndWrites(Database database) {
        try (Portal portal = new Portal(database)) {
            Entry made = portal.add(portal.wang, portal.credit, "总结", "news");
            refused(403, "access.forbidden", () -> portal.titles(portal.stranger, portal.credit, null, null));
            refused(403, "access.forbidden", () -> portal.titles(portal.li, portal.credit, null, null));
            refused(403, "access.forbidden", () -> portal.add(portal.li, portal.office, "总结", "news"));
            refused(403, "access.forbidden", () -> portal.add(portal.wang, portal.bank, "总结", "news"));
            refused(404, "registers.no-such-entry", () -> portal.find(portal.li, portal.office, made));
            refused(404, "registers.no-such-entry", () -> portal.change(portal.li, portal.office, made, Portal.news("改", "news")));
            Entry above = portal.add(portal.editor, portal.bank, "表彰", "exemplar");
            assertThat(portal.find(portal.li, portal.office, above)).as("read below").isEqualTo(above);
            refused(403, "access.forbidden", () -> portal.change(portal.li, portal.office, above, Portal.news("改", "news")));
            refused(403, "access.forbidden", () -> portal.entries.remove(portal.wang, "bulletin", "news", portal.credit.id(), above.id(), above.version()));
            assertThat(portal.db.count("registers_entry")).isEqualTo(2);
        }
    }

    @BothDatabases
    void whatAUnitEntersIsReadBelowItWhereTheRegisterSaysSoAndAboveItOnRequest(Database database) {
        try (Portal portal = new Portal(database)) {
            portal.add(portal.editor, portal.bank, "总行要闻", "news");
            portal.add(portal.wang, portal.credit, "信贷动态", "news");
            portal.add(portal.editor, portal.office, "办公室动态", "news");
            assertThat(portal.titles(portal.wang, portal.credit, null, null)).containsExactly("信贷动态", "总行要闻");
            assertThat(portal.titles(portal.editor, portal.bank, null, null)).containsExactly("总行要闻");
            assertThat(portal.titles(portal.editor, portal.bank, null, null, "below", "true")).containsExactlyInAnyOrder("总行要闻", "信贷动态", "办公室动态");

            Entry own = portal.entries.add(portal.editor, "bulletin", "ledger", portal.bank.id(), Map.of("title", "内部"));
            Place below = portal.entries.open(portal.wang, "bulletin", "ledger", portal.credit.id());
            refused(404, "registers.no-such-entry", () -> portal.entries.find(portal.wang, below, own.id()));
            refused(404, "registers.no-such-entry", () -> portal.entries.find(portal.editor, portal.entries.open(portal.editor, "bulletin", "news", portal.bank.id()), own.id()));
        }
    }

    @BothDatabases
    void theSecondOfTwoEditorsIsRefused(Database database) {
        try (Portal portal = new Portal(database)) {
            Entry made = portal.add(portal.wang, portal.credit, "总结", "news");
            portal.change(portal.editor, portal.credit, made, Portal.news("先改", "news"));
            assertThatThrownBy(() -> portal.change(portal.wang, portal.credit, made, Portal.news("后改", "news"))).isInstanceOf(OptimisticLockException.class);
            assertThatThrownBy(() -> portal.entries.remove(portal.wang, "bulletin", "news", portal.credit.id(), made.id(), made.version())).isInstanceOf(OptimisticLockException.class);

            Entry now = portal.find(portal.wang, portal.credit, made);
            portal.entries.remove(portal.wang, "bulletin", "news", portal.credit.id(), now.id(), now.version());

            assertThat(portal.db.count("registers_entry") + portal.db.count("registers_value")).isZero();
            assertThat(portal.audit.actions()).last().isEqualTo("registers.remove-entry");
            refused(404, "registers.no-such-entry", () -> portal.find(portal.wang, portal.credit, made));
        }
    }

    @BothDatabases
    void everyWrongFieldIsNamed(Database database) {
        try (Portal portal = new Portal(database)) {
            Map<String, @Nullable Object> wrong = Portal.news("长".repeat(21), "rumour", "on", "2026-02-30", "amount", "12", "person", UUID.randomUUID().toString(), "top", "yes", "body", 7);
            for (String[] one : List.of(new String[] {"title", "too-long"}, new String[] {"kind", "bad-choice"}, new String[] {"on", "bad-date"}, new String[] {"amount", "bad-number"},
                    new String[] {"person", "no-such-person"}, new String[] {"top", "bad-value"}, new String[] {"body", "bad-value"})) {
                invalid(one[0], "registers." + one[1], () -> portal.entries.add(portal.wang, "bulletin", "news", portal.credit.id(), wrong));
            }
            invalid("title", "registers.value-missing", () -> portal.add(portal.wang, portal.credit, " ", "news"));
            invalid("kind", "registers.value-missing", () -> portal.entries.add(portal.wang, "bulletin", "news", portal.credit.id(), Map.of("title", "总结")));
            invalid("amount", "registers.bad-number", () -> portal.add(portal.wang, portal.credit, "总结", "news", "amount", 1e11));
            invalid("amount", "registers.bad-number", () -> portal.add(portal.wang, portal.credit, "总结", "news", "amount", 0.00001));
            invalid("body", "registers.too-long", () -> portal.add(portal.wang, portal.credit, "总结", "news", "body", "长".repeat(20_001)));
            refused(400, "rest.unknown-member", () -> portal.add(portal.wang, portal.credit, "总结", "news", "colour", "red"));
            assertThat(portal.db.count("registers_entry")).isZero();
        }
    }

    @BothDatabases
    void aModuleThatIsNotHereOrIsOffAtTheUnitHasNoRegisterThere(Database database) {
        try (Portal portal = new Portal(database)) {
            Entry made = portal.add(portal.wang, portal.credit, "总结", "news");
            refused(404, "registers.no-such-register", () -> portal.entries.open(portal.wang, "nothing", "news", portal.credit.id()));
            refused(404, "registers.no-such-register", () -> portal.entries.open(portal.wang, "bulletin", "nothing", portal.credit.id()));
            refused(404, "directory.no-such-unit", () -> portal.entries.open(portal.wang, "bulletin", "news", UUID.randomUUID()));

            portal.modules.off("bulletin", portal.credit.id());
            refused(404, "modules.off", () -> portal.titles(portal.wang, portal.credit, null, null));
            refused(404, "modules.off", () -> portal.add(portal.wang, portal.credit, "二", "news"));
            refused(404, "modules.off", () -> portal.change(portal.editor, portal.bank, made, Portal.news("改", "news")));
            portal.access.grant(portal.wang, "modules.activate", portal.credit.id());
            assertThat(portal.titles(portal.wang, portal.credit, null, null)).as("to those who answer for it").containsExactly("总结");
            refused(404, "modules.off", () -> portal.add(portal.wang, portal.credit, "二", "news"));
            portal.modules.on("bulletin", portal.credit.id());

            portal.modules.state("bulletin", ModuleInfo.State.UPDATING);
            refused(503, "modules.updating", () -> portal.titles(portal.wang, portal.credit, null, null));
            portal.modules.remove("bulletin");
            refused(404, "registers.no-such-register", () -> portal.titles(portal.wang, portal.credit, null, null));
            assertThat(portal.db.count("registers_entry")).as("its data stays").isEqualTo(1);
        }
    }

    @BothDatabases
    void whatALaterVersionDeclaresNoMoreStaysAndWhatItDeclaresAnewIsEmpty(Database database) {
        try (Portal portal = new Portal(database)) {
            Entry made = portal.add(portal.wang, portal.credit, "总结", "news", "amount", 100, "on", "2026-01-04");
            List<Register.Field> fields = Portal.NEWS.fields();
            Register.Field flag = new Register.Field("seen", "field.seen", Register.Type.BOOLEAN, false, 200, List.of());
            portal.modules.declare("bulletin", new Register("news", "register.news", "bulletin.read", "bulletin.write", "title", true,
                    List.of(fields.get(0), fields.get(1), flag, new Register.Field("on", "field.on", Register.Type.NUMBER, false, 200, List.of()))));
            assertThat(portal.titles(portal.wang, portal.credit, null, "seen", "seen", "false")).containsExactly("总结");

            Entry changed = portal.change(portal.wang, portal.credit, made, Portal.news("新", "news"));

            assertThat(changed.shown(flag)).isEqualTo(false);
            portal.modules.declare("bulletin", Portal.NEWS);
            Entry back = portal.find(portal.wang, portal.credit, made);
            assertThat(back.shown(Portal.NEWS.field("amount").orElseThrow())).isEqualTo(new BigDecimal("100"));
            assertThat(new HashMap<>(Map.of("on", String.valueOf(back.shown(Portal.NEWS.field("on").orElseThrow()))))).containsEntry("on", "null");
        }
    }
}
