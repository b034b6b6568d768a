package org.attune.worker.join;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.attune.wire.ClusterKey;
import org.attune.wire.ClusterProblem;
import org.attune.wire.Dialer;

/** To a head whose address people know, where its folder cannot be seen. */
public final class AddressDial implements Dial {
    private static final Pattern FORM = Pattern.compile("(?:\\[([^\\]]+)\\]|([^:\\s]+)):(\\d{1,5})");

    private final String host;
    private final int port;
    private final Path keyFile;
    private final Dialer dialer;
    private final Waiting waiting = new Waiting();

    /**
     * @param address {@code host:port}, {@code [::1]:port}
     * @param keyFile the cluster's {@code key.pem}
     * @throws IllegalArgumentException if the address has another form
     */
    public AddressDial(String address, Path keyFile, Dialer dialer) {
        Matcher form = FORM.matcher(address);
        if (!form.matches() || Integer.parseInt(form.group(3)) > 65_535 || Integer.parseInt(form.group(3)) == 0) {
            throw new IllegalArgumentException("a head's address is HOST:PORT, such as node7:40123, but got '" + address
                    + "'. 'attune cluster status' tells it.");
        }
        this.host = form.group(1) == null ? form.group(2) : form.group(1);
        this.port = Integer.parseInt(form.group(3));
        this.keyFile = keyFile;
        this.dialer = dialer;
    }

    @Override
    public Dialled connect() throws IOException {
        try {
            ClusterKey key = ClusterKey.read(keyFile);
            return waiting.dial(deadline -> new Dialled(dialer.dial(List.of(host), port, key, deadline), host));
        } catch (NoSuchFileException e) {
            throw new ClusterProblem(
                    "there is no key " + keyFile + ". Copy key.pem from the cluster's folder, with mode 0600.");
        }
    }
}
