package @package@.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.StreamingOutput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.indicators.IndicatorSource.Of;
import org.shuyuan.api.indicators.IndicatorSource.Question;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.ModuleContract;
import org.shuyuan.testing.ModulePortal;
import @package@.internal.EntryResource.EntryInput;
import @package@.internal.EntryResource.EntryView;

/** What every module keeps to (ModuleContract), and what this one does. */
class ModuleTest extends ModuleContract {

    @Nested
    class Entries {

        private final ModulePortal portal = ModulePortal.of("@id@", Database.H2);
        private EntryResource entries;
        private Caller organiser;
        private Caller reader;

        @BeforeEach
        void open() {
            entries = portal.get(EntryResource.class);
            organiser = portal.person("组织者", "@id@.read", "@id@.write");
            reader = portal.person("读者", "@id@.read");
        }

        @AfterEach
        void close() {
            portal.close();
        }

        private Call call(Caller who, String ifMatch) {
            return Call.of(who, portal.unit.id(), ifMatch);
        }

        private EntryView add(String title, String day) {
            return (EntryView) entries.add(call(organiser, null), new EntryInput(title, day, null, null)).getEntity();
        }

        @Test
        void whatAnOrganiserWritesDownAReaderSeesAndMayNotChange() {
            EntryView added = add("第一次活动", "2026-03-02");
            assertThat(portal.audit.actions()).containsExactly("@id@.add");

            Page<?> page = (Page<?>) entries.list(call(reader, null), ListQuery.of("活动", 1, 20, "-day"), null, null).getEntity();
            assertThat(page.total()).isEqualTo(1);
            assertThat(((EntryView) page.items().get(0)).mayChange()).isFalse();
            UUID person = portal.people.add("王伟", "A001", portal.below).id();
            EntryView named = (EntryView) entries.change(call(organiser, "\"" + added.version() + "\""), added.id(), new EntryInput("第一次活动", "2026-03-02", person, null)).getEntity();
            assertThat(named.personName()).isEqualTo("王伟");
            assertThatThrownBy(() -> entries.change(call(reader, "\"1\""), added.id(), new EntryInput("改", "2026-03-02", null, null)))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status()).isEqualTo(403));
        }

        @Test
        void theSecondOfTwoEditorsIsToldWhatItIsNow() {
            EntryView added = add("第一次活动", "2026-03-02");
            String tag = "\"" + added.version() + "\"";
            Response changed = entries.change(call(organiser, tag), added.id(), new EntryInput("改过的", "2026-03-02", null, null));
            assertThat(changed.getStatus()).isEqualTo(200);
            assertThatThrownBy(() -> entries.change(call(organiser, tag), added.id(), new EntryInput("后改", "2026-03-02", null, null)))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status()).isEqualTo(412));
        }

        @Test
        void everyWrongFieldIsNamed() {
            assertThatThrownBy(() -> entries.add(call(organiser, null), new EntryInput(" ", "二月三十日", null, "长".repeat(2001)))).isInstanceOfSatisfying(Problem.class,
                    problem -> assertThat(problem.errors()).extracting(Problem.FieldError::field).contains("title", "day", "note"));
        }

        @Test
        void theYearCountsByMonthAndTheListGoesOutAsAWorkbook() throws Exception {
            add("三月的", "2026-03-02");
            add("三月的另一次", "2026-03-09");
            assertThat(entries.figures(call(reader, null), 2026).months()).extracting(EntryResource.Month::count).startsWith(0L, 0L, 2L, 0L);
            ListQuery export = ListQuery.of(null, 1, 20, null);
            export.setFormat("xlsx");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ((StreamingOutput) entries.list(call(reader, null), export, null, null).getEntity()).write(out);
            assertThat(out.size()).isGreaterThan(1000);
        }

        @Test
        void theIndicatorCountsAndNamesWhatItCounted() {
            EntryView added = add("三月的", "2026-03-02");
            Question question = new Question(reader, "entries", portal.unit.id(), Of.UNIT, List.of(portal.unit.id()), LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31));
            EntryIndicator indicator = portal.get(EntryIndicator.class);
            assertThat(indicator.values(question)).singleElement().satisfies(value -> assertThat(value.counted()).isEqualTo(1));
            assertThat(indicator.evidence(question, portal.unit.id(), 0, 10).items()).singleElement()
                    .satisfies(evidence -> assertThat(evidence.link()).as("a page that readers may open").isEqualTo("/@id@/entries/" + added.id() + "?unit=" + portal.unit.id()));
            Question strangers = new Question(portal.person("外人"), "entries", portal.unit.id(), Of.PERSON, List.of(), question.from(), question.to());
            assertThatThrownBy(() -> indicator.values(strangers)).isInstanceOf(Problem.class);
        }

        @BothDatabases
        void theStoreFindsAndCountsOnBothDatabases(Database database) {
            try (ModulePortal other = ModulePortal.of("@id@", database)) {
                Caller caller = other.person("组织者", "@id@.read", "@id@.write");
                other.get(EntryService.class).add(caller, other.below.id(), "部门的", "2026-03-02", null, null);
                Page<?> found = (Page<?>) other.get(EntryResource.class).list(Call.of(caller, other.unit.id(), null), ListQuery.of("部门", 1, 20, "title"), "2026-03-01", "2026-03-31").getEntity();
                assertThat(found.total()).isEqualTo(1);
                assertThat(other.get(EntryStore.class).counts("unit", List.of(other.below.id()), List.of(other.below.id()), EntryService.FIRST, EntryService.LAST)).hasSize(1);
            }
        }
    }
}
