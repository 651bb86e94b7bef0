package org.shuyuan.access.cas.internal;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.OutsideIdentity;
import org.shuyuan.api.access.OutsideRules;
import org.shuyuan.api.access.RedirectSource;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.rest.OtherServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Element;

/**
 * Service tickets of CAS 2 and 3, validated by asking the server itself. The ticket is also the name of its session: whoever names it in a
 * notice of sign-out has known it, and nobody can guess one. Thread-safe.
 */
final class CasSource implements RedirectSource {

    /** The attribute under which the name counts for matching. */
    static final String USER = "user";
    private static final Logger LOG = LoggerFactory.getLogger(CasSource.class);
    private static final String CAS = "http://www.yale.edu/tp/cas";
    private static final String SAML = "urn:oasis:names:tc:SAML:2.0:protocol";
    private static final int LARGEST = 256 << 10;
    private static final int MOST_ATTRIBUTES = 2000;
    private static final int OK = 200;
    /** Service tickets only: a proxy's says that another server stands between. */
    private static final Pattern TICKET = Pattern.compile("ST-[A-Za-z0-9._-]{8,250}");

    private final CasSettings settings;
    private final OtherServer server;

    CasSource(CasSettings settings) {
        this.settings = settings;
        try {
            this.server = new OtherServer(settings.caFile(), settings.timeout(), LARGEST);
        } catch (IllegalArgumentException noCertificate) {
            throw new IllegalArgumentException(CasSettings.FILE + ": ca.file: " + noCertificate.getMessage(), noCertificate);
        }
    }

    @Override
    public String id() {
        return CasSettings.ID;
    }

    @Override
    public OutsideRules rules() {
        return settings.rules();
    }

    @Override
    public Start start(String state, Language language) {
        return new Start(URI.create(settings.at("/login", "service", settings.service(state)) + "&locale=" + language.tag().replace('-', '_')), Map.of());
    }

    @Override
    public OutsideIdentity finish(Map<String, String> parameters, String state, Map<String, String> kept) {
        String ticket = parameters.getOrDefault("ticket", "");
        if (!TICKET.matcher(ticket).matches()) {
            throw bad("there is no service ticket");
        }
        Element answer = validated(ticket, state);
        List<Element> inside = Xml.children(answer);
        if (!Xml.is(answer, CAS, "serviceResponse") || inside.size() != 1) {
            LOG.warn("The CAS server answers what is no answer");
            throw new Problem(503, "access-cas.unreachable");
        }
        Element said = inside.get(0);
        if (Xml.is(said, CAS, "authenticationFailure")) {
            throw refused(said.getAttribute("code"), said.getTextContent());
        }
        if (!Xml.is(said, CAS, "authenticationSuccess")) {
            LOG.warn("The CAS server answers what is no answer");
            throw new Problem(503, "access-cas.unreachable");
        }
        return identity(said, ticket);
    }

    private Element validated(String ticket, String state) {
        URI address = URI.create(settings.at(settings.version() == 2 ? "/serviceValidate" : "/p3/serviceValidate", "service", settings.service(state))
                + "&ticket=" + URLEncoder.encode(ticket, StandardCharsets.UTF_8));
        try {
            OtherServer.Answer answer = server.ask(HttpRequest.newBuilder(address).header("Accept", "application/xml").build());
            if (answer.status() != OK) {
                throw new IOException("it answered " + answer.status());
            }
            return Xml.read(answer.body());
        } catch (IOException noAnswer) {
            LOG.warn("The CAS server {} could not be asked: {}", settings.server(), printable(noAnswer.getMessage()));
            throw new Problem(503, "access-cas.unreachable");
        }
    }

    private static Problem refused(String code, String why) {
        if (code.equals("INVALID_TICKET") || code.equals("INVALID_TICKET_SPEC") || code.equals("INVALID_REQUEST")) {
            return bad(code + " " + why);
        }
        LOG.error("The CAS server refuses: {} {}; see portal.address here and the service's registration there", printable(code), printable(why));
        return new Problem(503, "access-cas.misconfigured");
    }

    private static Problem bad(String why) {
        LOG.warn("Somebody came back with what proves nothing: {}", printable(why));
        return new Problem(401, "access-cas.bad-ticket");
    }

    /** What others say stands in one line of the log and is not long. */
    private static String printable(@Nullable String text) {
        String line = text == null ? "" : text.replaceAll("\\p{Cntrl}", " ").strip();
        return line.length() > 300 ? line.substring(0, 300) : line;
    }

    private OutsideIdentity identity(Element success, String ticket) {
        List<Element> users = Xml.children(success, CAS, "user");
        if (users.size() != 1 || users.get(0).getTextContent().isBlank() || !Xml.children(success, CAS, "proxies").isEmpty()) {
            throw bad("it names nobody, several, or a proxy");
        }
        String user = users.get(0).getTextContent().strip();
        Map<String, List<String>> attributes = attributes(success);
        attributes.put(USER, List.of(user));
        String subject = user;
        if (!settings.subject().isEmpty()) {
            List<String> values = attributes.getOrDefault(settings.subject(), List.of());
            if (values.size() != 1) {
                LOG.error("{}: subject.attribute: the CAS server tells no {} or several", CasSettings.FILE, settings.subject());
                throw new Problem(503, "access-cas.misconfigured");
            }
            subject = values.get(0);
        }
        try {
            return new OutsideIdentity(subject, user, attributes, Set.copyOf(attributes.getOrDefault(settings.groups(), List.of())), true, ticket);
        } catch (IllegalArgumentException tooLong) {
            throw bad("its name is too long");
        }
    }

    private static Map<String, List<String>> attributes(Element success) {
        Map<String, List<String>> attributes = new LinkedHashMap<>();
        int count = 0;
        for (Element all : Xml.children(success, CAS, "attributes")) {
            for (Element one : Xml.children(all)) {
                String value = one.getTextContent().strip();
                if (CAS.equals(one.getNamespaceURI()) && !value.isEmpty() && count++ < MOST_ATTRIBUTES) {
                    attributes.computeIfAbsent(one.getLocalName(), name -> new ArrayList<>()).add(value);
                }
            }
        }
        return attributes;
    }

    @Override
    public Optional<URI> leave() {
        return settings.everywhere() ? Optional.of(settings.at("/logout", "service", settings.portal() + "/sign-in")) : Optional.empty();
    }

    @Override
    public Optional<Ended> notice(Map<String, String> form) {
        String request = form.getOrDefault("logoutRequest", "");
        if (request.isEmpty() || request.length() > LARGEST) {
            throw Problem.badRequest("access-cas.bad-ticket");
        }
        try {
            Element root = Xml.read(request.getBytes(StandardCharsets.UTF_8));
            List<Element> sessions = Xml.children(root, SAML, "SessionIndex");
            if (!Xml.is(root, SAML, "LogoutRequest") || sessions.size() != 1 || !TICKET.matcher(sessions.get(0).getTextContent().strip()).matches()) {
                throw Problem.badRequest("access-cas.bad-ticket");
            }
            return Optional.of(new Ended(null, sessions.get(0).getTextContent().strip()));
        } catch (IOException noDocument) {
            throw Problem.badRequest("access-cas.bad-ticket");
        }
    }
}
