package org.attune.wire;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** At which addresses others can reach this machine. */
public final class Addresses {
    private Addresses() {}

    /**
     * Numeric addresses of all interfaces that are up, the likeliest first: IPv4 before IPv6, real interfaces before bridges and tunnels, those that were there before others, and this machine itself last.
     *
     * @throws SocketException if the system does not tell them
     */
    public static List<String> here() throws SocketException {
        record Found(int rank, int index, InetAddress address) {}
        List<Found> all = new ArrayList<>();
        for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
            if (network.isUp()) {
                network.inetAddresses()
                        .filter(address -> !address.isLinkLocalAddress())
                        .forEach(address -> all.add(new Found(rank(network, address), network.getIndex(), address)));
            }
        }
        return all.stream()
                .sorted(Comparator.comparingInt(Found::rank).thenComparingInt(Found::index))
                .map(found -> text(found.address()))
                .distinct()
                .toList();
    }

    /**
     * Where a head is to be dialled that is on this machine. A link runs over the address that was dialled, and ends when that is taken away; this one stays.
     *
     * @param addresses of the head, as {@link #here} has them there
     * @param isHere whether an address is one of this machine's
     */
    static Optional<String> beside(List<String> addresses, Predicate<InetAddress> isHere) {
        return addresses.stream()
                .filter(address -> is(address, InetAddress::isLoopbackAddress))
                .findFirst()
                .filter(own -> is(addresses.get(0), isHere));
    }

    private static boolean is(String address, Predicate<InetAddress> what) {
        try {
            return what.test(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Whether it is one of this machine's. */
    static boolean isHere(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
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
