package org.shuyuan.access.internal;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.password.Passwords;
import org.shuyuan.api.access.ShortCodes;

/** Seals codes with the portal's key, and hashes what is typed as passwords are. Thread-safe. */
@Component(service = ShortCodes.class)
public final class KeyedCodes implements ShortCodes {

    /** Nobody's account: seals of accounts are other ones. */
    private static final UUID NOBODY = new UUID(0, 0);

    private final Passwords passwords;
    private final Vault vault;

    @Activate
    public KeyedCodes(@Reference Passwords passwords, @Reference Vault vault) {
        this.passwords = passwords;
        this.vault = vault;
    }

    @Override
    public String hash(UUID owner, String code) {
        return passwords.hash(sealed(owner, code));
    }

    @Override
    public boolean matches(UUID owner, String code, @Nullable String stored) {
        return passwords.matches(sealed(owner, code), stored);
    }

    @Override
    public String seal(String use, String number) {
        return vault.seal(NOBODY, "number:" + use + ":" + number);
    }

    private String sealed(UUID owner, String code) {
        return vault.seal(NOBODY, "code:" + owner + ":" + code);
    }
}
