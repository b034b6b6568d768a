package org.attune.cli.space;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.attune.cli.ExitCode;
import org.attune.cli.Words;
import org.attune.text.Json;
import tools.jackson.core.JacksonException;

/** Judges configurations line by line, each before the next is read. */
final class CheckedConfigurations {
    private static final String REMEDY = "Each line must be one, {\"lr\": 0.1, ...}, without a comma behind it.";

    private final Function<Map<?, ?>, Map<String, Object>> judge;
    private long lines;
    private long configurations;
    private long invalid;
    private long unreadable;
    private long firstUnreadable;

    /** @param judge from a configuration to its verdict, as {@code {"valid": ...}} */
    CheckedConfigurations(Function<Map<?, ?>, Map<String, Object>> judge) {
        this.judge = judge;
    }

    /** Prints a verdict for each line that is not blank. */
    int judge(Reader in, PrintWriter out, PrintWriter err) throws IOException {
        LongLines input = new LongLines(in);
        for (String line = input.next(); line != null; line = input.next()) {
            lines++;
            if (!line.isBlank()) {
                out.println(Json.text(verdict(line)));
            }
            // Whoever waits for an answer before the next question gets it, and a broken pipe ends the work.
            if ((lines % 1024 == 0 || !input.hasMore()) && out.checkError()) {
                break;
            }
        }
        if (unreadable > 0) {
            err.println("attune: " + unreadable + " of " + Words.count(lines, "line")
                    + " could not be read as JSON objects, the first is line " + firstUnreadable + ".");
            return ExitCode.BAD_INPUT;
        }
        if (invalid > 0) {
            err.println("attune: " + invalid + " of " + Words.count(configurations, "configuration") + " not valid.");
        }
        return invalid > 0 ? ExitCode.SOME_INVALID : ExitCode.OK;
    }

    private Map<String, Object> verdict(String line) {
        Object value;
        try {
            value = Json.parse(line);
        } catch (JacksonException e) {
            String said = e.getOriginalMessage().lines().findFirst().orElse("not JSON");
            return unreadable(e.getLocation().getColumnNr(), said + ". " + REMEDY);
        } catch (IllegalArgumentException e) {
            return unreadable(1, e.getMessage());
        }
        if (!(value instanceof Map<?, ?> configuration)) {
            return unreadable(1, "a JSON object was expected, but got " + Json.plain(value) + ". " + REMEDY);
        }
        configurations++;
        Map<String, Object> verdict = judge.apply(configuration);
        invalid += Boolean.TRUE.equals(verdict.get("valid")) ? 0 : 1;
        return verdict;
    }

    private Map<String, Object> unreadable(int column, String message) {
        firstUnreadable = unreadable == 0 ? lines : firstUnreadable;
        unreadable++;
        Map<String, Object> verdict = new LinkedHashMap<>();
        verdict.put("valid", false);
        verdict.put("error", "not_json");
        verdict.put("parameter", null);
        verdict.put("message", "line " + lines + ", column " + column + ": " + message);
        return verdict;
    }
}
