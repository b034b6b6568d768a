package org.attune.cli.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.attune.spec.StudySpec;
import org.attune.spec.Trainable;

/** All that there is to look at, in the order in which it is told. */
final class Checkup {
    private Checkup() {}

    /** A study to look at, with the folder of its file. */
    record Study(StudySpec spec, Path folder) {
        boolean needsPython() {
            Trainable trainable = spec.trainable();
            return trainable instanceof Trainable.PythonFunction
                    || trainable instanceof Trainable.Command command
                            && command.requirements().isPresent();
        }
    }

    static List<Check> of(Optional<Study> study, boolean slurm) {
        List<Check> checks = new ArrayList<>(List.of(
                new JavaCheck(),
                new PythonCheck(study.filter(Study::needsPython).isPresent()),
                new ToolsCheck(),
                new RoomCheck(Folder.RESULTS),
                new FileSystemCheck(Folder.RESULTS),
                new SemanticsCheck(Folder.RESULTS),
                new ClockCheck(Folder.RESULTS),
                new RoomCheck(Folder.CACHE),
                new RoomCheck(Folder.TEMPORARY),
                new PrivacyCheck(),
                new LimitsCheck(),
                new HostCheck(),
                new PortsCheck(),
                new TlsCheck(),
                new ControlGroupCheck(),
                new GrantsCheck(),
                new HeadCheck()));
        if (slurm) {
            checks.addAll(List.of(new SlurmCheck(), new PartitionsCheck(), new JobCheck()));
        }
        study.ifPresent(it -> checks.add(new StudyCheck(it.spec(), it.folder())));
        return checks;
    }
}
