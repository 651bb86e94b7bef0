package org.shuyuan.testing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.shuyuan.api.mail.Mail;

/** Remembers what was written to whom. */
public final class FakeMail implements Mail {

    private final List<Letter> sent = new ArrayList<>();
    private final Set<String> once = new HashSet<>();
    private boolean ready = true;

    /** Whether mail is set up; it is at first. */
    public synchronized void ready(boolean wanted) {
        ready = wanted;
    }

    @Override
    public synchronized Optional<String> portal() {
        return ready ? Optional.of("https://portal.example.cn") : Optional.empty();
    }

    @Override
    public synchronized boolean send(Letter letter) {
        String key = letter.once();
        return ready && (key == null || once.add(key)) && sent.add(letter);
    }

    public synchronized List<Letter> sent() {
        return List.copyOf(sent);
    }
}
