package org.attune.cli.slurm.convert;

import java.util.List;
import java.util.Set;

/** What a command is for, by the program that it calls. */
final class Programs {
    /** What is done around a program, and no use of the cluster. */
    private static final Set<String> AROUND = Set.of(
            "",
            "echo",
            "printf",
            "date",
            "cp",
            "mv",
            "rm",
            "mkdir",
            "cd",
            "pushd",
            "popd",
            "module",
            "ml",
            "conda",
            "mamba",
            "micromamba",
            "source",
            ".",
            "export",
            "set",
            "unset",
            "wait",
            "exit",
            "trap",
            "ulimit",
            "deactivate",
            "hostname",
            "ls",
            "cat",
            "tar",
            "rsync",
            "touch",
            "env",
            "which",
            "true",
            "scontrol",
            "nvidia-smi",
            "sleep",
            "umask",
            "pwd",
            "kill",
            "shopt",
            "declare",
            "readonly",
            "local",
            "typeset",
            "df",
            "free",
            "lscpu",
            "ln",
            "chmod",
            "alias",
            "spack",
            "eval",
            "ldconfig",
            "read",
            "mapfile",
            "readarray",
            "test",
            "[",
            "[[",
            ":",
            "for",
            "case",
            "done",
            "fi",
            "esac",
            "}",
            "break",
            "continue",
            "sbcast",
            "squeue",
            "tee");

    /** What may surround Ray's addresses and ports. */
    private static final Set<String> OF_PLUMBING = Set.of(
            "",
            "echo",
            "printf",
            "read",
            "test",
            "[",
            "[[",
            ":",
            "sleep",
            "nc",
            "export",
            "for",
            "case",
            "done",
            "fi",
            "esac",
            "}",
            "break",
            "continue",
            "kill",
            "wait",
            "ping",
            "curl",
            "mapfile",
            "readarray",
            "declare",
            "hostname",
            "scontrol",
            "date",
            "timeout",
            "ray");

    private Programs() {}

    /** One that may use the cluster. */
    static boolean isProgram(String command) {
        return !AROUND.contains(Statement.program(command));
    }

    /** One of those that may surround Ray's addresses and ports. */
    static boolean isPlumbing(String command) {
        return OF_PLUMBING.contains(Statement.program(command));
    }

    /** Whether nothing is done in it but setting, asking and printing. */
    static boolean isQuiet(Statement statement) {
        List<String> parts = statement.isCompound() ? statement.parts() : List.of(statement.text());
        return !statement.isComment() && parts.stream().allMatch(Programs::isPlumbing);
    }

    /** One that runs others, which were not read. */
    static boolean isScript(Statement statement) {
        String program = statement.program();
        return program.equals("srun")
                || program.equals("ssh")
                || program.equals("mpirun")
                || program.endsWith(".sh")
                || program.equals("bash")
                || program.equals("sh");
    }
}
