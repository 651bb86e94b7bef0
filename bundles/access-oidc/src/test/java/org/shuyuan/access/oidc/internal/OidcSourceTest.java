package org.shuyuan.access.oidc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.access.OutsideIdentity;
import org.shuyuan.api.access.RedirectSource;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.settings.Keys;
import org.shuyuan.api.text.Language;

class OidcSourceTest {

    private static final String STATE = "s".repeat(43);
    private IdentityProvider there;

    @BeforeEach
    void aProvider() throws Exception {
        there = new IdentityProvider();
    }

    @AfterEach
    void closed() {
        there.close();
    }

    private OidcSource source(String... more) {
        Map<String, String> keys = there.settings();
        for (int i = 0; i < more.length; i += 2) {
            keys.put(more[i], more[i + 1]);
        }
        return new OidcSource(settings(keys), Clock.systemUTC());
    }

    private static OidcSettings settings(Map<String, String> keys) {
        return OidcSettings.of(new Keys(OidcSettings.FILE, keys, name -> name.equals("SECRET") ? IdentityProvider.SECRET : null));
    }

    private OutsideIdentity journey(OidcSource source) {
        RedirectSource.Start start = source.start(STATE, Language.ZH_TW);
        return source.finish(there.signIn(start.address()), STATE, start.kept());
    }

    @Test
    void whoSignsInThereIsKnownByIssuerAndSubject() {
        OutsideIdentity identity = journey(source());
        assertThat(identity.subject()).isEqualTo(there.issuer + " wang");
        assertThat(identity.name()).isEqualTo("wangwei");
        assertThat(identity.groups()).containsExactlyInAnyOrder("heads", "staff");
        assertThat(identity.values("email")).containsExactly("wangwei@bank.cn");
        assertThat(identity.session()).isEqualTo("s-1");

        assertThat(journey(source("userinfo", "true")).values("employee_number")).containsExactly("A001");
        there.claims = claims -> claims.claim("email_verified", false).claim("realm_access", Map.of("roles", List.of("r")));
        OutsideIdentity other = journey(source("groups.claim", "realm_access.roles"));
        assertThat(other.values("email")).as("an address that nobody verified").isEmpty();
        assertThat(other.groups()).containsExactly("r");
        assertThat(journey(source("contacts.verified", "assumed")).values("email")).containsExactly("wangwei@bank.cn");
    }

    @Test
    void theBrowserIsSentWithWhatBelongsToThisJourneyOnly() {
        OidcSource source = source();
        RedirectSource.Start one = source.start(STATE, Language.ZH_CN);
        RedirectSource.Start two = source.start(STATE, Language.ZH_CN);
        Map<String, List<String>> asked = URLUtils.parseParameters(one.address().getRawQuery());
        assertThat(one.address().toString()).startsWith(there.issuer + "/authorize?");
        assertThat(asked).containsEntry("redirect_uri", List.of("https://portal.bank.cn/api/access/outside/oidc/callback")).containsEntry("code_challenge_method", List.of("S256"))
                .containsEntry("response_type", List.of("code")).containsEntry("state", List.of(STATE)).containsEntry("ui_locales", List.of("zh-CN"));
        assertThat(one.address().toString()).doesNotContain(one.kept().get("verifier")).doesNotContain(IdentityProvider.SECRET);
        assertThat(one.kept().get("nonce")).isNotEqualTo(two.kept().get("nonce"));
        assertThat(one.kept().get("verifier")).isNotEqualTo(two.kept().get("verifier"));
    }

