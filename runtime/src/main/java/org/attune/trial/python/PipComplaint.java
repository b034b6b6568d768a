package org.attune.trial.python;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What pip could not do, in a sentence, and what helps. */
final class PipComplaint {
    private static final Pattern MISSING = Pattern.compile("ERROR: (No matching distribution found for .*)");
    private static final Pattern NONE = Pattern.compile("\\(from versions: none\\)");
    private static final Pattern NO_CONNECTION = Pattern.compile(
            "(?:connection broken by|Could not fetch URL|Connection to .* timed out|Max retries exceeded).*");
    private static final Pattern REASON =
            Pattern.compile("\\[Errno -?\\d+\\] ([^'\")]+)|(timed out)|(certificate verify failed)|(Proxy[^'\"]*)");
    private static final Pattern FULL = Pattern.compile("No space left on device|Disk quota exceeded");
    private static final Pattern ERROR = Pattern.compile("(?:ERROR|error): (.*)");

    private final List<String> lines;

    /** {@code lines}: what pip printed, or the end of it. */
    PipComplaint(List<String> lines) {
        this.lines = lines;
    }

    String sentence() {
        Optional<String> missing = last(MISSING);
        Optional<String> connection = last(NO_CONNECTION);
        if (last(FULL).isPresent()) {
            return "the disk is full. Make room, or set ATTUNE_CACHE (where environments are kept) or TMPDIR to another disk.";
        } else if (connection.isPresent()) {
            return missing.map(what -> what + ", and an").orElse("an") + " index of packages cannot be reached"
                    + reason(connection.get())
                    + ". Is there a network? Behind a proxy HTTPS_PROXY must be set; PIP_INDEX_URL names another index,"
                    + " PIP_FIND_LINKS a folder of packages.";
        } else if (missing.isPresent()) {
            return missing.get() + ". Maybe its name is misspelt, or there is no such version for this Python"
                    + (last(NONE).isPresent()
                            ? ", or the index that has it cannot be reached, or is not named by PIP_INDEX_URL or pip.conf."
                            : ".");
        }
        return last(ERROR).orElse("it did not say why") + ".";
    }

    private static String reason(String line) {
        Matcher matcher = REASON.matcher(line);
        String reason = "";
        while (matcher.find()) {
            reason = " (" + matcher.group().replaceFirst("^\\[Errno -?\\d+\\] ", "") + ")";
        }
        return reason;
    }

    private Optional<String> last(Pattern pattern) {
        return lines.stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(found -> found.groupCount() > 0 ? found.group(1) : found.group())
                .reduce((earlier, later) -> later);
    }
}
