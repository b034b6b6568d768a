package org.attune.engine.slurm;

import java.io.IOException;
import java.util.regex.Pattern;

/** A command of Slurm that did not do what it was to; the message has Slurm's own words. */
public final class SlurmProblem extends IOException {
    private static final long serialVersionUID = 1;
    private static final Pattern SILENT = Pattern.compile("(?i)timed out|unable to contact|not responding|connection"
            + "|zero bytes|standby mode|socket|communication|transport endpoint|backup controller");
    private static final Pattern NO_SLURM = Pattern.compile("(?i)configuration source|fetch_config|slurm\\.conf");
    private static final Pattern FULL =
            Pattern.compile("(?i)temporarily|try again|rate limit|too many|submit ?(job|limit)|accounting/qos policy");
    /** Limits that the same job will always break. */
    private static final Pattern OF_ONE_JOB = Pattern.compile("(?i)PerJob|PerNode|WallDuration");

    /** What there is to do. */
    public enum Kind {
        /** There is no Slurm here: no such command, or none that knows its controller. */
        ABSENT("there is no Slurm here"),
        /** The controller did not answer, or not in time. Whether it did what it was told is not known: look at the queue before telling it again. */
        NO_ANSWER("Slurm's controller does not answer"),
        /** Slurm takes no more just now: a limit of the user, or too many requests. */
        LIMITED("Slurm takes no more now"),
        /** Slurm said no, and will again. */
        REFUSED("Slurm refuses it"),
        /** It answered with something that was never seen. */
        UNCLEAR("what Slurm answered is not understood");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** Whether the same command may do in a while. */
        public boolean isPassing() {
            return this == NO_ANSWER || this == LIMITED;
        }
    }

    private final Kind kind;
    private final String words;

    SlurmProblem(Kind kind, String command, String words) {
        super(kind.text + ": " + command + ": " + words);
        this.kind = kind;
        this.words = words;
    }

    /** Of a command that failed. {@code said}: on its standard error. */
    static SlurmProblem of(String command, int code, String said) {
        String words = SlurmWords.plain(said);
        if (words.isEmpty()) {
            return new SlurmProblem(Kind.UNCLEAR, command, "it ended with exit code " + code + " and said nothing");
        }
        Kind kind = kind(words);
        // Before it gives up, it tells of each place where it looked for a configuration.
        return new SlurmProblem(kind, command, kind == Kind.ABSENT ? words.replaceFirst("^.*; ", "") : words);
    }

    private static Kind kind(String words) {
        if (NO_SLURM.matcher(words).find()) {
            return Kind.ABSENT;
        } else if (FULL.matcher(words).find() && !OF_ONE_JOB.matcher(words).find()) {
            return Kind.LIMITED;
        }
        return SILENT.matcher(words).find() ? Kind.NO_ANSWER : Kind.REFUSED;
    }

    public Kind kind() {
        return kind;
    }

    /** What Slurm said, in a line. */
    public String words() {
        return words;
    }
}
