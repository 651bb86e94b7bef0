package org.shuyuan.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.shuyuan.access.internal.jpa.SessionStore;
import org.shuyuan.api.access.Authenticator;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

class SignInTest {

    private static SignIn.From known(SignIn.Opened opened) {
        return new SignIn.From("10.0.0.9", "Firefox", opened.device(), Language.ZH_CN);
    }

    @BothDatabases
    void aSessionSurvivesARestartAndEndsByItself(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Caller user = portal.account("wang", null, null);
            SignIn.Opened opened = portal.signIn.open("ＷＡＮＧ ", TestPortal.PASSWORD, TestPortal.from("10.0.0.1"));
            portal.start();
            assertThat(portal.sessions.bySession(opened.session())).get().extracting(known -> known.account().id()).isEqualTo(user.account());

            // used every ten hours it lives for a week, no longer
            for (int i = 0; i < 16; i++) {
                portal.clock.pass(Duration.ofHours(10));
                assertThat(portal.sessions.bySession(opened.session())).isPresent();
            }
            portal.clock.pass(Duration.ofHours(10));
            assertThat(portal.sessions.bySession(opened.session())).isEmpty();

            // left alone it ends after twelve hours
            SignIn.Opened second = portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from("10.0.0.1"));
            portal.clock.pass(Duration.ofHours(13));
            assertThat(portal.sessions.bySession(second.session())).isEmpty();
            portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from("10.0.0.1"));
            portal.sessions.purge();
            assertThat(portal.db.count("access_session")).as("one that still counts stays").isEqualTo(1);
            assertThat(portal.audit.about("access.account", user.account().toString(), 50)).as("each that ended by itself is written down once")
                    .filteredOn(entry -> entry.action().equals("access.session-ran-out")).hasSize(2).allSatisfy(entry -> {
                        assertThat(entry.who()).isEqualTo("housekeeping");
                        assertThat(entry.account()).isNull();
                        assertThat(entry.after()).contains("lastSeenAt");
                    });
            portal.sessions.purge();
            assertThat(portal.audit.about("access.account", user.account().toString(), 50)).filteredOn(entry -> entry.action().equals("access.session-ran-out")).hasSize(2);
        }
    }

    @BothDatabases
    void aRushOfRequestsNotesItsUseOnceAndNoneFailsBecauseItCouldNotBeNoted(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            portal.account("wang", null, null);
            SignIn.Opened opened = portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from("10.0.0.1"));
            AtomicInteger noted = new AtomicInteger();
            SessionStore locked = new SessionStore(portal.db.jpa()) {
                @Override
                public void seen(UUID session, Instant at) {
                    noted.incrementAndGet();
                    throw new IllegalStateException("Timeout trying to lock table access_session");
                }
            };
            Sessions sessions = new Sessions(locked, portal.revisions, portal.db.transactions(), portal.audit, Settings.defaults(), portal.clock);
            portal.clock.pass(Duration.ofMinutes(2));
            List<Optional<Sessions.Known>> answers = IntStream.range(0, 8).mapToObj(i -> CompletableFuture.supplyAsync(() -> sessions.bySession(opened.session())))
                    .toList().stream().map(CompletableFuture::join).toList();
            assertThat(answers).hasSize(8).allMatch(Optional::isPresent);
            assertThat(noted).hasValue(1);
            portal.clock.pass(Duration.ofMinutes(2));
            assertThat(sessions.bySession(opened.session())).isPresent();
            assertThat(noted).as("tried again later").hasValue(2);
        }
    }

    @BothDatabases
    void aPageThatStandsOpenDoesNotKeepAnUnusedSession(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            portal.account("wang", null, null);
            SignIn.Opened opened = portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from("10.0.0.1"));
            PortalAuthenticator authenticator = new PortalAuthenticator(portal.sessions, new ConsoleToken(new RunFolder(portal.data)), Settings.defaults());
            Authenticator.Credentials cookie = new Authenticator.Credentials(opened.session(), null, "10.0.0.1", null);

            // its event stream asks all the time
            for (int i = 0; i < 11; i++) {
                portal.clock.pass(Duration.ofHours(1));
                assertThat(authenticator.stillSignedIn(cookie)).isPresent();
            }
            portal.clock.pass(Duration.ofHours(2));
            assertThat(authenticator.stillSignedIn(cookie)).isEmpty();
            assertThat(authenticator.authenticate(cookie)).isEmpty();
        }
    }

    @BothDatabases
    void aPasswordThatSomebodyElseGaveMakesNoTokenAndIsNotKept(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Caller user = portal.account("wang", null, null);
            String given = portal.accounts.reset(TestPortal.system(), user.account());

            assertThatThrownBy(() -> portal.tokens.make(user, "script", null)).hasMessage("access.change-password-first");
            for (String same : List.of(given, given.replace('-', '－'))) {
                assertThatThrownBy(() -> portal.ownPassword.change(user, null, given, same)).isInstanceOfSatisfying(Problem.class,
                        problem -> assertThat(problem.errors()).extracting(Problem.FieldError::code).containsExactly("access.password-same"));
            }
            portal.ownPassword.change(user, null, given, TestPortal.PASSWORD);
            assertThat(portal.tokens.make(user, "script", null).secret()).isNotBlank();
        }
    }

    @BothDatabases
    void signingOutEndsItAtOnceHereAndElsewhere(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Caller user = portal.account("wang", null, null);
            SignIn.Opened opened = portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from("10.0.0.1"));
            Revisions revisions = new Revisions(portal.roleStore, portal.db.transactions());
            Sessions elsewhere = new Sessions(portal.sessionStore, revisions, portal.db.transactions(), portal.audit, Settings.defaults(), portal.clock);
            UUID id = elsewhere.bySession(opened.session()).orElseThrow().id();
            assertThatThrownBy(() -> portal.sessions.end(TestPortal.caller(UUID.randomUUID(), "other", Caller.Kind.SESSION), id, "access.end-session"))
                    .hasMessage("access.no-such-session");

            portal.sessions.end(user, id, "access.sign-out");
            assertThat(portal.sessions.bySession(opened.session())).isEmpty();
            revisions.poll();
            assertThat(elsewhere.bySession(opened.session())).isEmpty();
            revisions.stop();
        }
    }

    @BothDatabases
    void anUnknownNameCostsAndAnswersTheSameAsAWrongPassword(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            portal.account("wang", null, null);
            long start = portal.passwords.computed();
            Problem wrong = catchThrowableOfType(Problem.class, () -> portal.signIn.open("wang", "wrong wrong", TestPortal.from("10.0.0.1")));
            long known = portal.passwords.computed() - start;
            Problem unknown = catchThrowableOfType(Problem.class, () -> portal.signIn.open("nobody", "wrong wrong", TestPortal.from("10.0.0.1")));
            long stranger = portal.passwords.computed() - start - known;

            assertThat(wrong.status()).isEqualTo(401);
            assertThat(unknown.code()).isEqualTo(wrong.code()).isEqualTo("access.wrong-password");
            assertThat(stranger).isEqualTo(known).isEqualTo(1);
            // and what was typed as a name is written down nowhere
            assertThat(portal.db.count("access_audit where subject_label = '?' and action = 'access.sign-in-failed'")).isEqualTo(1);
            assertThat(portal.db.count("access_audit where who = 'nobody'")).isZero();
        }
    }

    @BothDatabases
    void guessingGetsSlowerAndNeverLocksOutForGood(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            portal.account("wang", null, null);
            SignIn.Opened own = portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from("10.0.0.1"));
            for (int i = 0; i < 5; i++) {
                String address = "10.0.1." + i;
                assertThatThrownBy(() -> portal.signIn.open("wang", "guess " + address, TestPortal.from(address))).hasMessage("access.wrong-password");
            }
            // the sixth has to wait, even with the right password and from elsewhere
            Problem paused = catchThrowableOfType(Problem.class, () -> portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from("10.0.2.1")));
            assertThat(paused.status()).isEqualTo(429);
            assertThat(paused.values()).containsKey("retryAfter");

            // but not from the browser where the owner has signed in before
            assertThat(portal.signIn.open("wang", TestPortal.PASSWORD, known(own)).account().name()).isEqualTo("wang");

            // and a pause is over after at most five minutes
            portal.clock.pass(Duration.ofMinutes(5));
            assertThat(portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from("10.0.2.1")).account().name()).isEqualTo("wang");
        }
    }

    @BothDatabases
    void manyNamesFromOneAddressAreSlowedDownToo(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            int wrong = 0;
            for (int i = 0; i < 30; i++) {
                portal.throttle.begin(java.util.List.of(new Throttle.Key(Throttle.Kind.ADDRESS, "10.9.9.9")));
                wrong++;
            }
            assertThat(wrong).isEqualTo(30);
            assertThatThrownBy(() -> portal.signIn.open("anybody", "guess guess", TestPortal.from("10.9.9.9"))).hasMessage("access.too-many-attempts");
            // an attempt refused is not counted: waiting helps
            portal.clock.pass(Duration.ofSeconds(3));
            assertThatThrownBy(() -> portal.signIn.open("anybody", "guess guess", TestPortal.from("10.9.9.9"))).hasMessage("access.wrong-password");
        }
    }

    @BothDatabases
    void aDisabledAccountIsToldOnlyToWhoKnowsThePassword(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Caller top = portal.account("admin", Role.SYSTEM_ADMINISTRATOR, null);
            Caller user = portal.account("wang", null, null);
            SignIn.Opened opened = portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from("10.0.0.1"));
            portal.accounts.change(top, user.account(), null, null, false, 1);
            assertThat(portal.sessions.bySession(opened.session())).isEmpty();
            assertThatThrownBy(() -> portal.signIn.open("wang", "wrong wrong", TestPortal.from("10.0.0.1"))).hasMessage("access.wrong-password");
            assertThatThrownBy(() -> portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from("10.0.0.1"))).hasMessage("access.account-disabled");
        }
    }

    @BothDatabases
    void changingThePasswordEndsTheOtherSessions(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Caller user = portal.account("wang", null, null);
            SignIn.Opened here = portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from("10.0.0.1"));
            SignIn.Opened there = portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from("10.0.0.2"));
            UUID keep = portal.sessions.bySession(here.session()).orElseThrow().id();
            String fresh = "a quite different phrase";

            assertThatThrownBy(() -> portal.ownPassword.change(user, keep, "not mine at all", fresh)).isInstanceOf(Problem.class);
            assertThatThrownBy(() -> portal.ownPassword.change(user, keep, TestPortal.PASSWORD, "12345678")).isInstanceOf(Problem.class);
            Caller program = TestPortal.caller(user.account(), "wang", Caller.Kind.TOKEN);
            assertThatThrownBy(() -> portal.ownPassword.change(program, null, TestPortal.PASSWORD, fresh)).hasMessage("access.browser-only");

            portal.ownPassword.change(user, keep, TestPortal.PASSWORD, fresh);
            assertThat(portal.sessions.bySession(here.session())).isPresent();
            assertThat(portal.sessions.bySession(there.session())).isEmpty();
            assertThatThrownBy(() -> portal.signIn.open("wang", TestPortal.PASSWORD, known(here))).hasMessage("access.wrong-password");
            assertThat(portal.signIn.open("wang", fresh, known(here)).account().id()).isEqualTo(user.account());
        }
    }

    @BothDatabases
    void anInitialPasswordOpensNothingButItsOwnChange(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Unit root = portal.units.add("县支行", null);
            portal.modules.suggest("member", "calendar.read");
            var person = portal.people.add("王小明", "YX1021", root);
            BulkAccounts.MadeMany made = portal.bulk.create(TestPortal.system(), root.id(), null, BulkAccounts.Naming.NUMBER, "member");
            assertThat(made.made()).hasSize(1);
            AccountService.Made one = made.made().get(0);
            assertThat(one.account().name()).isEqualTo("YX1021");

            SignIn.Opened opened = portal.signIn.open("yx1021", one.initial(), TestPortal.from("10.0.0.1"));
            Caller user = TestPortal.caller(opened.account().id(), "YX1021", Caller.Kind.SESSION);
            assertThat(portal.rights.can(user, "calendar.read", root.id())).isFalse();
            UUID session = portal.sessions.bySession(opened.session()).orElseThrow().id();
            portal.ownPassword.change(user, session, one.initial(), TestPortal.PASSWORD);
            assertThat(portal.rights.can(user, "calendar.read", root.id())).isTrue();

            // a second run changes nothing
            assertThat(portal.bulk.create(TestPortal.system(), root.id(), null, BulkAccounts.Naming.NUMBER, "member").made()).isEmpty();
            assertThat(portal.bulk.create(TestPortal.system(), root.id(), java.util.List.of(person.id()), BulkAccounts.Naming.NUMBER, "member").skipped())
                    .extracting(BulkAccounts.Skipped::reason).containsExactly("has-one");
        }
    }

    @BothDatabases
    void aTokenOpensWhatItsOwnerMayAndNoMore(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Unit root = portal.units.add("县支行", null);
            portal.modules.suggest("member", "calendar.read");
            Caller top = portal.account("admin", Role.SYSTEM_ADMINISTRATOR, null);
            Caller user = portal.account("wang", "member", root);
            Tokens.Made made = portal.tokens.make(user, "脚本", null);
            Caller program = TestPortal.caller(portal.sessions.byToken(made.secret()).orElseThrow().account().id(), "wang", Caller.Kind.TOKEN);

            assertThat(portal.rights.permissions(program, root.id())).isEqualTo(portal.rights.permissions(user, root.id()));
            assertThatThrownBy(() -> portal.tokens.make(program, "another", null)).hasMessage("access.browser-only");
            assertThatThrownBy(() -> portal.tokens.make(user, "late", portal.clock.instant().plus(Duration.ofDays(4000)))).isInstanceOf(Problem.class);
            assertThat(portal.db.count("access_token where secret_hash = '" + made.secret() + "'")).isZero();

            portal.accounts.change(top, user.account(), null, null, false, 1);
            assertThat(portal.sessions.byToken(made.secret())).isEmpty();
            portal.accounts.change(top, user.account(), null, null, true, 2);
            assertThat(portal.sessions.byToken(made.secret())).isPresent();
            portal.clock.pass(Duration.ofDays(91));
            assertThat(portal.sessions.byToken(made.secret())).isEmpty();
        }
    }
}
