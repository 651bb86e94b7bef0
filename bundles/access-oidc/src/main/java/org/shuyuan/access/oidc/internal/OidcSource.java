package org.shuyuan.access.oidc.internal;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.langtag.LangTag;
import com.nimbusds.langtag.LangTagException;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.AccessTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.InvalidHashException;
import com.nimbusds.openid.connect.sdk.validators.LogoutTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.OutsideIdentity;
import org.shuyuan.api.access.OutsideRules;
import org.shuyuan.api.access.RedirectSource;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Authorization code with PKCE; the ID token counts when issuer, audience, times, nonce and a signature of an allowed kind do. Access tokens
 * are used for the one question after more claims and then forgotten. Thread-safe.
 */
final class OidcSource implements RedirectSource {

    private static final Logger LOG = LoggerFactory.getLogger(OidcSource.class);
    private static final String NONCE = "nonce";
    private static final String VERIFIER = "verifier";

    private final OidcSettings settings;
    private final Provider provider;
    private final Seen seen;

    OidcSource(OidcSettings settings, Clock clock) {
        this.settings = settings;
        this.provider = new Provider(settings, clock);
        this.seen = new Seen(clock);
    }

    @Override
    public String id() {
        return OidcSettings.ID;
    }

    @Override
    public OutsideRules rules() {
        return settings.rules();
    }

    @Override
    public Start start(String state, Language language) {
        Nonce nonce = new Nonce();
        CodeVerifier verifier = new CodeVerifier();
        AuthenticationRequest request = new AuthenticationRequest.Builder(ResponseType.CODE, new Scope(settings.scopes().toArray(String[]::new)),
                new ClientID(settings.clientId()), settings.callback()).endpointURI(provider.known().says().getAuthorizationEndpointURI()).state(new State(state))
                .nonce(nonce).codeChallenge(verifier, CodeChallengeMethod.S256).uiLocales(locales(language)).build();
        return new Start(request.toURI(), Map.of(NONCE, nonce.getValue(), VERIFIER, verifier.getValue()));
    }

    private static List<LangTag> locales(Language language) {
        try {
            return List.of(LangTag.parse(language.tag()));
        } catch (LangTagException never) {
            throw new IllegalStateException(never);
        }
    }

    @Override
    public OutsideIdentity finish(Map<String, String> parameters, String state, Map<String, String> kept) {
        String error = parameters.get("error");
        if (error != null) {
            LOG.info("The identity provider refused: {} {}", printable(error), printable(parameters.get("error_description")));
            throw new Problem(401, error.equals("access_denied") ? "access-oidc.denied" : "access-oidc.refused");
        }
        Provider.Known there = provider.known();
        // an answer of another provider that was sent here (RFC 9207)
        String issuer = parameters.get("iss");
        if (issuer != null && !issuer.equals(settings.issuer()) || issuer == null && there.says().supportsAuthorizationResponseIssuerParam()) {
            throw bad("the answer comes from another issuer");
        }
        String code = parameters.get("code");
        if (code == null || code.isBlank()) {
            throw bad("there is no code");
        }
        OIDCTokens tokens = tokens(there, code, new CodeVerifier(kept.getOrDefault(VERIFIER, "")));
        IDTokenClaimsSet claims = claims(there, tokens, new Nonce(kept.getOrDefault(NONCE, "")));
        Map<String, Object> said = new HashMap<>(claims.toJSONObject());
        if (settings.userInfo()) {
            userInfo(there, tokens.getAccessToken(), claims.getSubject().getValue()).forEach(said::putIfAbsent);
        }
        return identity(claims, said);
    }

    private static Problem bad(@Nullable String why) {
        LOG.warn("Somebody came back with what proves nothing: {}", printable(why));
        return new Problem(401, "access-oidc.bad-token");
    }

    /** What others say stands in one line of the log and is not long. */
    static String printable(@Nullable String text) {
        String line = text == null ? "" : text.replaceAll("\\p{Cntrl}", " ");
        return line.length() > 300 ? line.substring(0, 300) : line;
    }

    private OIDCTokens tokens(Provider.Known there, String code, CodeVerifier verifier) {
        AuthorizationCodeGrant grant = new AuthorizationCodeGrant(new AuthorizationCode(code), settings.callback(), verifier);
        ClientID client = new ClientID(settings.clientId());
        TokenRequest request = settings.clientSecret().isEmpty() ? new TokenRequest.Builder(there.says().getTokenEndpointURI(), client, grant).build()
                : new TokenRequest.Builder(there.says().getTokenEndpointURI(), authentication(client), grant).build();
        try {
            TokenResponse response = OIDCTokenResponseParser.parse(request.toHTTPRequest().send(provider));
            if (!response.indicatesSuccess()) {
                ErrorObject error = response.toErrorResponse().getErrorObject();
                String said = String.valueOf(error.getCode());
                if (said.equals("invalid_grant")) {
                    throw bad("the code does not count (any more)");
                }
                LOG.error("The identity provider gives no token: {} {}; see client.id, client.secret and portal.address", printable(said), printable(error.getDescription()));
                throw new Problem(503, "access-oidc.misconfigured");
            }
            return ((OIDCTokenResponse) response.toSuccessResponse()).getOIDCTokens();
        } catch (IOException | ParseException | ClassCastException noAnswer) {
            LOG.warn("The identity provider gave no token: {}", printable(noAnswer.getMessage()));
            throw new Problem(503, "access-oidc.unreachable");
        }
    }

    private ClientAuthentication authentication(ClientID client) {
        Secret secret = new Secret(settings.clientSecret());
        return settings.basic() ? new ClientSecretBasic(client, secret) : new ClientSecretPost(client, secret);
    }

