package org.attune.text;

/** A definition of a parameter that breaks a rule. */
public final class IllegalDefinitionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String rule;
    private final String remedy;

    /**
     * @param key the key of the definition at fault: {@code "low"}, {@code "step"}, {@code "choices"}, ...
     * @param rule the rule and the values that break it
     * @param remedy what is likely meant; may be empty
     */
    public IllegalDefinitionException(String key, String rule, String remedy) {
        super(remedy.isEmpty() ? rule : rule + " " + remedy);
        this.key = key;
        this.rule = rule;
        this.remedy = remedy;
    }

    public String key() {
        return key;
    }

    public String rule() {
        return rule;
    }

    public String remedy() {
        return remedy;
    }
}
