package org.attune.trial.java;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.attune.spec.Resources;
import org.attune.spec.Trainable;
import org.attune.trial.CommandLine;
import org.attune.trial.JavaTrainables;
import org.attune.trial.Program;
import org.attune.trial.python.PythonSetup;

/** How a Java trainable is run as a process: by the Java that runs this one. */
public final class JavaProgram {
    /** Of a trial's memory; the rest is for classes, threads and buffers. */
    private static final int HEAP_PERCENT = 70;

    private JavaProgram() {}

    /**
     * @param resources what each trial gets
     * @param classPath jars and folders in which the class is looked for, after Attune itself
     * @throws IllegalArgumentException if it cannot be a trainable here, saying why
     */
    public static Program of(
            Trainable.JavaClass trainable, Resources resources, List<Path> classPath, PythonSetup python) {
        JavaTrainables.check(trainable.name(), classPath);
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(archive());
        words.addAll(granted(resources));
        words.addAll(trainable.options());
        words.addAll(List.of("-cp", withAttune(classPath), JavaTrial.class.getName(), trainable.name()));
        return new Program(
                words.stream().map(CommandLine::literal).toList(),
                python.client(),
                Optional.empty(),
                Optional.empty(),
                python.anyInterpreter(),
                Optional.empty());
    }

    /** The classes of Attune as this process was started with, which halves the work of a start; passed over in silence if they are gone by then. */
    private static List<String> archive() {
        String file = System.getProperty("attune.classes");
        return file == null
                ? List.of()
                : List.of(
                        "-XX:SharedArchiveFile=" + file,
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:ArchiveRelocationMode=0",
                        "-Xlog:cds*=off");
    }

    /** Java by itself would size its heap and its threads by the machine. What the study's options say comes after and counts. */
    static List<String> granted(Resources resources) {
        List<String> options = new ArrayList<>();
        if (resources.threads()) {
            options.add("-XX:ActiveProcessorCount=" + Math.max(1, (int) resources.cpu()));
        }
        resources
                .memory()
                .ifPresent(bytes ->
                        options.addAll(List.of("-XX:MaxRAM=" + bytes, "-XX:MaxRAMPercentage=" + HEAP_PERCENT)));
        return options;
    }

    private static String withAttune(List<Path> classPath) {
        List<Path> all = new ArrayList<>();
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .forEach(all::add);
        all.addAll(classPath);
        // Trials run in another folder than this process.
        return all.stream()
                .map(path -> path.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
