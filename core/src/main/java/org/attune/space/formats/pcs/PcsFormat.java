package org.attune.space.formats.pcs;

import java.util.List;
import java.util.regex.Pattern;
import org.attune.space.formats.SpaceDocument;
import org.attune.space.formats.SpaceFormat;
import org.attune.text.Source;

/**
 * The text formats of SMAC and AClib, which ConfigSpace reads and writes too.
 *
 * <p>A text that is written is the one that ConfigSpace 1.2 writes, parameters and conditions in the order of its vector, but nothing is left out that ConfigSpace leaves out
 * in silence (priors, steps): that is an error. Read back, a space is the same up to the order of its parameters; clauses may be said in other words, a categorical parameter
 * with one choice is a constant.
 */
public final class PcsFormat implements SpaceFormat {
    public static final SpaceFormat OLD = new PcsFormat(
            Dialect.OLD,
            "[^\\s{}\\[\\]|,=#\"'&]+\\s*(\\{[^{}\\[\\]]*}|\\[[^{}\\[\\],]*,[^{}\\[\\],]*])\\s*\\[[^\\[\\]]*]\\s*[il]{0,2}\\s*(#.*)?");
    public static final SpaceFormat NEW = new PcsFormat(
            Dialect.NEW,
            "[^\\s{}\\[\\]|,=#]+\\s+(categorical|ordinal)\\s*\\{[^{}]*}.*|[^\\s{}\\[\\]|,=#]+\\s+(real|integer)\\s*\\[[^\\[\\]]*].*");

    private static final int LINES_TO_LOOK_AT = 100;

    private final Dialect dialect;
    private final Pattern parameter;

    private PcsFormat(Dialect dialect, String parameter) {
        this.dialect = dialect;
        this.parameter = Pattern.compile(parameter);
    }

    /** Both, in the order in which they are asked. */
    public static List<SpaceFormat> all() {
        return List.of(NEW, OLD);
    }

    @Override
    public String id() {
        return dialect.id();
    }

    @Override
    public String title() {
        return dialect.title();
    }

    /** A line that declares a parameter tells, as no other form has such. */
    @Override
    public boolean recognises(String text) {
        List<String> lines = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .limit(LINES_TO_LOOK_AT)
                .toList();
        return lines.stream().noneMatch(PcsFormat::isBinary)
                && lines.stream().anyMatch(line -> parameter.matcher(line).matches());
    }

    @Override
    public SpaceDocument read(String text, String sourceName) {
        return new PcsReader(dialect, new Source.File(sourceName, text)).read();
    }

    @Override
    public String write(SpaceDocument document) {
        return new PcsWriter(dialect, document.space()).write();
    }

    private static boolean isBinary(String line) {
        return line.chars().anyMatch(each -> (each < ' ' && each != '\t') || each == '\ufffd');
    }
}
