package org.shuyuan.directory.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.files.Files;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.directory.internal.jpa.PhotoStore;
import org.shuyuan.directory.internal.jpa.PhotoStore.Photo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Photos of people: seen by whoever may see the person, changed by whoever may change them and, if the settings say so, by themselves. Thread-safe. */
@Component(service = PhotoService.class)
public final class PhotoService {

    private static final Logger LOG = LoggerFactory.getLogger(PhotoService.class);

    private final PersonService persons;
    private final PhotoStore store;
    private final Files files;
    private final Privacy privacy;
    private final Transactions transactions;
    private final Access access;
    private final Audit audit;
    private final Changed changed;

    @Activate
    public PhotoService(@Reference PersonService persons, @Reference PhotoStore store, @Reference Files files, @Reference Privacy privacy,
            @Reference Transactions transactions, @Reference Access access, @Reference Audit audit, @Reference Changed changed) {
        this.persons = persons;
        this.store = store;
        this.files = files;
        this.privacy = privacy;
        this.transactions = transactions;
        this.access = access;
        this.audit = audit;
        this.changed = changed;
    }

    /** Names of the photos of those who have one; another photo has another name. The caller knows already that these people may be seen. */
    public Map<UUID, String> of(Collection<UUID> people) {
        Map<UUID, String> names = new HashMap<>();
        store.of(people).forEach((person, photo) -> names.put(person, photo.small().substring(0, 16)));
        return names;
    }

    /** Whether the caller may give that person another photo. */
    public boolean mayChange(Caller caller, PersonService.Shown shown) {
        return shown.writable() || privacy.ownPhoto() && shown.person().id().equals(caller.person());
    }

    /** A JPEG; empty when there is no photo. */
    public Optional<byte[]> read(Caller caller, UUID person, boolean large) {
        persons.get(caller, person);
        Optional<Photo> photo = store.find(person);
        if (photo.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = files.open(large ? photo.get().large() : photo.get().small())) {
            return Optional.of(in.readAllBytes());
        } catch (IOException replacedMeanwhile) {
            return Optional.empty();
        }
    }

    /** @param file a JPEG or PNG; @throws Problem 413, 415 */
    public void put(Caller caller, UUID person, byte[] file) {
        PersonService.Shown shown = writable(caller, person);
        if (file.length > Pictures.BYTES) {
            throw new Problem(413, "directory.photo-too-large");
        }
        Pictures.Squares squares = Pictures.squares(file);
        Photo photo = new Photo(keep(squares.large()), keep(squares.small()));
        replaced(caller, shown, photo, "directory.change-photo");
    }

    public void remove(Caller caller, UUID person) {
        replaced(caller, writable(caller, person), null, "directory.remove-photo");
    }

    private PersonService.Shown writable(Caller caller, UUID person) {
        PersonService.Shown shown = persons.get(caller, person);
        if (Anonymous.number(shown.person().name()).isPresent()) {
            throw Problem.conflict("directory.anonymised");
        }
        @Nullable MembershipData main = shown.main();
        if (!mayChange(caller, shown)) {
            if (main == null) {
                throw Problem.forbidden("access.forbidden");
            }
            access.require(caller, Permissions.WRITE, main.unit());
        }
        return shown;
    }

    private void replaced(Caller caller, PersonService.Shown shown, @Nullable Photo photo, String action) {
        UUID person = shown.person().id();
        @Nullable MembershipData main = shown.main();
        transactions.run(() -> {
            @Nullable Photo before = store.find(person).orElse(null);
            if (before == null && photo == null || before != null && before.equals(photo)) {
                return;
            }
            store.put(person, photo);
            audit.write(caller, main == null ? null : main.unit(), action, PersonService.subject(shown.person()), null, null);
            if (before != null) {
                transactions.afterCommit(() -> forget(before));
            }
            if (main != null) {
                changed.person(person, main.unit());
            }
        });
    }

    /** Takes a photo away with the person; part of the caller's transaction, which is audited there. */
    void drop(UUID person) {
        store.find(person).ifPresent(photo -> {
            store.put(person, null);
            transactions.afterCommit(() -> forget(photo));
        });
    }

    private String keep(byte[] picture) {
        return files.put(new ByteArrayInputStream(picture), picture.length).id();
    }

    private void forget(Photo photo) {
        for (String file : new String[] {photo.large(), photo.small()}) {
            try {
                if (!store.used(file)) {
                    files.remove(file);
                }
            } catch (IOException stays) {
                LOG.error("A photo that was removed is still in the folder of files, remove {} there: {}", file, stays.toString());
            }
        }
    }
}
