package org.attune.cli.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.attune.head.FormerHead;
import org.attune.wire.ClusterFolder;
import org.attune.wire.HeadAddress;

/** Heads as text. */
final class Heads {
    private Heads() {}

    /** The head that is announced in a folder, if it answers. */
    static Optional<HeadAddress> answering(Path folder) throws IOException, InterruptedException {
        ClusterFolder cluster = ClusterFolder.at(folder);
        return new FormerHead(cluster).answering();
    }

    /** {@code process 4711 on n1 since 2026-11-29T22:00:00Z}. */
    static String name(HeadAddress head) {
        return "process " + head.pid() + " on " + head.host() + " since "
                + head.started().truncatedTo(ChronoUnit.SECONDS);
    }

    /** {@code host:port} for another machine. */
    static String dialled(HeadAddress head) {
        String host =
                head.addresses().isEmpty() ? head.host() : head.addresses().get(0);
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + head.port();
    }

    static Map<String, Object> json(HeadAddress head) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("cluster", head.cluster());
        map.put("epoch", head.epoch());
        map.put("addresses", head.addresses());
        map.put("port", (long) head.port());
        map.put("host", head.host());
        map.put("pid", head.pid());
        map.put("version", head.version());
        map.put("started", head.started().toString());
        return map;
    }
}
