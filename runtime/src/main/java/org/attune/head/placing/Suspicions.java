package org.attune.head.placing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.attune.study.FailureKind;

/**
 * Whether the failures of a study's trials are their own or those of the machines that they ran on, and which machines the study does without. A trial that fails fast is tried on another
 * machine before anybody blames it; a machine on which two of them failed that way, and no trial got through since, is drained: it gets no more of the study for a while. A failure that
 * comes on half of the machines, or follows a trial to a third one, is the program's, and clears them. The last machine is never drained.
 *
 * <p>A function of the calls made: no clock, no threads. Not safe for use by several threads.
 */
public final class Suspicions {
    private static final int FAILURES = 2;
    private static final int OPINIONS = 3;
    private static final Duration SOON = Duration.ofMinutes(5);
    private static final Duration AT_ONCE = Duration.ofSeconds(30);
    private static final Duration FIRST_REST = Duration.ofMinutes(10);
    private static final Duration LONGEST_REST = Duration.ofHours(2);

    /** A trial that failed fast on a machine. {@code message}: its last words. */
    public record Failure(int trial, String host, FailureKind kind, String message) {}

    /** {@code isExcused}: the trial is to be tried on another machine. */
    public record Ruling(boolean isExcused, List<Change> changes) {}

    /** What becomes of a machine. */
    public sealed interface Change {
        String host();

        /** For people. */
        String why();

        /** How often in a row it was drained; 0 if it is not to blame any more. */
        int times();
    }

    /** It gets no more of the study, unless it is {@link #rested} later. */
    public record Drained(String host, String why, int times, Duration rest) implements Change {}

    public record Cleared(String host, String why, int times) implements Change {}

    private static final class Host {
        /** By trial, since one last got through here. */
        final Map<Integer, Failure> failures = new LinkedHashMap<>();
        /** How often it was drained since then. */
        int drained;

        String why;
        boolean onProbation;
    }

    private static final class Tries {
        final Map<String, FailureKind> failures = new LinkedHashMap<>();
        boolean isWaiting;
    }

    private final int nodes;
    private final Map<String, Host> hosts = new HashMap<>();
    private final Map<Integer, Tries> tries = new HashMap<>();
    private final Set<FailureKind> programs = new HashSet<>();

    /** @param nodes on how many machines each trial runs at once */
    public Suspicions(int nodes) {
        this.nodes = nodes;
    }

    /**
     * A machine is as it was left: drained, or to be drained again by one failure. That a trial may have got through there since is forgotten.
     *
     * @param times how often in a row it was drained
     * @param isResting whether it is now
     */
    public void restore(String name, int times, String why, boolean isResting) {
        Host host = hosts.computeIfAbsent(name, any -> new Host());
        host.drained = times;
        host.why = isResting ? why : null;
        host.onProbation = !isResting;
    }

    /** Whether a failure came so early that it may be the machine's: before the attempt's first report, unless that took long, or just after its start. */
    public static boolean isFast(boolean hasReported, Duration ran) {
        return ran.compareTo(hasReported ? AT_ONCE : SOON) < 0;
    }

    /**
     * @param usable machines on which the study's trials could run, with those that are drained
     * @param mayBeMore whether more of them are likely to come soon
     */
    public Ruling failed(Failure failure, Set<String> usable, boolean mayBeMore) {
        boolean isAlone = usable.size() <= nodes;
        if (isAlone && !mayBeMore || programs.contains(failure.kind())) {
            tries.remove(failure.trial());
            return new Ruling(false, List.of());
        }
        Host host = hosts.computeIfAbsent(failure.host(), name -> new Host());
        host.failures.put(failure.trial(), failure);
        Tries tried = tries.computeIfAbsent(failure.trial(), trial -> new Tries());
        tried.failures.put(failure.host(), failure.kind());
        if (isPrograms(failure.kind(), tried, usable)) {
            programs.add(failure.kind());
            tries.remove(failure.trial());
            return new Ruling(false, forget(failure));
        }
        tried.isWaiting = isAlone || tried.failures.size() < OPINIONS && isElsewhere(tried, usable);
        if (!tried.isWaiting) {
            tries.remove(failure.trial());
            return new Ruling(false, List.of());
        }
        boolean isBad = !isAlone && (host.failures.size() >= FAILURES || host.onProbation);
        return new Ruling(true, isBad && host.why == null ? List.of(drain(failure.host(), host)) : List.of());
    }

    /** A trial has got so far there that its beginning was no failure. It may still fail at once, so that where it did before is not forgotten: else it would be tried again without end. */
    public void passed(String host) {
        Optional.ofNullable(hosts.get(host)).filter(known -> known.why == null).ifPresent(known -> hosts.remove(host));
    }

