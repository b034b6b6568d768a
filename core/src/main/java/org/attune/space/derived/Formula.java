package org.attune.space.derived;

import com.ezylang.evalex.parser.ASTNode;
import com.ezylang.evalex.parser.ParseException;
import com.ezylang.evalex.parser.ShuntingYardConverter;
import com.ezylang.evalex.parser.Token;
import com.ezylang.evalex.parser.Tokenizer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.attune.text.Nearest;

/**
 * An expression: numbers, texts in quotes, {@code true}, {@code false}, {@code null}, names, operators and functions. Its cost is bounded by its length, as nothing in it
 * repeats or grows. Immutable; equal if the texts are.
 */
public final class Formula {
    private static final int LONGEST = 1000;
    private static final Pattern UNDEFINED = Pattern.compile("Undefined (operator|function) '(.*)'", Pattern.DOTALL);
    private static final Pattern TEXT =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'", Pattern.DOTALL);
    private static final List<String> WORDS = List.of("true", "false", "null");

    private final String text;
    private final ASTNode tree;
    private final Names names;

    private Formula(String text, ASTNode tree, Names names) {
        this.text = text;
        this.tree = tree;
        this.names = names;
    }

    /** @throws FormulaException if it is none, with the position */
    public static Formula parse(String text) {
        if (text.length() > LONGEST) {
            throw new FormulaException(
                    1,
                    "an expression may have " + LONGEST + " characters, but this one has " + text.length() + ".",
                    "Maybe parts of it can be derived values of their own?");
        }
        Names names = Names.of(text);
        try {
            List<Token> tokens = new Tokenizer(names.text(), Language.CONFIGURATION).parse();
            Grammar.check(text, tokens);
            ASTNode tree =
                    new ShuntingYardConverter(names.text(), tokens, Language.CONFIGURATION).toAbstractSyntaxTree();
            Functions.check(tree);
            return new Formula(text, tree, names);
        } catch (ParseException e) {
            throw mistake(e, text);
        }
    }

    /** What it speaks of, each with the first of its positions in the text, from 1. */
    public Map<String, Integer> names() {
        Map<String, Integer> used = new LinkedHashMap<>();
        names.names().forEach((position, name) -> {
            if (!isWord(position)) {
                used.putIfAbsent(name, position);
            }
        });
        return used;
    }

    /**
     * Its value, in the form of {@link org.attune.text.Json}.
     *
     * @param values by name
     * @throws FormulaException if it has none, with the position
     * @throws Absent if it needs a name that has no value
     */
    Object value(Map<String, Object> values) {
        return new Evaluation(this, values).of(tree);
    }

    /** What stands at a position: a name, or one of the words that stand for themselves. */
    Object constantOr(int position, Map<String, Object> values) {
        String name = names.names().get(position);
        if (isWord(position)) {
            return name.equals("null") ? null : (Object) name.equals("true");
        } else if (!values.containsKey(name)) {
            throw new Absent();
        }
        return values.get(name);
    }

    private boolean isWord(int position) {
        return WORDS.contains(names.names().get(position)) && text.charAt(position - 1) != '{';
    }

    private static FormulaException mistake(ParseException e, String text) {
        int position = e.getMessage().equals("Closing brace not found")
                ? openBracket(text)
                : Math.max(1, Math.min(text.length(), e.getStartPosition()));
        Matcher undefined = UNDEFINED.matcher(e.getMessage());
        if (undefined.matches() && undefined.group(1).equals("function")) {
            return new FormulaException(
                    position,
                    "there is no function '" + undefined.group(2) + "'"
                            + Nearest.hint(undefined.group(2), Language.FUNCTIONS),
                    "Functions: " + String.join(", ", Language.FUNCTIONS) + ".");
        } else if (undefined.matches()) {
            return new FormulaException(
                    position,
                    "'" + undefined.group(2) + "' is no operator.",
                    undefined.group(2).startsWith("=")
                            ? "Write == for equal."
                            : "Operators: " + Language.operators() + ".");
        }
        String rule =
                switch (e.getMessage()) {
                    case "Closing brace not found" -> "a bracket is not closed; ')' is missing.";
                    case "Unexpected closing brace" -> "no bracket is open that this one could close.";
                    case "Closing quote not found" -> "the quote that opens here is not closed.";
                    case "Missing operator" -> "an operator or a comma is missing here.";
                    case "Unexpected token after infix operator" -> "a value must stand here.";
                    default -> "this is not understood.";
                };
        return new FormulaException(position, rule, PythonWords.remedyAround(text, position));
    }

    /** Position of the last bracket that is not closed. */
    private static int openBracket(String text) {
        Deque<Integer> open = new ArrayDeque<>();
        String bare =
                TEXT.matcher(text).replaceAll(found -> " ".repeat(found.group().length()));
        for (int i = 0; i < bare.length(); i++) {
            if (bare.charAt(i) == '(') {
                open.push(i + 1);
            } else if (bare.charAt(i) == ')' && !open.isEmpty()) {
                open.pop();
            }
        }
        return open.isEmpty() ? 1 : open.peek();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Formula formula && text.equals(formula.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }

    /** A value that is not there is needed. */
    static final class Absent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Absent() {
            super("", null, false, false);
        }
    }
}
