package org.attune.cli.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.attune.engine.slurm.SlurmGrant;
import org.attune.machine.Machine;
import org.attune.machine.SearchPath;
import org.attune.spec.Placeholders;
import org.attune.spec.SpecFiles;
import org.attune.spec.StudySpec;
import org.attune.spec.Trainable;
import org.attune.text.TextException;
import org.attune.worker.OneMachine;

/** A study's trainable, and whether a trial of it fits here. */
final class StudyCheck implements Check {
    private final StudySpec spec;
    private final Path folder;

    /** @param folder of the study file */
    StudyCheck(StudySpec spec, Path folder) {
        this.spec = spec;
        this.folder = folder;
    }

    @Override
    public String what() {
        return "study";
    }

    @Override
    public List<Finding> examine(Surroundings here) {
        List<Finding> findings = new ArrayList<>();
        findings.add(trainable(here));
        Machine machine = new SlurmGrant(here.environment())
                .of(Machine.here(here.environment(), spec.resources().gpu() > 0));
        try {
            findings.add(Finding.green(
                    "room for trials", OneMachine.capacity(spec, machine).slots() + " at once on this machine"));
        } catch (IllegalArgumentException e) {
            String text = e.getMessage();
            int end = text.lastIndexOf(". ");
            findings.add(Finding.yellow(
                    "room for trials",
                    text.substring(0, end),
                    text.substring(end + 2) + " Or run it where there is more: in a job, on a cluster."));
        }
        return findings;
    }

    private Finding trainable(Surroundings here) {
        try {
            SpecFiles.check(spec, folder);
        } catch (TextException e) {
            return Finding.red(
                    what(),
                    e.getMessage().strip().replaceAll("\\s*\\n\\s*", " "),
                    "Mend the study file, or put the file there.");
        }
        Trainable trainable = spec.trainable();
        if (trainable instanceof Trainable.Command command) {
            String program = command.words().get(0);
            boolean isSure = !program.contains("/")
                    && Placeholders.names(program).isEmpty()
                    && command.requirements().isEmpty();
            if (isSure && SearchPath.find(program, here.variable("PATH")).isEmpty()) {
                return Finding.red(
                        what(),
                        spec.study() + ": there is no program '" + program + "' on the PATH",
                        "Load its module, or name it by its path in trainable.command.");
            } else if (program.contains("/") && !Files.isExecutable(folder.resolve(program))) {
                return Finding.red(
                        what(),
                        spec.study() + ": " + folder.resolve(program) + " may not be run",
                        "chmod +x " + folder.resolve(program));
            }
        }
        return Finding.green(what(), spec.study() + ": its trainable is there");
    }
}
