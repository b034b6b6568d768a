package org.attune.space.derived;

import java.util.Map;
import java.util.TreeMap;
import org.attune.text.Json;

/** A derived value that a configuration has not. */
public final class UnderivableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final transient FormulaException mistake;

    UnderivableException(String name, Formula formula, FormulaException mistake, Map<String, Object> known) {
        super(message(name, formula, mistake, known), mistake);
        this.name = name;
        this.mistake = mistake;
    }

    public String name() {
        return name;
    }

    /** What is wrong with its expression, and where. */
    public FormulaException mistake() {
        return mistake;
    }

    private static String message(String name, Formula formula, FormulaException mistake, Map<String, Object> known) {
        Map<String, Object> used = new TreeMap<>(known);
        used.keySet().retainAll(formula.names().keySet());
        return "the derived value '" + name + "' cannot be computed from " + formula + " with " + Json.plain(used)
                + ": " + mistake.getMessage();
    }
}
