package org.shuyuan.directory.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.records.HeldDataSource;
import org.shuyuan.api.text.Language;
import org.shuyuan.directory.internal.PersonRules.Draft;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

class DataAboutMeTest {

    private static final UUID ADMINISTRATOR = UUID.randomUUID();

    private static Consumer<Throwable> status(int status) {
        return e -> assertThat(e).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(status));
    }

    private static Accounts holders(List<UUID> holding) {
        return new Accounts() {
            @Override
            public List<UUID> ofPeople(Collection<UUID> people) {
                return List.of();
            }

            @Override
            public List<UUID> holding(String permission, UUID unit) {
                return permission.equals(Permissions.WRITE) ? holding : List.of();
            }
        };
    }

    private static DataAboutMe data(World w, List<UUID> holding) {
        return new DataAboutMe(w.persons, w.photos, new Records(), holders(holding), w.notices, w.audit, w.db.transactions());
    }

    private static Caller self(World w) {
        UUID person = w.persons.create(w.secretary, new Draft("王伟", "A1", "male", "1983-05-12", null, null, "13812345678", null, null, null, null, null, w.bank.id(), "科长", null))
                .person().id();
        return caller(person);
    }

    private static Caller caller(@Nullable UUID person) {
        return new Caller(UUID.randomUUID(), person, "王伟", Caller.Kind.SESSION, Language.ZH_CN, "");
    }

    @BothDatabases
    void everythingTheModulesHoldIsGatheredUnmaskedTheDirectorysFirst(Database database) {
        try (World w = new World(database)) {
            DataAboutMe data = data(w, List.of());
            data.addSource(new HeldDataSource() {
                @Override
                public String module() {
                    return "access";
                }

                @Override
                public List<Held> held(Caller self) {
                    return List.of(new Held("held.account", List.of("account.name"), List.of(Arrays.asList(self.name()))));
                }
            });
            DataAboutMe.Gathered gathered = data.gather(self(w));
            assertThat(gathered.parts()).extracting(DataAboutMe.Part::module).containsExactly("directory", "access");
            assertThat(String.valueOf(gathered.parts().get(0).tables())).contains("13812345678", "1983-05-12", "云溪县支行", "科长");
            assertThat(gathered.silent()).isEmpty();
            assertThat(data.gather(caller(null)).parts()).as("an account without a person has its account").extracting(DataAboutMe.Part::module).containsExactly("access");
            data.close();
        }
    }

    @BothDatabases
    void aModuleThatFailsIsNamed(Database database) {
        try (World w = new World(database)) {
            DataAboutMe data = data(w, List.of());
            data.addSource(new HeldDataSource() {
                @Override
                public String module() {
                    return "minutes";
                }

                @Override
                public List<Held> held(Caller self) {
                    throw new IllegalStateException("broken");
                }
            });
            DataAboutMe.Gathered gathered = data.gather(self(w));
            assertThat(gathered.silent()).containsExactly("minutes");
            assertThat(gathered.parts()).hasSize(1);
            data.close();
        }
    }

    @BothDatabases
    void aCorrectionIsAskedForOfThoseWhoMayMakeIt(Database database) {
        try (World w = new World(database)) {
            Caller self = self(w);
            assertThat(data(w, List.of(ADMINISTRATOR, self.account())).ask(self, " 电话 不对 ")).as("oneself is not asked").isEqualTo(1);
            assertThat(w.audit.actions()).contains("directory.ask-correction");
            assertThatThrownBy(() -> data(w, List.of()).ask(self, "电话不对")).satisfies(status(409));
            assertThatThrownBy(() -> data(w, List.of(ADMINISTRATOR)).ask(self, " ")).satisfies(status(422));
            assertThatThrownBy(() -> data(w, List.of(ADMINISTRATOR)).ask(self, "长".repeat(501))).satisfies(status(422));
            assertThatThrownBy(() -> data(w, List.of(ADMINISTRATOR)).ask(caller(null), "电话不对")).satisfies(status(404));
        }
    }

    @BothDatabases
    void whatModulesTellOfAnotherIsToldToWhoMaySeeThePerson(Database database) {
        try (World w = new World(database)) {
            UUID person = java.util.Objects.requireNonNull(self(w).person());
            DataAboutMe data = data(w, List.of());
            data.addSource(new HeldDataSource() {
                @Override
                public String module() {
                    return "access";
                }

                @Override
                public List<Held> held(Caller self) {
                    return List.of();
                }

                @Override
                public List<Held> about(Caller reader, UUID whom) {
                    return List.of(new Held("held.account", List.of("account.name"), List.of(Arrays.asList(reader.name() + " " + whom))));
                }
            });
            assertThat(String.valueOf(data.about(w.secretary, person).parts())).contains("secretary " + person);
            assertThatThrownBy(() -> data.about(w.stranger, person)).satisfies(status(404));
            data.close();
        }
    }
}