    /** It ended otherwise than by a failure that came at once. */
    public void outlived(int trial) {
        tries.remove(trial);
    }

    public void started(int trial) {
        Optional.ofNullable(tries.get(trial)).ifPresent(tried -> tried.isWaiting = false);
    }

    /** A drained machine has rested as long as it was to; absent if it is not drained any more. It is drained again, and for longer, if the next trial fails fast there. */
    public Optional<Change> rested(String name) {
        Host host = hosts.get(name);
        if (host == null || host.why == null) {
            return Optional.empty();
        }
        return Optional.of(tryAgain(name, host, "it has rested, and is tried again"));
    }

    /** To be called when machines come or go: if only drained ones are left, they have to do. */
    public List<Change> look(Set<String> usable) {
        List<String> drained = usable.stream().filter(this::isDrained).sorted().toList();
        if (usable.size() - drained.size() >= nodes || usable.size() < nodes) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>();
        for (String name : drained) {
            changes.add(tryAgain(name, hosts.get(name), "no other is left"));
        }
        return changes;
    }

    private static Cleared tryAgain(String name, Host host, String why) {
        host.why = null;
        host.onProbation = true;
        host.failures.clear();
        return new Cleared(name, why, host.drained);
    }

    public boolean isDrained(String host) {
        return whyDrained(host).isPresent();
    }

    /** Machines that are drained now, those that have gone since among them. */
    public Set<String> drained() {
        return hosts.keySet().stream().filter(this::isDrained).collect(Collectors.toSet());
    }

    public Optional<String> whyDrained(String host) {
        return Optional.ofNullable(hosts.get(host)).map(known -> known.why);
    }

    /** Whether a trial is not to be started on these machines, since it failed on one of them and there are others. */
    public boolean shuns(int trial, Collection<String> place, Set<String> usable) {
        Tries tried = tries.get(trial);
        return tried != null
                && tried.isWaiting
                && place.stream().anyMatch(tried.failures::containsKey)
                && isElsewhere(tried, usable);
    }

    /** Machines of which a trial that waits to be tried elsewhere wants none; empty if no trial does. */
    public Set<String> shunned(Set<String> usable) {
        return tries.values().stream()
                .filter(tried -> tried.isWaiting && !tried.failures.isEmpty() && isElsewhere(tried, usable))
                .findFirst()
                .map(tried -> Set.copyOf(tried.failures.keySet()))
                .orElse(Set.of());
    }

    private boolean isElsewhere(Tries tried, Set<String> usable) {
        return usable.stream()
                        .filter(host -> !tried.failures.containsKey(host) && !isDrained(host))
                        .count()
                >= nodes;
    }

    private boolean isPrograms(FailureKind kind, Tries tried, Set<String> usable) {
        long followed = tried.failures.values().stream().filter(kind::equals).count();
        long shown = usable.stream().filter(host -> hasShown(host, kind)).count();
        return followed >= OPINIONS || (shown >= 2 && 2 * shown >= usable.size());
    }

    private boolean hasShown(String host, FailureKind kind) {
        return hosts.containsKey(host)
                && hosts.get(host).failures.values().stream()
                        .anyMatch(failure -> failure.kind().equals(kind));
    }

    /** No machine is to blame for failures of that kind. */
    private List<Change> forget(Failure last) {
        tries.values().forEach(tried -> tried.failures.values().removeIf(last.kind()::equals));
        List<Change> changes = new ArrayList<>();
        for (String name : new TreeSet<>(hosts.keySet())) {
            Host host = hosts.get(name);
            boolean hasShown =
                    host.failures.values().removeIf(failure -> failure.kind().equals(last.kind()));
            if (hasShown && host.why != null && host.failures.size() < FAILURES) {
                host.why = null;
                host.drained--;
                String why = "trial " + last.trial() + " failed in the same way on " + last.host();
                changes.add(new Cleared(name, why, host.drained));
            }
        }
        return changes;
    }

    private static Drained drain(String name, Host host) {
        List<Integer> trials = host.failures.keySet().stream().sorted().toList();
        Failure last =
                host.failures.values().stream().reduce((one, next) -> next).orElseThrow();
        host.why = (trials.size() == 1 ? "trial " : "trials ")
                + Amounts.list(trials.stream().map(String::valueOf).toList())
                + " failed there at once" + (host.onProbation ? " again: " : ", and nowhere else: ") + last.message();
        Duration rest = FIRST_REST.multipliedBy(1L << Math.min(10, host.drained++));
        return new Drained(name, host.why, host.drained, rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST);
    }
}
