package org.attune.study;

/**
 * Where and how an attempt runs.
 *
 * @param start how its process came to be: {@code fresh}, {@code ahead} or {@code fork}; {@code thread} within Attune's own
 * @param pid number of its first process
 * @param cpus numbers of the CPUs that it is bound to, such as {@code 0-3,8}; empty if it is not
 * @param gpus devices that it sees, such as {@code 0,1}; empty if it was given none
 * @param threads what the variables of numerical libraries were set to; 0 if they were left alone
 * @param machine kind of machine, the same for those on which the same takes the same time; empty if nobody knows
 */
public record Placement(String start, long pid, String cpus, String gpus, int threads, String machine) {

    public Placement(String start, long pid, String cpus, String gpus, int threads) {
        this(start, pid, cpus, gpus, threads, "");
    }

    /** The same on that kind of machine. */
    public Placement on(String kind) {
        return new Placement(start, pid, cpus, gpus, threads, kind);
    }
}
