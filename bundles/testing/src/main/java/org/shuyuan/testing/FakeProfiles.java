package org.shuyuan.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.shuyuan.api.module.Profiles;
import org.shuyuan.api.text.Language;

/** One profile, {@code bank}, with the templates a test gives it. */
public final class FakeProfiles implements Profiles {

    private final Map<String, String> templates = new HashMap<>();

    public FakeProfiles with(String module, String json) {
        templates.put(module, json);
        return this;
    }

    @Override
    public List<Profile> all() {
        return List.of(new Profile("bank", Map.of(Language.ZH_CN, "银行支行"), Map.of(), List.copyOf(templates.keySet())));
    }

    @Override
    public Optional<Profile> find(String id) {
        return all().stream().filter(p -> p.id().equals(id)).findFirst();
    }

    @Override
    public Optional<String> template(String profile, String module) {
        return profile.equals("bank") ? Optional.ofNullable(templates.get(module)) : Optional.empty();
    }
}
