package org.shuyuan.access.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.shuyuan.api.id.Secrets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code <data>/run/control.token}: new at every start; whoever can read the file is the administrator of the machine. */
@Component(service = ConsoleToken.class, immediate = true)
public class ConsoleToken {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleToken.class);
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]+(%.*)?");

    private final String hash;

    @Activate
    public ConsoleToken() {
        this(RunFolder.ofSystem());
    }

    ConsoleToken(RunFolder run) {
        String token = Secrets.random();
        this.hash = Secrets.hash(token);
        try {
            run.write("control.token", token);
        } catch (IOException unwritable) {
            LOG.error("Cannot write run/control.token in the data folder: the local console will be refused", unwritable);
        }
    }

    /** Only from this machine itself. */
    public boolean matches(String token, String address) {
        return loopback(address) && Secrets.same(Secrets.hash(token), hash);
    }

    private static boolean loopback(String address) {
        if (!LITERAL.matcher(address).matches()) {
            return false;
        }
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException none) {
            return false;
        }
    }
}
