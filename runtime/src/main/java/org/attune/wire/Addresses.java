package org.attune.wire;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** At which addresses others can reach this machine. */
public final class Addresses {
    private Addresses() {}

    /**
     * Numeric addresses of all interfaces that are up, the likeliest first: IPv4 before IPv6, real interfaces before bridges and tunnels, and this machine itself last.
     *
     * @throws SocketException if the system does not tell them
     */
    public static List<String> here() throws SocketException {
        record Found(int rank, InetAddress address) {}
        List<Found> all = new ArrayList<>();
        for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
            if (network.isUp()) {
                network.inetAddresses()
                        .filter(address -> !address.isLinkLocalAddress())
                        .forEach(address -> all.add(new Found(rank(network, address), address)));
            }
        }
        return all.stream()
                .sorted(Comparator.comparingInt(Found::rank))
                .map(found -> text(found.address()))
                .distinct()
                .toList();
    }

    private static int rank(NetworkInterface network, InetAddress address) {
        int rank = address instanceof Inet4Address ? 0 : 1;
        if (address.isLoopbackAddress()) {
            return rank + 4;
        }
        return network.getName().matches("(docker|br-|virbr|veth|cni|flannel|tun|tap|podman|lxc).*") ? rank + 2 : rank;
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        return address instanceof Inet6Address && text.contains("%") ? text.substring(0, text.indexOf('%')) : text;
    }
}
