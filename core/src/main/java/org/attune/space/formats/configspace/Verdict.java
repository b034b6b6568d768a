package org.attune.space.formats.configspace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What ConfigSpace says of some values. */
public sealed interface Verdict {

    /** As a line of JSON has it. */
    Map<String, Object> json();

    /**
     * They are a configuration.
     *
     * @param active names of the parameters that have a value, in the order of the vector
     * @param vector a number for each parameter; null for those that are not active
     */
    record Valid(List<String> active, List<Double> vector) implements Verdict {
        public Valid {
            active = List.copyOf(active);
            vector = Collections.unmodifiableList(new ArrayList<>(vector));
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("valid", true);
            json.put("active", active);
            json.put("vector", vector);
            return json;
        }
    }

    /**
     * They are none, for the first reason in the order in which ConfigSpace looks.
     *
     * @param parameter the one at fault; of a forbidden combination the first of its clause
     */
    record Invalid(Reason error, String parameter, String message) implements Verdict {
        @Override
        public Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("valid", false);
            json.put("error", error.id());
            json.put("parameter", parameter);
            json.put("message", message);
            return json;
        }
    }

    /** Why values are no configuration. */
    enum Reason {
        UNKNOWN_PARAMETER,
        ILLEGAL_VALUE,
        /** A parameter has no value although it is active. */
        ACTIVE_NOT_SET,
        /** A parameter has a value although it is not active. */
        INACTIVE_SET,
        FORBIDDEN;

        /** {@code "illegal_value"}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
