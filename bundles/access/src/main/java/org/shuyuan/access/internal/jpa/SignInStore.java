package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.Page;
import org.shuyuan.api.tx.Jpa;

/** Rows of {@code access_sign_in}. Thread-safe. */
@Component(service = SignInStore.class)
public class SignInStore {

    /** One try. {@code network} is the address, of IPv6 its /64. */
    public record Try(UUID id, UUID account, Instant at, String outcome, String method, String address, String network, String agent,
            boolean newDevice) {}

    private final Jpa jpa;

    @Activate
    public SignInStore(@Reference(target = "(shuyuan.module=access)") Jpa jpa) {
        this.jpa = jpa;
    }

    public void add(Try one) {
        jpa.run(em -> {
            SignInEntity row = new SignInEntity();
            row.id = one.id();
            row.account = one.account();
            row.at = one.at();
            row.outcome = one.outcome();
            row.method = one.method();
            row.address = one.address();
            row.network = one.network();
            row.agent = one.agent();
            row.newDevice = one.newDevice();
            em.persist(row);
        });
    }

    /** The newest first. */
    public Page<Try> list(UUID account, int page, int size) {
        return jpa.read(em -> {
            long total = em.createQuery("select count(s) from SignInEntity s where s.account = :account", Long.class).setParameter("account", account).getSingleResult();
            return new Page<>(em.createQuery("select s from SignInEntity s where s.account = :account order by s.at desc, s.id desc", SignInEntity.class)
                    .setParameter("account", account).setFirstResult((page - 1) * size).setMaxResults(size).getResultList().stream()
                    .map(row -> new Try(row.id, row.account, row.at, row.outcome, row.method, row.address, row.network, row.agent, row.newDevice)).toList(),
                    total, page, size);
        });
    }

    /** Has the account signed in from there since then? */
    public boolean knows(UUID account, String network, String outcome, Instant since) {
        return jpa.read(em -> !AccountStore.with(em.createQuery("select s.id from SignInEntity s where s.account = :account and s.network = :network"
                + " and s.outcome = :outcome and s.at > :since", UUID.class),
                Map.of("account", account, "network", network, "outcome", outcome, "since", since)).setMaxResults(1).getResultList().isEmpty());
    }

    /** Removes what is older. */
    public void purge(Instant before) {
        jpa.run(em -> em.createQuery("delete from SignInEntity s where s.at < :before").setParameter("before", before).executeUpdate());
    }
}
