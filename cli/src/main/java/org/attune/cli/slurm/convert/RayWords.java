package org.attune.cli.slurm.convert;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How Ray is spoken to. */
final class RayWords {
    private static final Pattern START = Pattern.compile("\\bray\\s+start\\b");
    private static final Pattern SYMMETRIC = Pattern.compile("\\bray\\s+symmetric-run\\b");
    private static final Pattern ANY = Pattern.compile(
            "\\bray\\s+(start|stop|status|health-check|symmetric-run|list|summary|job|memory|timeline|microbenchmark|up|down|exec|attach|submit|dashboard|--version)\\b");
    private static final Pattern SETTING = Pattern.compile("\\bRAY_\\w+=|\\bunset\\s+RAY_");

    private RayWords() {}

    static boolean starts(String text) {
        return START.matcher(plain(text)).find();
    }

    static boolean isSymmetric(String text) {
        return SYMMETRIC.matcher(plain(text)).find();
    }

    static boolean isAny(String text) {
        return ANY.matcher(plain(text)).find();
    }

    static boolean isSetting(String text) {
        return SETTING.matcher(text).find();
    }

    static boolean isHead(String text) {
        return starts(text) && Pattern.compile("\\s--head\\b").matcher(text).find();
    }

    /** The value of an option, without its quotes. */
    static Optional<String> option(String text, String name) {
        Matcher option = Pattern.compile(
                        "--" + name + "(?:=|\\s+)(\"[^\"]*\"|'[^']*'|\\$\\(\\(.*?\\)\\)|[^\\s\"'\\\\]+)")
                .matcher(plain(text));
        return option.find() ? Optional.of(option.group(1).replaceAll("^[\"']|[\"']$", "")) : Optional.empty();
    }

    /** With continued lines joined. */
    private static String plain(String text) {
        return text.replaceAll("\\\\\\n\\s*", " ");
    }
}