    private JWSVerificationKeySelector<SecurityContext> keys(Provider.Known there) {
        return new JWSVerificationKeySelector<>(settings.algorithms(), there.keys());
    }

    private IDTokenClaimsSet claims(Provider.Known there, OIDCTokens tokens, Nonce nonce) {
        JWT token = tokens.getIDToken();
        if (!(token instanceof SignedJWT signed) || !settings.algorithms().contains(signed.getHeader().getAlgorithm())) {
            throw bad("the ID token is not signed by one of " + settings.algorithms());
        }
        IDTokenValidator validator = new IDTokenValidator(new Issuer(settings.issuer()), new ClientID(settings.clientId()), keys(there), null);
        validator.setMaxClockSkew(settings.skew());
        try {
            IDTokenClaimsSet claims = validator.validate(signed, nonce);
            if (claims.getAuthorizedParty() != null && !claims.getAuthorizedParty().getValue().equals(settings.clientId())) {
                throw bad("the ID token was made for another client");
            }
            if (claims.getAccessTokenHash() != null && tokens.getAccessToken() != null) {
                AccessTokenValidator.validate(tokens.getAccessToken(), (JWSAlgorithm) signed.getHeader().getAlgorithm(), claims.getAccessTokenHash());
            }
            return claims;
        } catch (KeySourceException noKeys) {
            LOG.warn("The identity provider's keys could not be read: {}", printable(noKeys.getMessage()));
            throw new Problem(503, "access-oidc.unreachable");
        } catch (BadJOSEException | JOSEException | InvalidHashException wrong) {
            throw bad(wrong.getMessage());
        }
    }

    private Map<String, Object> userInfo(Provider.Known there, @Nullable AccessToken token, String subject) {
        URI address = there.says().getUserInfoEndpointURI();
        if (address == null || !(token instanceof BearerAccessToken bearer)) {
            LOG.error("{}: userinfo: the identity provider offers none", OidcSettings.FILE);
            throw new Problem(503, "access-oidc.misconfigured");
        }
        try {
            UserInfoResponse response = UserInfoResponse.parse(new UserInfoRequest(address, bearer).toHTTPRequest().send(provider));
            if (!response.indicatesSuccess() || response.toSuccessResponse().getUserInfo() == null) {
                throw new IOException("no claims");
            }
            Map<String, Object> said = response.toSuccessResponse().getUserInfo().toJSONObject();
            if (!subject.equals(said.get("sub"))) {
                throw bad("the claims are somebody else's");
            }
            return said;
        } catch (IOException | ParseException noAnswer) {
            LOG.warn("The identity provider gave no claims: {}", printable(noAnswer.getMessage()));
            throw new Problem(503, "access-oidc.unreachable");
        }
    }

    private OutsideIdentity identity(IDTokenClaimsSet claims, Map<String, Object> said) {
        Map<String, List<String>> attributes = new LinkedHashMap<>();
        said.forEach((name, value) -> {
            if (trusted(name, said)) {
                attributes.put(name, Claims.texts(value));
            }
        });
        String subject = settings.issuer() + " " + claims.getSubject().getValue();
        Object name = said.get(settings.nameClaim());
        Object session = said.get("sid");
        try {
            return new OutsideIdentity(subject, name == null ? claims.getSubject().getValue() : name.toString(), attributes,
                    Set.copyOf(Claims.texts(Claims.at(said, settings.groupsClaim()))), true, session == null ? null : session.toString());
        } catch (IllegalArgumentException tooLong) {
            throw bad(tooLong.getMessage());
        }
    }

    /** An address that nobody has verified would let people take each other's accounts. */
    private boolean trusted(String name, Map<String, Object> said) {
        return switch (name) {
            case "email" -> settings.contactsVerified() || Boolean.TRUE.equals(said.get("email_verified"));
            case "phone_number" -> settings.contactsVerified() || Boolean.TRUE.equals(said.get("phone_number_verified"));
            default -> true;
        };
    }

    @Override
    public Optional<URI> leave() {
        if (!settings.everywhere()) {
            return Optional.empty();
        }
        try {
            URI end = provider.known().says().getEndSessionEndpointURI();
            return end == null ? Optional.empty() : Optional.of(new LogoutRequest(end, null, null, new ClientID(settings.clientId()),
                    URI.create(settings.portal() + "/sign-in"), null, null).toURI());
        } catch (Problem away) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Ended> notice(Map<String, String> form) {
        try {
            JWT token = JWTParser.parse(form.getOrDefault("logout_token", ""));
            if (!(token instanceof SignedJWT signed) || !settings.algorithms().contains(signed.getHeader().getAlgorithm())) {
                throw Problem.badRequest("access-oidc.bad-token");
            }
            LogoutTokenValidator validator = new LogoutTokenValidator(new Issuer(settings.issuer()), new ClientID(settings.clientId()), keys(provider.known()), null);
            validator.setMaxClockSkew(settings.skew());
            LogoutTokenClaimsSet claims = validator.validate(signed);
            if (!seen.first(claims.getJWTID().getValue())) {
                return Optional.empty();
            }
            return Optional.of(new Ended(claims.getSubject() == null ? null : settings.issuer() + " " + claims.getSubject().getValue(),
                    claims.getSessionID() == null ? null : claims.getSessionID().getValue()));
        } catch (java.text.ParseException | BadJOSEException | JOSEException wrong) {
            LOG.warn("A notice of sign-out proves nothing: {}", printable(wrong.getMessage()));
            throw Problem.badRequest("access-oidc.bad-token");
        }
    }
}
