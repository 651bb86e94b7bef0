package org.shuyuan.modules.internal;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the portal can install without being handed a jar: what came with the distribution, and what a signed catalogue of the organisation offers. Thread-safe. */
record Offers(Catalogue own, SharedCatalogue shared) {

    /** A jar and the door that it would come through. */
    record Offer(ModuleJar jar, String origin) {}

    /** The newest of each module, the distribution's own where both have the same version. */
    Map<String, Offer> newest() {
        Map<String, Offer> newest = new TreeMap<>();
        own.newest().forEach((id, jar) -> newest.put(id, new Offer(jar, ModuleManager.FROM_CATALOGUE)));
        shared.newest().forEach((id, jar) -> newest.merge(id, new Offer(jar, ModuleManager.FROM_SHARE), (a, b) -> Catalogue.BY_VERSION.compare(a.jar(), b.jar()) >= 0 ? a : b));
        return newest;
    }

    Optional<Offer> find(String id) {
        return Optional.ofNullable(newest().get(id));
    }
}
