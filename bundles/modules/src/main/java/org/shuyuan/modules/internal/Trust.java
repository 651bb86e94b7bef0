package org.shuyuan.modules.internal;

import java.nio.file.Path;
import java.util.Optional;
import org.shuyuan.api.problem.Problem;

/**
 * Which jars may become modules: those of the installation itself, those that somebody signed whose certificate lies in {@code etc/trust}, those in a catalogue with
 * such an index, those that ran here before; all others only where the setting {@code unsigned} allows it, and never one that was changed after it was signed.
 * The same at every door. Thread-safe.
 */
final class Trust {

    private final Offers offers;
    private final Certificates trusted;
    private final ModuleSettings settings;
    private final Path kept;

    Trust(Offers offers, Certificates trusted, ModuleSettings settings, Path kept) {
        this.offers = offers;
        this.trusted = trusted;
        this.settings = settings;
        this.kept = kept;
    }

    Signature of(ModuleJar jar) {
        if (offers.own().newest().values().stream().anyMatch(own -> own.sha().equals(jar.sha()))) {
            return new Signature(Signature.State.INSTALLATION, null);
        }
        Signature own = Signatures.of(jar.path(), trusted);
        return own.state() == Signature.State.TRUSTED || own.state() == Signature.State.INVALID ? own
                : offers.shared().signer(jar).map(signer -> new Signature(Signature.State.TRUSTED, signer)).orElse(own);
    }

    /** Why the jar must not be installed; empty when it may. */
    Optional<Problem> refusal(ModuleJar jar) {
        return ranHere(jar) ? Optional.empty() : refusalOfNew(jar);
    }

    /** The same of a copy that only just was made of a jar, which nobody can change any more. */
    Optional<Problem> refusalOfNew(ModuleJar jar) {
        Signature signature = of(jar);
        return switch (signature.state()) {
            case INSTALLATION, TRUSTED -> Optional.empty();
            case INVALID -> Optional.of(problem("modules.tampered", jar));
            case UNKNOWN -> settings.unsigned() ? Optional.empty() : Optional.of(problem("modules.unknown-signer", jar).with("signer", String.valueOf(signature.signer())));
            case UNSIGNED -> settings.unsigned() ? Optional.empty() : Optional.of(problem("modules.unsigned", jar));
        };
    }

    /** It was let in before, and is what it was then. */
    boolean ranHere(ModuleJar jar) {
        return jar.path().toAbsolutePath().normalize().equals(jar.keptAt(kept).toAbsolutePath().normalize());
    }

    private static Problem problem(String code, ModuleJar jar) {
        return new Problem(422, code).with("module", jar.id());
    }
}
