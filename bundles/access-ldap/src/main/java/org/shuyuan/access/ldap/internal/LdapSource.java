package org.shuyuan.access.ldap.internal;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPInterface;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.OutsideIdentity;
import org.shuyuan.api.access.OutsideRules;
import org.shuyuan.api.access.PasswordSource;
import org.shuyuan.api.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the person's entry, binds as it with the password, and reads who it is. Every question has its time, and so has the whole: what a
 * server does or does not do, {@link #verify} answers. Thread-safe.
 */
final class LdapSource implements PasswordSource, AutoCloseable {

    static final String ID = "ldap";
    private static final Logger LOG = LoggerFactory.getLogger(LdapSource.class);
    private static final String CHAIN = ":1.2.840.113556.1.4.1941:";
    private static final int DISABLED = 2;
    private static final int MOST_GROUPS = 1000;
    private static final Pattern AD_REASON = Pattern.compile("data ([0-9a-f]+)[, ]", Pattern.CASE_INSENSITIVE);
    /** Said only to who has the right password: disabled, expired. */
    private static final Set<String> AD_DISABLED = Set.of("533", "701");
    /** The password is right and must be changed first. */
    private static final Set<String> AD_CHANGE = Set.of("532", "773");
    private static final Set<ResultCode> WRONG = Set.of(ResultCode.INVALID_CREDENTIALS, ResultCode.NO_SUCH_OBJECT, ResultCode.INVALID_DN_SYNTAX,
            ResultCode.INAPPROPRIATE_AUTHENTICATION, ResultCode.CONSTRAINT_VIOLATION, ResultCode.UNWILLING_TO_PERFORM, ResultCode.PARAM_ERROR);

    private final LdapSettings settings;
    private final LdapServers servers;
    private final ExecutorService workers;

    LdapSource(LdapSettings settings) {
        this.settings = settings;
        this.servers = new LdapServers(settings);
        // as many at once as there are connections; who finds none free is told to come again, so that a slow server fills no other pool
        this.workers = new ThreadPoolExecutor(0, settings.connections(), 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "access-ldap");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public OutsideRules rules() {
        return settings.rules();
    }

    /** Distinguished names are the same with or without spaces and in any case. */
    @Override
    public String groupKey(String group) {
        try {
            return DN.normalize(group);
        } catch (LDAPException noName) {
            return PasswordSource.super.groupKey(group);
        }
    }

    @Override
    public Optional<OutsideIdentity> verify(String name, String password) {
        if (name.isBlank() || password.isEmpty() || name.codePoints().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        Future<Optional<OutsideIdentity>> answer;
        try {
            answer = workers.submit(() -> ask(name, password));
        } catch (RejectedExecutionException allBusy) {
            throw new Problem(503, "access-ldap.busy").with("retryAfter", 5).extra("retryAfter", 5);
        }
        try {
            return answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            answer.cancel(true);
            LOG.warn("The directory server did not answer within {} seconds", settings.timeout().toSeconds());
            throw new Problem(503, "access-ldap.unreachable");
        } catch (InterruptedException stopping) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new Problem(503, "access-ldap.unreachable");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Problem said) {
                throw said;
            }
            throw noUse(failed.getCause());
        }
    }

    private static Problem noUse(@Nullable Throwable cause) {
        if (cause instanceof LDAPException ldap) {
            LOG.warn("The directory server could not be asked: {} {}", ldap.getResultCode(), printable(ldap.getMessage()));
            return new Problem(503, ldap.getResultCode().isConnectionUsable() && ldap.getResultCode() != ResultCode.TIMEOUT
                    ? "access-ldap.misconfigured" : "access-ldap.unreachable");
        }
        LOG.warn("The directory server could not be asked", cause);
        return new Problem(503, "access-ldap.unreachable");
    }

    /** What a server says stands in one line of the log and is not long. */
    private static String printable(@Nullable String text) {
        String line = text == null ? "" : text.replaceAll("\\p{Cntrl}", " ");
        return line.length() > 300 ? line.substring(0, 300) : line;
    }

    private Optional<OutsideIdentity> ask(String name, String password) throws LDAPException {
        LDAPConnectionPool lookup = servers.pool();
        return lookup == null ? bindsItself(name, password) : isLookedFor(lookup, name, password);
    }

    private Optional<OutsideIdentity> isLookedFor(LDAPConnectionPool lookup, String name, String password) throws LDAPException {
        Optional<Entry> entry = find(lookup, name);
        // an unknown name costs a bind as well, so that the time does not tell which names there are
        String dn = entry.isPresent() ? entry.get().getDN() : new RDN("cn", "nobody").toString() + "," + settings.baseDn();
        try (LDAPConnection own = servers.connect()) {
            Outcome outcome = bind(own, dn, password);
            return entry.isEmpty() || outcome == Outcome.WRONG ? Optional.empty() : Optional.of(identity(lookup, entry.get(), name, outcome == Outcome.RIGHT));
        }
    }

    private Optional<OutsideIdentity> bindsItself(String name, String password) throws LDAPException {
        boolean distinguished = settings.userDn().contains("=");
        String escaped = distinguished ? new RDN("x", name).toString().substring(2) : name;
        String who = settings.userDn().replace(LdapSettings.NAME, escaped);
        try (LDAPConnection own = servers.connect()) {
            Outcome outcome = bind(own, who, password);
            if (outcome == Outcome.WRONG) {
                return Optional.empty();
            }
            if (outcome == Outcome.DISABLED) {
                throw Problem.forbidden("access-ldap.disabled");
            }
            Optional<Entry> entry = distinguished ? Optional.ofNullable(own.getEntry(who, attributes())) : find(own, name);
            if (entry.isEmpty()) {
                LOG.warn("Somebody could bind as {} but cannot read the own entry", printable(who));
                throw new Problem(503, "access-ldap.misconfigured");
            }
            return Optional.of(identity(own, entry.get(), name, true));
        }
    }

    private enum Outcome { RIGHT, WRONG, DISABLED }

    private static Outcome bind(LDAPConnection connection, String dn, String password) throws LDAPException {
        try {
            connection.bind(new SimpleBindRequest(dn, password));
            return Outcome.RIGHT;
        } catch (LDAPException refused) {
            Matcher reason = AD_REASON.matcher(String.valueOf(refused.getDiagnosticMessage()));
            String code = refused.getResultCode() == ResultCode.INVALID_CREDENTIALS && reason.find() ? reason.group(1).toLowerCase(Locale.ROOT) : "";
            if (AD_CHANGE.contains(code)) {
                throw Problem.forbidden("access-ldap.password-expired");
            }
            if (AD_DISABLED.contains(code)) {
                return Outcome.DISABLED;
            }
            if (WRONG.contains(refused.getResultCode())) {
                return Outcome.WRONG;
            }
            throw refused;
        }
    }

    private String[] attributes() {
        Set<String> wanted = new LinkedHashSet<>(List.of(settings.subject(), settings.rules().attribute(), "uid", "sAMAccountName", "memberOf", "userAccountControl"));
        return wanted.toArray(String[]::new);
    }

    private Optional<Entry> find(LDAPInterface server, String name) throws LDAPException {
        Filter filter = Filter.create(settings.userFilter().replace(LdapSettings.NAME, Filter.encodeValue(name)));
        SearchRequest request = new SearchRequest(settings.baseDn(), SearchScope.SUB, filter, attributes());
        request.setSizeLimit(2);
        List<? extends Entry> found;
        try {
            found = server.search(request).getSearchEntries();
        } catch (LDAPSearchException many) {
            if (many.getResultCode() != ResultCode.SIZE_LIMIT_EXCEEDED) {
                throw many;
            }
            found = many.getSearchEntries();
        }
        if (found.size() > 1) {
            LOG.warn("user.filter finds more than one entry for one name; nobody signs in by it");
            return Optional.empty();
        }
        return found.stream().findFirst().map(Entry.class::cast);
    }

    private OutsideIdentity identity(LDAPInterface server, Entry entry, String typed, boolean enabled) throws LDAPException {
        byte[] subject = entry.getAttributeValueBytes(settings.subject());
        if (subject == null || subject.length == 0) {
            LOG.error("{}: subject.attribute: the entry {} has no {}, or bind.dn may not read it", LdapSettings.FILE, printable(entry.getDN()), settings.subject());
            throw new Problem(503, "access-ldap.misconfigured");
        }
        Map<String, List<String>> attributes = new LinkedHashMap<>();
        String[] values = entry.getAttributeValues(settings.rules().attribute());
        if (values != null) {
            attributes.put(settings.rules().attribute(), List.of(values));
        }
        boolean open = enabled && !disabled(server, entry);
        Set<String> groups = open && !settings.rules().groups().isEmpty() ? groups(server, entry) : Set.of();
        return new OutsideIdentity(subject(subject, entry), typed, attributes, groups, open, null);
    }

    /** Active Directory's ids are bytes, others are text. */
    private String subject(byte[] bytes, Entry entry) {
        String text = entry.getAttributeValue(settings.subject());
        return settings.subject().equalsIgnoreCase("objectGUID") || text == null ? HexFormat.of().formatHex(bytes) : text;
    }

    private boolean disabled(LDAPInterface server, Entry entry) throws LDAPException {
        Integer control = settings.activeDirectory() ? entry.getAttributeValueAsInteger("userAccountControl") : null;
        if (control != null && (control & DISABLED) != 0) {
            return true;
        }
        String filter = settings.disabledFilter();
        return filter != null && server.searchForEntry(entry.getDN(), SearchScope.BASE, filter, "1.1") != null;
    }

    private Set<String> groups(LDAPInterface server, Entry entry) throws LDAPException {
        if (settings.groupWay() == LdapSettings.GroupWay.ATTRIBUTE) {
            String[] values = entry.getAttributeValues("memberOf");
            return values == null ? Set.of() : Set.of(values);
        }
        Filter filter = settings.groupWay() == LdapSettings.GroupWay.NESTED
                ? Filter.create("(member" + CHAIN + "=" + Filter.encodeValue(entry.getDN()) + ")") : memberOf(entry);
        SearchRequest request = new SearchRequest(settings.groupBase(), SearchScope.SUB, filter, "1.1");
        request.setSizeLimit(MOST_GROUPS);
        Set<String> groups = new LinkedHashSet<>();
        server.search(request).getSearchEntries().forEach(group -> groups.add(group.getDN()));
        return groups;
    }

    private static Filter memberOf(Entry entry) {
        String uid = entry.getAttributeValue("uid");
        Filter byName = Filter.createORFilter(Filter.createEqualityFilter("member", entry.getDN()), Filter.createEqualityFilter("uniqueMember", entry.getDN()));
        return uid == null ? byName : Filter.createORFilter(byName, Filter.createEqualityFilter("memberUid", uid));
    }

    @Override
    public void close() {
        workers.shutdownNow();
        servers.close();
    }
}
