package org.attune.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.attune.analysis.StudyFolders;
import org.attune.carry.Limits;
import org.attune.carry.Shipment;
import org.attune.spec.Trainable;
import org.attune.wire.ClassPathEntry;
import org.attune.wire.Connection;

/**
 * What goes along with a study to a cluster.
 *
 * @param files content hash of the files in the study file's folder; empty if they stay where they are
 * @param classPath of a Java trainable
 */
record Carried(String files, List<ClassPathEntry> classPath) {

    /**
     * @param ship whether it is brought to the head, for workers that do not see it
     * @param progress told how far it is, while it takes long
     */
    static Carried of(
            Definition study, List<Path> classPath, boolean ship, Connection connection, Consumer<String> progress)
            throws IOException, InterruptedException {
        Limits limits = Limits.of(System.getenv());
        String files = "";
        if (ship) {
            Path results = StudyFolders.standard().folder(study.spec().study());
            Shipment shipment = Shipment.of(study.folder(), results, limits);
            shipment.send(connection, progress);
            files = shipment.hash();
        }
        List<ClassPathEntry> entries = new ArrayList<>();
        if (study.spec().trainable() instanceof Trainable.JavaClass) {
            for (Path entry : classPath) {
                Shipment shipment = Shipment.ofClasses(entry, limits);
                if (ship) {
                    shipment.send(connection, progress);
                }
                entries.add(shipment.entry(entry));
            }
        }
        return new Carried(files, entries);
    }
}
