package org.attune.text;

import java.util.List;

/** The keys that a mapping may have. */
public interface Keys {

    /** In the order in which messages offer them. */
    List<String> keys();

    /** {@code " of hyperband"} where the keys depend on a type; else empty. */
    default String ofType() {
        return "";
    }
}
