package org.attune.cli.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.attune.wire.Addresses;

/** Whether a port can be listened on and reached, at each address of this machine. Whether a firewall lets others through cannot be seen from here. */
final class PortsCheck implements Check {
    private static final int LIMIT_MILLIS = 2_000;

    @Override
    public String what() {
        return "ports";
    }

    @Override
    public List<Finding> examine(Surroundings here) {
        List<String> addresses = addresses();
        boolean hasLoopback = addresses.contains("127.0.0.1");
        addresses.removeIf(address -> address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1"));
        List<String> silent = new ArrayList<>();
        try (ServerSocket port = new ServerSocket()) {
            port.bind(new InetSocketAddress(0));
            if (!hasLoopback || !answers(port, "127.0.0.1")) {
                return List.of(Finding.red(
                        what(),
                        "nothing on this machine reaches a port of it at 127.0.0.1",
                        "Bring the loopback interface up ('ip link set lo up')."));
            }
            for (String address : addresses) {
                if (!answers(port, address)) {
                    silent.add(address);
                }
            }
        } catch (IOException e) {
            return List.of(Finding.red(
                    what(),
                    "no port can be opened: " + e.getMessage(),
                    "See what forbids it, or has taken all ports ('ss -s', /proc/sys/net/ipv4/ip_local_port_range)."));
        }
        return List.of(judge(addresses, silent));
    }

    Finding judge(List<String> addresses, List<String> silent) {
        List<String> reached =
                addresses.stream().filter(address -> !silent.contains(address)).toList();
        if (addresses.isEmpty()) {
            return Finding.yellow(
                    what(),
                    "this machine has no address but its own 127.0.0.1: no worker elsewhere reaches a head here",
                    "Connect it to a network, or run studies on this machine alone.");
        } else if (reached.isEmpty()) {
            return Finding.red(
                    what(),
                    "a port opened here is not reached at " + String.join(", ", silent),
                    "See what the firewall forbids ('iptables -S', 'nft list ruleset').");
        }
        return Finding.green(
                what(),
                "the system gives one, reached at " + String.join(", ", reached)
                        + (silent.isEmpty() ? "" : ", not at " + String.join(", ", silent))
                        + " (what a firewall lets through from elsewhere is not seen here)");
    }

    /** Where no interface is up, the system does not list none: it refuses. */
    static List<String> addresses() {
        try {
            return new ArrayList<>(Addresses.here());
        } catch (SocketException e) {
            return new ArrayList<>();
        }
    }

    private static boolean answers(ServerSocket port, String address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(address), port.getLocalPort()), LIMIT_MILLIS);
            port.accept().close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
