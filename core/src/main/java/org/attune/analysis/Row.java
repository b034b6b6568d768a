package org.attune.analysis;

import java.util.Map;

/** Something that is printed as one JSON object, or as one line of a table. */
public interface Row {

    /** The object with its keys in order; values as {@link org.attune.text.Json} has them. */
    Map<String, Object> toJson();
}
