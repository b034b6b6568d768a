package org.attune.space;

import java.util.List;

/** The domains of a space's parameters by number, and when the parameters are active. Not safe for use by many threads. */
final class Domains {
    private final SearchSpace space;
    private final List<Domain> domains;
    private final Clause[] conditions;

    Domains(SearchSpace space) {
        this.space = space;
        domains = space.parameters().stream().map(Domain::new).toList();
        conditions = space.parameters().stream()
                .map(parameter -> space.conditions().get(parameter.name()))
                .toArray(Clause[]::new);
    }

    int size() {
        return domains.size();
    }

    Domain get(int number) {
        return domains.get(number);
    }

    int number(String name) {
        return space.number(name);
    }

    /** When a parameter is active; null for always. */
    Clause condition(int number) {
        return conditions[number];
    }
}
