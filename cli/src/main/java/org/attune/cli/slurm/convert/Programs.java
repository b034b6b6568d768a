package org.attune.cli.slurm.convert;

import java.util.List;
import java.util.Set;

/** What a command is for, by the program that it calls. */
final class Programs {
    /** What sets, asks, prints and waits. */
    private static final Set<String> PLAIN = words("""
            echo printf read mapfile readarray declare export test [ [[ : for case done fi esac } break continue
            sleep wait kill date hostname scontrol""");

    /** What is done around a program, and no use of the cluster. */
    private static final Set<String> AROUND = words("""
            cd pushd popd cp mv rm mkdir ln chmod touch ls cat tee tar rsync sbcast df free
            module ml spack conda mamba micromamba source . deactivate ldconfig
            set unset shopt readonly local typeset alias eval env which umask ulimit trap exit true pwd
            nvidia-smi lscpu squeue""");

    /** What looks whether Ray is there. */
    private static final Set<String> OF_RAY = words("ray nc ping curl timeout");

    private Programs() {}

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }

    /** One that may use the cluster. */
    static boolean isProgram(String command) {
        return !isPlain(command) && !AROUND.contains(Statement.program(command));
    }

    /** One of those that may surround Ray's addresses and ports. */
    static boolean isPlumbing(String command) {
        return isPlain(command) || OF_RAY.contains(Statement.program(command));
    }

    private static boolean isPlain(String command) {
        String program = Statement.program(command);
        return program.isEmpty() || PLAIN.contains(program);
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
