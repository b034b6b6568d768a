package org.attune.space.derived;

import com.ezylang.evalex.parser.Token;
import com.ezylang.evalex.parser.Token.TokenType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Whether tokens follow each other as they may; EvalEx itself lets some pass that mean nothing, or that people read differently. */
final class Grammar {
    private final String text;
    private final List<Token> tokens;
    /** For each bracket that is open whether it is a function's. */
    private final Deque<Boolean> brackets = new ArrayDeque<>();

    private Grammar(String text, List<Token> tokens) {
        this.text = text;
        this.tokens = tokens;
    }

    /**
     * @param text of the expression, as it was written
     * @throws FormulaException at the first token that may not stand where it does
     */
    static void check(String text, List<Token> tokens) {
        new Grammar(text, tokens).check();
    }

    private void check() {
        if (tokens.isEmpty()) {
            throw new FormulaException(1, "an expression must not be empty.", "");
        }
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean afterValue = i > 0 && endsValue(tokens.get(i - 1));
            switch (token.getType()) {
                case INFIX_OPERATOR, BRACE_CLOSE, COMMA -> {
                    if (!afterValue) {
                        throw missing(token);
                    }
                }
                default -> {
                    if (afterValue) {
                        throw new FormulaException(
                                token.getStartPosition(),
                                "an operator or a comma must stand before " + shown(token) + ".",
                                PythonWords.remedyAround(text, token.getStartPosition()));
                    }
                }
            }
            track(token, i);
        }
        Token last = tokens.get(tokens.size() - 1);
        if (!endsValue(last)) {
            throw new FormulaException(last.getStartPosition(), "a value must follow after " + shown(last) + ".", "");
        }
    }

    private void track(Token token, int at) {
        if (token.getType() == TokenType.BRACE_OPEN) {
            brackets.push(at > 0 && tokens.get(at - 1).getType() == TokenType.FUNCTION);
        } else if (token.getType() == TokenType.BRACE_CLOSE) {
            brackets.pop();
        } else if (token.getType() == TokenType.COMMA && (brackets.isEmpty() || !brackets.peek())) {
            throw new FormulaException(
                    token.getStartPosition(),
                    "a comma stands only between the values of a function.",
                    "A decimal point is written as '.'.");
        } else if (token.getType() == TokenType.PREFIX_OPERATOR) {
            if (at > 0 && tokens.get(at - 1).getType() == TokenType.PREFIX_OPERATOR) {
                String both = tokens.get(at - 1).getValue() + "(" + token.getValue() + "x)";
                throw new FormulaException(
                        token.getStartPosition(), "two signs must not follow each other.", "Write " + both + ".");
            }
            refuseBeforePower(token, at);
        }
    }

    /** {@code -2 ^ 2} is 4 to some and -4 to others. */
    private void refuseBeforePower(Token sign, int at) {
        int next = at + 1;
        if (next < tokens.size() && tokens.get(next).getType() == TokenType.FUNCTION) {
            next++;
        }
        int depth = 0;
        while (next < tokens.size()) {
            TokenType type = tokens.get(next).getType();
            depth += type == TokenType.BRACE_OPEN ? 1 : type == TokenType.BRACE_CLOSE ? -1 : 0;
            next++;
            if (depth <= 0) {
                break;
            }
        }
        if (next < tokens.size() && tokens.get(next).getValue().equals("^")) {
            String word = sign.getValue();
            throw new FormulaException(
                    sign.getStartPosition(),
                    "whether '" + word + "' or '^' comes first must be written.",
                    "Write (" + word + "x) ^ y, or " + word + "(x ^ y).");
        }
    }

    private FormulaException missing(Token token) {
        return new FormulaException(
                token.getStartPosition(),
                "a value must stand before " + shown(token) + ".",
                PythonWords.remedyAround(text, token.getStartPosition()));
    }

    private static boolean endsValue(Token token) {
        return switch (token.getType()) {
            case NUMBER_LITERAL, STRING_LITERAL, VARIABLE_OR_CONSTANT, BRACE_CLOSE -> true;
            default -> false;
        };
    }

    /** As it was written: names stand in the tokens as other words of the same length. */
    private String shown(Token token) {
        int start = token.getStartPosition() - 1;
        boolean isName = token.getType() == TokenType.VARIABLE_OR_CONSTANT;
        return "'" + (isName ? text.substring(start, start + token.getValue().length()) : token.getValue()) + "'";
    }
}
