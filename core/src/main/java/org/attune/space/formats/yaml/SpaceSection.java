package org.attune.space.formats.yaml;

import java.util.List;
import java.util.Locale;
import org.attune.text.Keys;

/** The keys of each mapping of a space: the one list that the reader accepts and that messages offer. The section {@code INT} is {@code $defs/int} of the study file's JSON schema. */
public enum SpaceSection implements Keys {
    FLOAT("type", "low", "high", "log", "step", "prior", "default", "when", "before"),
    INT("type", "low", "high", "log", "step", "prior", "default", "when", "before"),
    CATEGORICAL("type", "choices", "weights", "default", "when", "before"),
    ORDINAL("type", "choices", "default", "when", "before"),
    CONSTANT("type", "value", "when", "before"),
    NORMAL("type", "mean", "deviation"),
    BETA("type", "alpha", "beta"),
    CONFIGSPACE_LOG_NORMAL("type", "mean", "sigma");

    private final List<String> keys;

    SpaceSection(String... keys) {
        this.keys = List.of(keys);
    }

    @Override
    public List<String> keys() {
        return keys;
    }

    @Override
    public String ofType() {
        return " of " + name().toLowerCase(Locale.ROOT);
    }
}
