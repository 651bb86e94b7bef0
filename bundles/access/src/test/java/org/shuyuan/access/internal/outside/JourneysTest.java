package org.shuyuan.access.internal.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.shuyuan.access.internal.Enrolment;
import org.shuyuan.access.internal.SignIn;
import org.shuyuan.access.internal.TestPortal;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Secrets;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** The way to another sign-in page and back. */
class JourneysTest {

    private static String state(Journeys.Begun begun) {
        return begun.address().getQuery().substring("state=".length());
    }

    private static Outside withWang(Database database) {
        Outside outside = new Outside(database);
        outside.portal.account("wang", null, null);
        outside.page.rules = Outside.rules(Map.of("match.by", "account"));
        outside.page.who = Outside.identity("https://id wang", "wang", "wang");
        return outside;
    }

    private static SignIn.From from() {
        return TestPortal.from("10.0.0.1");
    }

    @BothDatabases
    void aJourneyEndsOnceAndInTheBrowserThatBeganIt(Database database) {
        try (Outside outside = withWang(database)) {
            Journeys.Begun begun = outside.journeys.begin("oidc", null, "/calendar?unit=1#today", from());
            Map<String, String> answer = Map.of("state", state(begun), "code", "c");
            for (String other : new String[] {null, "", "x", Secrets.random()}) {
                Journeys.Begun mine = outside.journeys.begin("oidc", null, null, from());
                assertThatThrownBy(() -> outside.journeys.end("oidc", Map.of("state", state(mine)), other, from())).hasMessage("access.outside-journey");
            }
            Journeys.Arrived arrived = outside.journeys.end("oidc", answer, begun.browser(), from());
            assertThat(arrived.opened().account().name()).isEqualTo("wang");
            assertThat(arrived.back()).isEqualTo("/calendar?unit=1#today");
            assertThatThrownBy(() -> outside.journeys.end("oidc", answer, begun.browser(), from())).as("replayed").hasMessage("access.outside-journey");
            assertThatThrownBy(() -> outside.journeys.end("oidc", Map.of(), begun.browser(), from())).hasMessage("access.outside-journey");
            assertThatThrownBy(() -> outside.journeys.end("ldap", answer, begun.browser(), from())).hasMessage("access.no-such-source");
        }
    }

    @BothDatabases
    void twoTabsOfOneBrowserEachArriveButNotAfterTenMinutes(Database database) {
        try (Outside outside = withWang(database)) {
            Journeys.Begun one = outside.journeys.begin("oidc", null, null, from());
            Journeys.Begun two = outside.journeys.begin("oidc", one.browser(), null, from());
            assertThat(two.browser()).isEqualTo(one.browser());
            assertThat(outside.journeys.end("oidc", Map.of("state", state(two)), two.browser(), from()).back()).isEqualTo("/");
            outside.portal.clock.pass(Duration.ofMinutes(11));
            assertThatThrownBy(() -> outside.journeys.end("oidc", Map.of("state", state(one)), one.browser(), from())).hasMessage("access.outside-journey");
        }
    }

    @BothDatabases
    void theWayBackIsAlwaysAPageOfThePortal(Database database) {
        try (Outside outside = withWang(database)) {
            for (String elsewhere : new String[] {"//evil.example", "https://evil.example/", "/\\evil.example", "/a\r\nSet-Cookie: x=1", "calendar", "", "/" + "x".repeat(600)}) {
                Journeys.Begun begun = outside.journeys.begin("oidc", null, elsewhere, from());
                assertThat(outside.journeys.end("oidc", Map.of("state", state(begun)), begun.browser(), from()).back()).as(elsewhere).isEqualTo("/");
            }
        }
    }

    @BothDatabases
    void whoBeginsWithoutEndHasToWaitAndOthersDoNot(Database database) {
        try (Outside outside = withWang(database)) {
            for (int i = 0; i < Journeys.MOST_FROM_ONE_NETWORK; i++) {
                outside.store.addStart("s" + i, new org.shuyuan.access.internal.jpa.OutsideStore.Start("b", "oidc", "{}", "/", outside.portal.clock.instant()), Secrets.hash("10.0.0.9"));
            }
            assertThatThrownBy(() -> outside.journeys.begin("oidc", null, null, TestPortal.from("10.0.0.9"))).hasMessage("access.too-many-attempts");
            assertThat(outside.journeys.begin("oidc", null, null, from()).browser()).hasSize(43);
            outside.portal.clock.pass(Duration.ofMinutes(11));
            assertThat(outside.journeys.begin("oidc", null, null, TestPortal.from("10.0.0.9")).browser()).hasSize(43);
            assertThat(outside.portal.db.count("access_outside_start")).isEqualTo(1);
        }
    }

