package org.attune.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Machines with a network of their own: namespaces, joined by a bridge in one more. Machine {@code i}, from 1, has the address {@code 10.77.0.i}. */
final class Hosts implements AutoCloseable {
    private final String prefix = "at" + Long.toString(ProcessHandle.current().pid(), 36);
    private final List<String> spaces = new ArrayList<>();

    Hosts(int count) {
        try {
            space("sw");
            in("sw", "ip", "link", "add", "br0", "type", "bridge");
            in("sw", "ip", "link", "set", "br0", "up");
            for (int host = 1; host <= count; host++) {
                space("" + host);
                cable(host, "eth0", 'p', "10.77.0." + host + "/24");
                in("" + host, "ip", "link", "set", "lo", "up");
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Whether this process may make them. */
    static boolean arePermitted() {
        try {
            new Hosts(1).close();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** What runs a command on a machine, to be put before it. */
    List<String> on(int host) {
        return List.of("ip", "netns", "exec", prefix + host);
    }

    String address(int host) {
        return "10.77.0." + host;
    }

    /** A second network card, with an address in a network that no other machine reaches. */
    void addCard(int host, String address) {
        in("" + host, "ip", "link", "add", "eth1", "type", "veth", "peer", "name", "nowhere");
        in("" + host, "ip", "link", "set", "nowhere", "up");
        in("" + host, "ip", "addr", "add", address + "/24", "dev", "eth1");
        in("" + host, "ip", "link", "set", "eth1", "up");
    }

    void removeCard(int host, String card) {
        in("" + host, "ip", "link", "del", card);
    }

    /** From now on nothing comes through, and nobody is told. */
    void cut(int host) {
        in("sw", "ip", "link", "set", "p" + host, "nomaster");
    }

    void mend(int host) {
        in("sw", "ip", "link", "set", "p" + host, "master", "br0");
    }

    @Override
    public void close() {
        spaces.forEach(space -> quietly("ip", "netns", "del", space));
    }

    private void cable(int host, String card, char port, String address) {
        in("sw", "ip", "link", "add", port + "" + host, "type", "veth", "peer", "name", card, "netns", prefix + host);
        in("sw", "ip", "link", "set", port + "" + host, "master", "br0", "up");
        in("" + host, "ip", "addr", "add", address, "dev", card);
        in("" + host, "ip", "link", "set", card, "up");
    }

    private void space(String name) {
        run("ip", "netns", "add", prefix + name);
        spaces.add(prefix + name);
    }

    private void in(String space, String... words) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", prefix + space));
        command.addAll(List.of(words));
        run(command.toArray(String[]::new));
    }

    private static void quietly(String... words) {
        try {
            run(words);
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
        }
    }

    private static void run(String... words) {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", words) + ": " + said);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
