package org.attune.trial;

import java.util.Map;
import java.util.regex.Pattern;

/** What helps against the shortages that programs complain of in words that do not say so. */
final class Remedies {
    private static final Map<Pattern, String> REMEDIES = Map.of(
            Pattern.compile("No space left on device|Disk quota exceeded"),
            "The disk that it writes to is full: make room, or write elsewhere.",
            Pattern.compile("Too many open files"),
            "Raise 'ulimit -n' before Attune is started, or let it open fewer files, such as those of data loaders.",
            Pattern.compile(
                    "can't start new thread|unable to create (?:new )?native thread|pthread_create failed|fork: Resource temporarily unavailable|Errno 11\\]"),
            "No more processes or threads are allowed: raise 'ulimit -u', or use fewer, with a lower max_parallel or fewer data loaders.",
            Pattern.compile("[Bb]us error"),
            "Maybe shared memory, /dev/shm, is full: use fewer data loaders, or make it larger.",
            Pattern.compile("UnsupportedClassVersionError"),
            "Java there is older than the classes: start Attune there with a newer one (JAVA_HOME), or compile for that one (javac --release).",
            Pattern.compile("ModuleNotFoundError: No module named"),
            "Maybe it belongs into the file that trainable.requirements names, or ATTUNE_PYTHON should name another Python.");

    private Remedies() {}

    /** A sentence after a blank, or nothing. */
    static String against(String complaint) {
        return REMEDIES.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(complaint).find())
                .map(entry -> ". " + entry.getValue())
                .findFirst()
                .orElse("");
    }
}
