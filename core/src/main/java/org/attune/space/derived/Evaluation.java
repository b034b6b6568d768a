package org.attune.space.derived;

import com.ezylang.evalex.parser.ASTNode;
import com.ezylang.evalex.parser.Token;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.attune.text.Json;

/** Computes a formula for some values. What {@code if}, {@code &&} and {@code ||} do not need is not looked at. */
record Evaluation(Formula formula, Map<String, Object> values) {

    Object of(ASTNode node) {
        Token token = node.getToken();
        List<ASTNode> parts = node.getParameters();
        try {
            return switch (token.getType()) {
                case NUMBER_LITERAL -> number(token.getValue());
                case STRING_LITERAL -> token.getValue();
                case VARIABLE_OR_CONSTANT -> formula.constantOr(token.getStartPosition(), values);
                case PREFIX_OPERATOR -> Operators.prefix(token.getValue(), of(parts.get(0)));
                case INFIX_OPERATOR -> infix(token.getValue(), parts);
                case FUNCTION -> function(token.getValue().toLowerCase(Locale.ROOT), parts);
                default -> throw new Mistake("this is not understood.");
            };
        } catch (Mistake e) {
            throw new FormulaException(token.getStartPosition(), e.getMessage(), "");
        }
    }

    private Object infix(String operator, List<ASTNode> parts) {
        if (operator.equals("&&") || operator.equals("||")) {
            boolean decides = operator.equals("||");
            return flag(operator, of(parts.get(0))) == decides ? decides : flag(operator, of(parts.get(1)));
        }
        return Operators.infix(operator, of(parts.get(0)), of(parts.get(1)));
    }

    private Object function(String name, List<ASTNode> parts) {
        return name.equals("if")
                ? of(parts.get(flag("if", of(parts.get(0))) ? 1 : 2))
                : Functions.value(name, parts.stream().map(this::of).toArray());
    }

    private static boolean flag(String word, Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new Mistake("'" + word + "' needs true or false, but got " + Json.plain(value) + ".");
    }

    private static Object number(String text) {
        try {
            return text.startsWith("0x") || text.startsWith("0X")
                    ? (Object) Long.parseLong(text.substring(2), 16)
                    : text.matches("[0-9]+")
                            ? (Object) Long.parseLong(text)
                            : (Object) Operators.finite(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw new Mistake("the number " + text + " does not fit into 64 bits.");
        }
    }

    /** What is wrong at the node that is computed. */
    static final class Mistake extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Mistake(String message) {
            super(message, null, false, false);
        }
    }
}
