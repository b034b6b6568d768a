package org.attune.cli.doctor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** Whether this machine's name leads to it. Attune itself goes by addresses, but what trials use to find each other may not. */
final class HostCheck implements Check {
    @Override
    public String what() {
        return "host name";
    }

    @Override
    public Finding late(Surroundings here) {
        return Finding.yellow(
                what(),
                "this machine's name was not found within " + limit().toSeconds()
                        + " s: its name server does not answer",
                "Add the machine's name to /etc/hosts, or mend /etc/resolv.conf.");
    }

    @Override
    public List<Finding> examine(Surroundings here) {
        String name = here.lines("/proc/sys/kernel/hostname").stream()
                .findFirst()
                .orElse("")
                .strip();
        List<String> own = PortsCheck.addresses();
        try {
            InetAddress[] found = InetAddress.getAllByName(name);
            return List.of(judge(
                    name, Arrays.stream(found).map(InetAddress::getHostAddress).toList(), own));
        } catch (UnknownHostException e) {
            return List.of(judge(name, List.of(), own));
        }
    }

    /** {@code found}: addresses that the name leads to. */
    Finding judge(String name, List<String> found, List<String> own) {
        String fix = "Put the name and the address of this machine into /etc/hosts.";
        if (found.isEmpty()) {
            return Finding.yellow(what(), "no address is known for this machine's own name " + name, fix);
        }
        List<String> strange = found.stream()
                .filter(address -> !address.startsWith("127.") && !address.startsWith("::1") && !own.contains(address))
                .toList();
        if (strange.size() == found.size() && !found.contains("0:0:0:0:0:0:0:1")) {
            return Finding.yellow(
                    what(),
                    name + " leads to " + String.join(", ", strange) + ", and this machine is "
                            + String.join(", ", own),
                    fix);
        }
        return Finding.green(what(), name + " is " + String.join(", ", found));
    }
}
