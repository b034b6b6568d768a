package org.attune.study;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What equal failures have in common: the cause, and the message without what differs from one trial to the next. Immutable.
 *
 * <pre>
 * CUDA out of memory. Tried to allocate 20.00 MiB (GPU 0; 15.78 GiB total)
 * CUDA out of memory. Tried to allocate 1.5 GiB (GPU 3; 15.78 GiB total)    -> CUDA out of memory. Tried to allocate # (GPU #; # total)
 * </pre>
 *
 * <p>Numbers, sizes, addresses, digests, quoted values and folders differ; words, the name of a file, an exit code and digits within a name ({@code
 * float32}) do not. Only the beginning of a message counts, since a program's last line is cut where it is too long.
 *
 * @param pattern the message with {@code #} for each part that may differ
 */
public record FailureKind(Cause cause, String pattern) {
    private static final int LONGEST = 120;

    /** Longer ones are not looked at, so that a message of a megabyte costs nothing. */
    private static final int READ = 1000;

    private record Rule(Pattern pattern, String replacement) {
        Rule(String regex, String replacement) {
            this(Pattern.compile(regex), replacement);
        }
    }

    private static final List<Rule> RULES = List.of(
            new Rule("\\s+", " "),
            new Rule("\\p{XDigit}{8}-(?:\\p{XDigit}{4}-){3}\\p{XDigit}{12}", "#"),
            // A quotation that was cut short has dots where its end would be.
            new Rule("(?<!\\w)'[^']*?(?:'(?!\\w)|\\.{3}(?= \\(exit|$))", "#"),
            new Rule("(?<!\\w)\"[^\"]*?(?:\"(?!\\w)|\\.{3}(?= \\(exit|$))", "#"),
            new Rule("(?<!\\w)`[^`]*`", "#"),
            // Of a path the file's name stays, if that looks like one.
            new Rule(
                    "[\\w.~-]*+(?:[/\\\\][\\w.@+=~%-]*+)*[/\\\\](?!tmp)(?=[A-Za-z][\\w-]*\\.[A-Za-z]\\w{0,3}(?![\\w./\\\\]))",
                    "#/"),
            new Rule("(?<!#)[\\w.~-]*+(?:[/\\\\][\\w.@+=~%-]++)+[/\\\\]?", "#"),
            new Rule("\\b0[xX]\\p{XDigit}+", "#"),
            new Rule("(?<![A-Za-z0-9])(?=[0-9a-f]*\\d)[0-9a-f]{8,}(?![A-Za-z0-9])", "#"),
            new Rule("(?<![A-Za-z0-9])\\d+(?:[x×]\\d+)+(?![A-Za-z0-9])", "#"),
            new Rule(
                    "(?<!exit |[A-Za-z0-9])[-+]?\\d++(?:[_,]\\d++)*+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?"
                            + "(?: ?(?:[kKMGTP]i?B|[Bb]ytes|B)\\b)?",
                    "#"),
            new Rule("#(?:[\\s,:x/-]*#)+", "#"));

    /** The kind of a failure. The same arguments give the same kind. */
    public static FailureKind of(Cause cause, String message) {
        String text = message.substring(0, Math.min(READ, message.length()));
        for (Rule rule : RULES) {
            text = rule.pattern().matcher(text).replaceAll(rule.replacement());
        }
        text = text.strip();
        return new FailureKind(cause, text.substring(0, Math.min(LONGEST, text.length())));
    }
}
