package org.shuyuan.modules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.module.Profiles;
import org.shuyuan.modules.internal.Activation.Why;
import org.shuyuan.testing.FakeUnits;

/** A bank with an office and a branch; the branch has a counter. */
class ActivationTest {

    @TempDir
    Path folder;

    private final FakeUnits units = new FakeUnits();
    private final Unit bank = units.add("总行", null);
    private final Unit office = units.add("办公室", bank);
    private final Unit branch = units.add("支行", bank);
    private final Unit counter = units.add("柜台", branch);
    private TestContainer house;
    private Activation activation;

    private final Profiles profiles = new Profiles() {
        @Override
        public List<Profile> all() {
            return List.of(new Profile("bank", Map.of(), Map.of(), List.of("reading")), new Profile("school", Map.of(), Map.of(), List.of("reading", "exams")));
        }

        @Override
        public Optional<Profile> find(String id) {
            return all().stream().filter(one -> one.id().equals(id)).findFirst();
        }

        @Override
        public Optional<String> template(String profile, String module) {
            return Optional.empty();
        }
    };

    @BeforeEach
    void open() throws Exception {
        house = new TestContainer(folder);
        for (String id : List.of("reading", "exams", "choir")) {
            house.install(Jars.module(id, "1.0.0").in(folder, id + ".jar"), ModuleManager.FROM_UPLOAD);
        }
        house.install(Jars.module("ldap", "1.0.0").describe(",\"scope\":\"portal\"").in(folder, "ldap.jar"), ModuleManager.FROM_UPLOAD);
        activation = node();
    }

    @AfterEach
    void close() throws Exception {
        activation.close();
        house.close();
    }

    private Activation node() {
        return new Activation(house.registry, house.db.dataSource(), house.db.transactions(), house.audit, units, profiles, false);
    }

    private void choose(String module, Unit unit, Boolean active) {
        activation.choose(house.administrator, module, module, unit, active);
    }

    @Test
    void whereNobodyChoseTheProfileDecidesIfAnySpeaksOfTheModule() {
        Unit school = units.profile(units.add("学校", null), "school");
        Unit free = units.profile(units.add("筹备组", null), null);

        assertThat(activation.at("reading", bank)).extracting(Activation.Standing::active, Activation.Standing::why).containsExactly(true, Why.PROFILE);
        assertThat(activation.at("exams", bank).active()).as("the school's profile names exams, the bank's does not").isFalse();
        assertThat(activation.at("exams", school).active()).isTrue();
        assertThat(activation.at("choir", bank)).as("no profile speaks of it").extracting(Activation.Standing::active, Activation.Standing::why).containsExactly(true, Why.DEFAULT);
        assertThat(activation.at("exams", free)).as("a unit that began with no profile").extracting(Activation.Standing::active, Activation.Standing::why)
                .containsExactly(true, Why.DEFAULT);
    }

    @Test
    void aChoiceHoldsForAllBelowUntilOneOfThemChoosesOtherwise() {
        choose("choir", bank, false);
        assertThat(activation.at("choir", counter)).extracting(Activation.Standing::active, Activation.Standing::why, Activation.Standing::where)
                .containsExactly(false, Why.ABOVE, bank.id());

        choose("choir", branch, true);
        assertThat(house.registry.active("choir", branch.id())).isTrue();
        assertThat(house.registry.active("choir", counter.id())).isTrue();
        assertThat(house.registry.active("choir", office.id())).isFalse();
        assertThat(activation.above("choir", branch).active()).as("what it would follow").isFalse();
        assertThat(activation.below("choir", bank)).containsOnlyKeys(branch.id());

        choose("choir", branch, null);
        assertThat(activation.at("choir", counter).why()).isEqualTo(Why.ABOVE);
        assertThat(house.registry.active("choir", counter.id())).isFalse();
        assertThat(house.audit.actions()).filteredOn("modules.switch"::equals).hasSize(3);
    }

    @Test
    void whatServesNoUnitCannotBeOffAtOne() {
        choose("ldap", bank, false);
        assertThat(house.registry.active("ldap", bank.id())).isTrue();
        assertThat(house.registry.chosenByUnits("ldap")).isFalse();
        assertThat(house.registry.active("gone", bank.id())).as("not here at all").isFalse();
    }

    @Test
    void openPagesAndTheOtherNodesHearOfAChange() throws Exception {
        Activation other = node();
        AtomicLong revision = new AtomicLong(house.registry.revision());
        choose("choir", bank, false);
        assertThat(house.registry.revision()).isGreaterThan(revision.getAndSet(house.registry.revision()));

        other.look();
        assertThat(other.active("choir", office.id())).isFalse();
        other.close();
    }

    @Test
    void switchingOffAndOnAgainSurvivesARestartAndDeletesNothing() throws Exception {
        choose("choir", bank, false);
        activation.close();
        activation = node();
        assertThat(house.registry.active("choir", bank.id())).isFalse();
        assertThat(house.running("choir")).as("it runs all the while").isEqualTo("1.0.0");
        choose("choir", bank, true);
        assertThat(house.registry.active("choir", bank.id())).isTrue();
    }
}
