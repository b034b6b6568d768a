package org.attune.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.attune.machine.Bound;
import org.attune.machine.Machine;
import org.attune.machine.Sizes;
import org.attune.worker.Slots;

/** Limits of a process: how many trials they leave room for, and what may end a trial before its time. */
final class LimitsCheck implements Check {
    private static final Pattern LINE = Pattern.compile("(Max [a-z ]+?) {2,}(\\S+).*");
    private static final int FEW = 16;

    @Override
    public String what() {
        return "limits";
    }

    @Override
    public List<Finding> examine(Surroundings here) {
        return judge(Machine.here(here.environment(), false), here.lines("/proc/self/limits"));
    }

    /** {@code lines} of {@code /proc/self/limits}. */
    List<Finding> judge(Machine machine, List<String> lines) {
        List<Finding> findings = new ArrayList<>();
        Bound room = Slots.attempts(machine);
        String text = text(machine.openFiles(), "open files") + ", " + text(machine.processes(), "processes");
        String fix =
                "Raise it ('ulimit -n 4096', 'ulimit -u 4096'; a control group's 'pids.max' is its batch system's).";
        if (room.most() < 1) {
            findings.add(Finding.red(what(), text + ": room for no trial, " + room.source(), fix));
        } else if (room.most() < FEW) {
            findings.add(Finding.yellow(
                    what(), text + ": room for " + room.most() + " trials at once, " + room.source(), fix));
        } else {
            findings.add(Finding.green(what(), text));
        }
        if (machine.addressSpace().isLimit()) {
            findings.add(Finding.yellow(
                    "address space",
                    Sizes.text(machine.addressSpace().most()) + " a process "
                            + machine.addressSpace().source(),
                    "CUDA and Java reserve many times what they use: 'ulimit -v unlimited'."));
        }
        limit(lines, "Max cpu time")
                .ifPresent(seconds -> findings.add(Finding.yellow(
                        "CPU time",
                        "a process is ended after " + seconds + " s of CPU time by 'ulimit -t', as login nodes have it",
                        "Run studies in a job, or 'ulimit -t unlimited'.")));
        limit(lines, "Max file size")
                .ifPresent(bytes -> findings.add(Finding.yellow(
                        "file size",
                        "no file may be larger than " + Sizes.text(bytes)
                                + " by 'ulimit -f': a checkpoint or the journal may be cut off",
                        "'ulimit -f unlimited'.")));
        return findings;
    }

    private static OptionalLong limit(List<String> lines, String name) {
        for (String line : lines) {
            Matcher limit = LINE.matcher(line);
            if (limit.matches() && limit.group(1).equals(name) && limit.group(2).matches("\\d{1,18}")) {
                return OptionalLong.of(Long.parseLong(limit.group(2)));
            }
        }
        return OptionalLong.empty();
    }

    private static String text(Bound bound, String things) {
        return bound.isLimit() ? bound.most() + " " + things : "any number of " + things;
    }
}
