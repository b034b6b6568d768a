package org.attune.engine.slurm;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The environment, read as Slurm writes it. */
record SlurmVariables(Map<String, String> environment) {

    /** The first that is there and says something. */
    Optional<String> text(String... names) {
        return Stream.of(names)
                .map(name -> environment.getOrDefault(name, "").strip())
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    /** The first that is there; absent if that is no number. */
    OptionalLong number(String... names) {
        Optional<String> value = text(names).filter(text -> text.matches("\\d{1,15}"));
        return value.isPresent() ? OptionalLong.of(Long.parseLong(value.get())) : OptionalLong.empty();
    }

    int number(String name, int otherwise) {
        return (int) Math.min(Integer.MAX_VALUE, number(name).orElse(otherwise));
    }

    boolean has(String name) {
        return environment.containsKey(name);
    }
}
