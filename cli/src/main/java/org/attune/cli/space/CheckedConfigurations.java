package org.attune.cli.space;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.attune.cli.ExitCode;
import org.attune.cli.Words;
import org.attune.space.SearchSpace;
import org.attune.space.formats.configspace.ConfigSpaceVerdicts;
import org.attune.space.formats.configspace.Verdict;
import org.attune.text.Invalid;
import org.attune.text.Json;
import org.attune.text.JsonTree;
import org.attune.text.Source;
import org.attune.text.TextNode;
import tools.jackson.core.JacksonException;

/** Judges configurations line by line, each before the next is read. */
final class CheckedConfigurations {
    private final ConfigSpaceVerdicts judge;
    private long lines;
    private long configurations;
    private long invalid;
    private long unreadable;
    private long firstUnreadable;

    CheckedConfigurations(SearchSpace space) {
        judge = new ConfigSpaceVerdicts(space);
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
                // Of an output that is not whole the program's end tells why.
                return ExitCode.OK;
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
        } catch (JacksonException | IllegalArgumentException e) {
            return mistaken(line);
        }
        return value instanceof Map<?, ?> configuration ? judged(Json.map(configuration)) : noObject(value);
    }

    /** Slower, but knows what is wrong and where, and takes the {@code NaN} that Python writes. */
    private Map<String, Object> mistaken(String line) {
        try {
            TextNode node = JsonTree.parse(line, new Source.File("line", line));
            if (!node.isMapping()) {
                return noObject(node.shown());
            }
            Map<String, Object> values = new LinkedHashMap<>();
            node.entries().forEach((name, entry) -> values.put(name, value(entry.value())));
            return judged(values);
        } catch (Invalid e) {
            String rule = e.rule().replaceFirst("^the file ", "the line ");
            return unreadable(Math.max(1, e.place().column()), (rule + " " + e.remedy()).strip());
        }
    }

    private static Object value(TextNode node) {
        return node.value() instanceof Double number ? number : node.json();
    }

    private Map<String, Object> judged(Map<String, Object> values) {
        configurations++;
        Verdict verdict = judge.judge(values);
        invalid += verdict instanceof Verdict.Valid ? 0 : 1;
        return verdict.json();
    }

    private Map<String, Object> noObject(Object value) {
        return unreadable(
                1,
                "a configuration must be a JSON object, {\"lr\": 0.1, ...}, but got "
                        + (value instanceof String text ? text : Json.plain(value)) + ".");
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