    @BothDatabases
    void whoHasASecondFactorShowsItAfterTheOtherPageInTheSameBrowser(Database database) {
        try (Outside outside = new Outside(database)) {
            Caller user = outside.portal.account("wang", null, null);
            List<String> codes = Enrolment.of(outside.portal, user);
            outside.page.rules = Outside.rules(Map.of("match.by", "account"));
            outside.page.who = Outside.identity("https://id wang", "wang", "wang");
            Journeys.Begun begun = outside.journeys.begin("oidc", null, "/calendar", from());
            Journeys.Arrived half = outside.journeys.end("oidc", Map.of("state", state(begun)), begun.browser(), from());
            assertThat(half.opened()).as("nothing is open yet").isNull();
            assertThat(outside.portal.db.count("access_outside_session")).isZero();

            assertThatThrownBy(() -> outside.journeys.second("oidc", half.second(), codes.get(0), Secrets.random(), from())).as("another browser").hasMessage("access.outside-journey");
            assertThatThrownBy(() -> outside.journeys.second("oidc", Secrets.random(), codes.get(0), begun.browser(), from())).hasMessage("access.outside-journey");
            assertThatThrownBy(() -> outside.journeys.end("oidc", Map.of("state", half.second()), begun.browser(), from())).as("it is no way back").hasMessage("access.outside-journey");
            Journeys.Arrived again = outside.journeys.end("oidc", Map.of("state", state(outside.journeys.begin("oidc", begun.browser(), "/calendar", from()))), begun.browser(), from());
            for (String wrong : new String[] {null, "", "000000"}) {
                assertThatThrownBy(() -> outside.journeys.second("oidc", again.second(), wrong, begun.browser(), from())).hasMessage("access.wrong-code");
            }
            Journeys.Arrived in = outside.journeys.second("oidc", again.second(), codes.get(0), begun.browser(), from());
            assertThat(in.opened().account().id()).isEqualTo(user.account());
            assertThat(in.back()).isEqualTo("/calendar");
            assertThatThrownBy(() -> outside.journeys.second("oidc", again.second(), codes.get(1), begun.browser(), from())).as("it ends once").hasMessage("access.outside-journey");
        }
    }

    @BothDatabases
    void aNoticeOfTheOtherSideEndsItsSessionAndNoOther(Database database) {
        try (Outside outside = withWang(database)) {
            SignIn.Opened one = arrive(outside);
            SignIn.Opened local = outside.portal.signIn.opened(one.account(), from(), "access.sign-in", "password");
            UUID session = outside.portal.sessions.bySession(one.session()).orElseThrow().id();
            assertThat(outside.journeys.leave(session)).contains(URI.create("https://id.example.cn/logout"));
            assertThat(outside.journeys.leave(outside.portal.sessions.bySession(local.session()).orElseThrow().id())).isEmpty();

            assertThat(outside.journeys.notice("oidc", Map.of("sid", "another"))).isZero();
            assertThat(outside.journeys.notice("oidc", Map.of("sub", "another", "sid", "sid-https://id wang"))).isZero();
            assertThat(outside.portal.sessions.bySession(one.session())).isPresent();
            assertThat(outside.journeys.notice("oidc", Map.of("sid", "sid-https://id wang"))).isEqualTo(1);
            assertThat(outside.portal.sessions.bySession(one.session())).isEmpty();
            assertThat(outside.portal.sessions.bySession(local.session())).isPresent();

            SignIn.Opened again = arrive(outside);
            assertThat(outside.journeys.notice("oidc", Map.of("sub", "https://id wang"))).isEqualTo(1);
            assertThat(outside.portal.sessions.bySession(again.session())).isEmpty();
        }
    }

    private static SignIn.Opened arrive(Outside outside) {
        Journeys.Begun begun = outside.journeys.begin("oidc", null, null, from());
        return outside.journeys.end("oidc", Map.of("state", state(begun)), begun.browser(), from()).opened();
    }

    @BothDatabases
    void removingALinkEndsTheSessionsAndTakesTheRoles(Database database) {
        try (Outside outside = withWang(database)) {
            org.shuyuan.api.directory.Unit bank = outside.portal.units.add("江城支行", null);
            outside.page.rules = Outside.rules(Map.of("match.by", "account", "groups", "h -> head @ 江城支行"));
            outside.page.who = Outside.identity("https://id wang", "wang", "wang", "h");
            SignIn.Opened one = arrive(outside);
            UUID link = outside.links.of(TestPortal.system(), one.account().id()).links().get(0).id();
            Caller member = outside.portal.account("li", "unit-administrator", bank);
            assertThatThrownBy(() -> outside.links.remove(member, one.account().id(), link)).hasMessage("access.no-such-account");
            outside.links.remove(TestPortal.system(), one.account().id(), link);
            assertThat(outside.portal.sessions.bySession(one.session())).isEmpty();
            assertThat(outside.portal.roleStore.grants(List.of(one.account().id()))).isEmpty();
            assertThatThrownBy(() -> outside.links.remove(TestPortal.system(), one.account().id(), link)).hasMessage("access.no-such-link");
        }
    }
}
