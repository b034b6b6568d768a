package org.attune.space.formats.configspace;

import java.util.Optional;
import org.attune.text.TextNode;

/** The versions of ConfigSpace between which its JSON changed. */
public enum Dialect {
    V0_4("0.4"),
    V0_6("0.6"),
    V0_7("0.7"),
    V1_0("1.0"),
    V1_1("1.1"),
    V1_2("1.2");

    private final String version;

    Dialect(String version) {
        this.version = version;
    }

    /** {@code "0.7"}. */
    public String version() {
        return version;
    }

    /** Whether it is of the time before 1.0, when keys, and the meaning of log-normal priors, were others. */
    public boolean isOld() {
        return compareTo(V1_0) < 0;
    }

    public boolean isAtLeast(Dialect other) {
        return compareTo(other) >= 0;
    }

    /** Whether a file is from before 1.0: by its version, or else by the name that it has for defaults. */
    static boolean isOld(TextNode root) {
        if (root.entries().containsKey("format_version") || root.entries().containsKey("json_format_version")) {
            return !root.entries().containsKey("format_version");
        }
        return Optional.ofNullable(root.entries().get("hyperparameters"))
                .map(TextNode.Entry::value)
                .filter(TextNode::isList)
                .map(list -> list.items().stream()
                        .anyMatch(item -> item.isMapping() && item.entries().containsKey("default")))
                .orElse(false);
    }
}