    @Test
    void aTokenThatIsNotExactlyRightOpensNothing() throws Exception {
        OidcSource source = source();
        Map<String, UnaryOperator<JWTClaimsSet.Builder>> wrong = new LinkedHashMap<>();
        Date past = Date.from(Instant.now().minusSeconds(600));
        wrong.put("expired", c -> c.expirationTime(past));
        wrong.put("without an end", c -> c.expirationTime(null));
        wrong.put("of tomorrow", c -> c.issueTime(Date.from(Instant.now().plusSeconds(86_400))));
        wrong.put("of another issuer", c -> c.issuer("https://evil.example"));
        wrong.put("for another client", c -> c.audience("other"));
        wrong.put("for several clients and made for another", c -> c.audience(List.of(IdentityProvider.CLIENT, "other")).claim("azp", "other"));
        wrong.put("made for another", c -> c.claim("azp", "other"));
        wrong.put("with another's nonce", c -> c.claim("nonce", "other"));
        wrong.put("without a nonce", c -> c.claim("nonce", null));
        wrong.put("without a subject", c -> c.subject(null));
        wrong.put("with a subject that is too long", c -> c.subject("x".repeat(600)));
        wrong.put("with another access token", c -> c.claim("at_hash", "bm90IGl0IGF0IGFsbCE"));
        wrong.forEach((why, change) -> {
            there.claims = change;
            assertThatThrownBy(() -> journey(source)).as(why).hasMessage("access-oidc.bad-token");
        });
        there.claims = same -> same;

        RSAKey strange = IdentityProvider.key();
        RSAKey sameName = new RSAKey.Builder(strange).keyID(there.key.getKeyID()).build();
        Map<String, java.util.function.Function<JWTClaimsSet, JWT>> made = new LinkedHashMap<>();
        made.put("unsigned", PlainJWT::new);
        made.put("signed by a stranger", set -> IdentityProvider.signed(set, strange));
        made.put("signed by a stranger who calls the key the same", set -> IdentityProvider.signed(set, sameName));
        made.put("signed with the public key as a secret", this::byPublicKey);
        made.put("signed with the client's secret", set -> bySecret(set, "0123456789abcdef0123456789abcdef"));
        made.put("altered", set -> altered(IdentityProvider.signed(set, there.key)));
        made.forEach((why, maker) -> {
            there.maker = maker;
            assertThatThrownBy(() -> journey(source)).as(why).hasMessage("access-oidc.bad-token");
        });
        there.maker = null;
        assertThat(journey(source).subject()).endsWith(" wang");
        assertThatThrownBy(() -> journey(source("algorithms", "ES256"))).as("an algorithm that is not allowed").hasMessage("access-oidc.bad-token");
    }

    private JWT byPublicKey(JWTClaimsSet set) {
        try {
            return bySecret(set, new String(there.key.toRSAPublicKey().getEncoded(), StandardCharsets.ISO_8859_1));
        } catch (Exception never) {
            throw new IllegalStateException(never);
        }
    }

