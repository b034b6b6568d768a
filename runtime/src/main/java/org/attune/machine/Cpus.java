package org.attune.machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The CPUs that this process may use.
 *
 * @param cores numbers of the CPUs, those that share a core together
 * @param count how many at once: all of them, or fewer by a quota, which may be a fraction
 * @param online how many the machine has
 * @param source what gave the count, for people
 */
public record Cpus(List<List<Integer>> cores, double count, int online, String source) {
    private static final String SYSTEM = "/sys/devices/system/cpu/";

    private record Quota(double cpus, String source) {}

    public Cpus {
        cores = cores.stream().map(List::copyOf).toList();
    }

    /** In ascending order. */
    public List<Integer> ids() {
        return cores.stream().flatMap(List::stream).sorted().toList();
    }

    /** Whether this process was given certain CPUs of the machine, which nobody else then should use. */
    public boolean areChosen() {
        return ids().size() < online;
    }

    /**
     * Whether trials are bound to CPUs of their own: those of whole CPUs, where the user says so, or says nothing and {@link #areChosen()}: two processes
     * that share a machine knowing nothing of each other would else bind their trials to the same ones.
     *
     * @param each CPUs of a trial
     */
    public boolean bind(double each, Optional<Boolean> pin) {
        return each == Math.rint(each) && pin.orElse(areChosen());
    }

    /** {@code 2 CPUs of this machine}. */
    public String text() {
        return (count == 1 ? "1 CPU " : number(count) + " CPUs ") + source;
    }

    static String number(double count) {
        return count == Math.rint(count)
                ? Long.toString((long) count)
                : String.format(Locale.ROOT, "%.2f", count).replaceFirst("0$", "");
    }

    static Cpus of(SystemFiles files) {
        List<Integer> online = CpuList.parse(files.field(SYSTEM + "online", "").orElse(""));
        List<Integer> mask = CpuList.parse(
                files.field("/proc/self/status", "Cpus_allowed_list:").orElse(""));
        // The mask may name CPUs that the machine could have but does not. Some containers count those online anew.
        List<Integer> both = mask.stream().filter(online::contains).toList();
        List<Integer> allowed = Stream.of(both, mask, online, List.of(0))
                .filter(ids -> !ids.isEmpty())
                .findFirst()
                .orElseThrow();
        int all = Math.max(online.size(), allowed.size());
        String affinity = allowed.size() < all ? "of this machine's " + all + " by affinity" : "of this machine";
        List<List<Integer>> cores = cores(files, allowed);
        Optional<Quota> quota = quota(files).filter(least -> least.cpus < allowed.size());
        return new Cpus(
                cores,
                quota.map(Quota::cpus).orElse((double) allowed.size()),
                all,
                quota.map(Quota::source).orElse(affinity));
    }

    private static List<List<Integer>> cores(SystemFiles files, List<Integer> allowed) {
        List<List<Integer>> cores = new ArrayList<>();
        Set<Integer> placed = new HashSet<>();
        for (int id : allowed) {
            if (!placed.contains(id)) {
                List<Integer> core = new ArrayList<>(siblings(files, id));
                core.retainAll(allowed);
                core.removeAll(placed);
                cores.add(core.contains(id) ? core : List.of(id));
                placed.addAll(cores.get(cores.size() - 1));
            }
        }
        return cores;
    }

    private static List<Integer> siblings(SystemFiles files, int id) {
        String topology = SYSTEM + "cpu" + id + "/topology/";
        return CpuList.parse(files.field(topology + "thread_siblings_list", "")
                .or(() -> files.field(topology + "core_cpus_list", ""))
                .orElse(""));
    }

    private static Optional<Quota> quota(SystemFiles files) {
        Quota least = null;
        ControlGroup group = ControlGroup.of(files, "cpu").orElse(null);
        for (Path folder : group == null ? List.<Path>of() : group.folders()) {
            double cpus = group.unified()
                    ? share(SystemFiles.field(folder.resolve("cpu.max"), "").orElse(""))
                    : share(SystemFiles.field(folder.resolve("cpu.cfs_quota_us"), "")
                                    .orElse("") + " "
                            + SystemFiles.field(folder.resolve("cpu.cfs_period_us"), "")
                                    .orElse(""));
            if (least == null ? cpus > 0 : cpus > 0 && cpus < least.cpus) {
                least = new Quota(cpus, "by the quota of " + group.name(folder));
            }
        }
        return Optional.ofNullable(least);
    }

    /** Of a text such as {@code 150000 100000}; 0 if that is no limit. */
    private static double share(String quotaAndPeriod) {
        String[] words = quotaAndPeriod.strip().split("\\s+");
        boolean isLimit = words.length == 2 && words[0].matches("\\d{1,18}") && words[1].matches("[1-9]\\d{0,17}");
        return isLimit ? Double.parseDouble(words[0]) / Double.parseDouble(words[1]) : 0;
    }
}
