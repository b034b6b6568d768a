package org.attune.spec;

import java.util.Map;

/** Reads study files. */
public final class StudySpecReader {
    private StudySpecReader() {}

    public static StudySpec fromJson(Map<String, Object> json) {
        throw new IllegalArgumentException("cannot read " + json);
    }
}