    private static JWT bySecret(JWTClaimsSet set, String secret) {
        try {
            SignedJWT made = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), set);
            made.sign(new MACSigner(secret.getBytes(StandardCharsets.ISO_8859_1)));
            return made;
        } catch (Exception never) {
            throw new IllegalStateException(never);
        }
    }

    private static JWT altered(SignedJWT token) {
        try {
            String[] parts = token.serialize().split("\\.");
            String body = new String(java.util.Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8).replace("\"wang\"", "\"boss\"");
            return JWTParser.parse(parts[0] + "." + java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(body.getBytes(StandardCharsets.UTF_8)) + "." + parts[2]);
        } catch (java.text.ParseException never) {
            throw new IllegalStateException(never);
        }
    }

    @Test
    void aCodeCountsOnceAndOnlyForTheJourneyThatItBelongsTo() {
        OidcSource source = source();
        RedirectSource.Start one = source.start(STATE, Language.EN);
        Map<String, String> answer = there.signIn(one.address());
        assertThat(source.finish(answer, STATE, one.kept()).subject()).endsWith("wang");
        assertThatThrownBy(() -> source.finish(answer, STATE, one.kept())).as("replayed").hasMessage("access-oidc.bad-token");

        RedirectSource.Start mine = source.start(STATE, Language.EN);
        Map<String, String> stolen = there.signIn(source.start(STATE, Language.EN).address());
        assertThatThrownBy(() -> source.finish(stolen, STATE, mine.kept())).as("somebody else's code").hasMessage("access-oidc.bad-token");
        for (Map<String, String> empty : List.of(Map.<String, String>of(), Map.of("code", ""), Map.of("id_token", "x"))) {
            assertThatThrownBy(() -> source.finish(empty, STATE, mine.kept())).hasMessage("access-oidc.bad-token");
        }
        assertThatThrownBy(() -> source.finish(Map.of("error", "access_denied"), STATE, mine.kept())).hasMessage("access-oidc.denied");
        assertThatThrownBy(() -> source.finish(Map.of("error", "server_error\nFORGED", "error_description", "x"), STATE, mine.kept())).hasMessage("access-oidc.refused");
    }

    @Test
    void anAnswerOfAnotherProviderIsNotTakenForThisOnes() {
        RedirectSource.Start start = source().start(STATE, Language.EN);
        Map<String, String> answer = there.signIn(start.address());
        answer.put("iss", "https://evil.example");
        assertThatThrownBy(() -> source().finish(answer, STATE, start.kept())).hasMessage("access-oidc.bad-token");
        there.metadata.put("authorization_response_iss_parameter_supported", true);
        answer.remove("iss");
        assertThatThrownBy(() -> source().finish(answer, STATE, start.kept())).as("it promised to say who it is").hasMessage("access-oidc.bad-token");
        answer.put("iss", there.issuer);
        assertThat(source().finish(answer, STATE, start.kept()).subject()).endsWith("wang");
        there.metadata.put("issuer", "https://evil.example");
        assertThatThrownBy(() -> source().start(STATE, Language.EN)).hasMessage("access-oidc.unreachable");
    }

    @Test
    void theKeysAreKeptAndNewOnesAreLookedFor() {
        OidcSource source = source();
        journey(source);
        journey(source);
        assertThat(there.keysAsked).hasValue(1);
        there.key = IdentityProvider.key();
        assertThat(journey(source).subject()).as("after the keys changed").endsWith("wang");
        assertThat(there.keysAsked.get()).isEqualTo(2);
        RSAKey strange = IdentityProvider.key();
        there.maker = set -> IdentityProvider.signed(set, strange);
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> journey(source)).isInstanceOf(Problem.class);
        }
        assertThat(there.keysAsked.get()).as("whoever sends strange tokens does not make us ask without end").isLessThan(6);
    }

    @Test
    void aProviderThatIsAwayOrAnswersNonsenseIsSaid() throws Exception {
        OidcSource source = source();
        RedirectSource.Start start = source.start(STATE, Language.EN);
        Map<String, String> answer = there.signIn(start.address());
        there.tokenStatus = 500;
        assertThatThrownBy(() -> source.finish(answer, STATE, start.kept())).hasMessageMatching("access-oidc.(unreachable|misconfigured)");
        there.tokenStatus = 200;
        Map<String, String> keys = there.settings();
        keys.put("client.secret", "env:SECRET");
        OidcSource wrongSecret = new OidcSource(OidcSettings.of(new Keys(OidcSettings.FILE, keys, name -> "wrong")), Clock.systemUTC());
        assertThatThrownBy(() -> journey(wrongSecret)).hasMessage("access-oidc.misconfigured");
        there.userInfo.put("sub", "somebody else");
        assertThatThrownBy(() -> journey(source("userinfo", "true"))).hasMessage("access-oidc.bad-token");

        for (Map.Entry<String, Object> strange : Map.<String, Object>of("token_endpoint", "http://", "jwks_uri", "file:///etc/passwd", "authorization_endpoint", 5).entrySet()) {
            Object before = there.metadata.put(strange.getKey(), strange.getValue());
            assertThatThrownBy(() -> source().start(STATE, Language.EN)).as(strange.toString()).hasMessage("access-oidc.unreachable");
            there.metadata.put(strange.getKey(), before);
        }
        there.metadata.put("x", "x".repeat(2 << 20));
        assertThatThrownBy(() -> source().start(STATE, Language.EN)).as("more than anybody needs to say").hasMessage("access-oidc.unreachable");
        there.close();
        assertThatThrownBy(() -> source().start(STATE, Language.EN)).hasMessage("access-oidc.unreachable");
        assertThat(source.start(STATE, Language.EN).address()).as("what was said within the hour still counts").isNotNull();
    }

    @Test
    void whatItSaidIsUsedForADayWhileItIsAway() throws Exception {
        List<Instant> now = new ArrayList<>(List.of(Instant.now()));
        Clock clock = new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get(0);
            }
        };
        OidcSource source = new OidcSource(settings(there.settings()), clock);
        source.start(STATE, Language.EN);
        there.close();
        now.set(0, now.get(0).plus(Duration.ofHours(23)));
        assertThat(source.start(STATE, Language.EN).address()).isNotNull();
        now.set(0, now.get(0).plus(Duration.ofHours(2)));
        assertThatThrownBy(() -> source.start(STATE, Language.EN)).hasMessage("access-oidc.unreachable");
    }

    @Test
    void aNoticeOfSignOutCountsWithItsProofAndOnce() throws Exception {
        OidcSource source = source();
        assertThat(source.notice(Map.of("logout_token", logout(there.key, same -> same)))).get()
                .satisfies(ended -> assertThat(ended).isEqualTo(new RedirectSource.Ended(there.issuer + " wang", "s-1")));
        String once = logout(there.key, same -> same.jwtID("once"));
        assertThat(source.notice(Map.of("logout_token", once))).isPresent();
        assertThat(source.notice(Map.of("logout_token", once))).isEmpty();
        List<String> wrong = new ArrayList<>(List.of("", "x", "a.b.c", logout(IdentityProvider.key(), same -> same), logout(there.key, c -> c.audience("other")),
                logout(there.key, c -> c.issuer("https://evil.example")), logout(there.key, c -> c.claim("events", null)), logout(there.key, c -> c.claim("nonce", "n")),
                logout(there.key, c -> c.subject(null).claim("sid", null)), IdentityProvider.signed(there.usual("n").build(), there.key).serialize(),
                new PlainJWT(there.usual("n").build()).serialize()));
        for (String one : wrong) {
            assertThatThrownBy(() -> source.notice(Map.of("logout_token", one))).as(one).hasMessage("access-oidc.bad-token");
        }
    }

    private String logout(RSAKey key, UnaryOperator<JWTClaimsSet.Builder> change) {
        return there.logoutToken(change, key);
    }

    @Test
    void signingOutThereTooIsAChoice() {
        assertThat(source().leave()).isEmpty();
        Optional<URI> leave = source("sign.out", "everywhere").leave();
        assertThat(leave).isPresent();
        assertThat(leave.get().toString()).startsWith(there.issuer + "/logout?").contains("client_id=shuyuan").contains("post_logout_redirect_uri=https%3A%2F%2Fportal.bank.cn%2Fsign-in");
    }

    @Test
    void settingsThatMakeNoSenseAreNamedAndTheSecretIsNowhere() {
        assertThat(source().toString() + settings(there.settings())).doesNotContain(IdentityProvider.SECRET);
        Map<String, String> wrong = Map.of("issuer", "id.bank.cn", "portal.address", "https://portal.bank.cn/path", "algorithms", "RS256 none", "scopes", "profile",
                "client.secret", "in the file", "ca.file", "/nowhere.pem", "skew.seconds", "9999", "tls", "perhaps", "client.id", "");
        wrong.forEach((key, value) -> {
            Map<String, String> keys = there.settings();
            keys.put(key, value);
            assertThatThrownBy(() -> settings(keys)).as(key).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(key);
        });
        Map<String, String> keys = there.settings();
        keys.remove("tls");
        assertThatThrownBy(() -> settings(keys)).as("without TLS only when it is said").hasMessageContaining("https://");
        keys.put("algorithms", "HS256");
        assertThatThrownBy(() -> settings(keys)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Set.copyOf(settings(there.settings()).algorithms())).doesNotContain(JWSAlgorithm.HS256);
    }
}
