package org.attune.spec;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;
import org.attune.space.derived.DerivedValues;

/** Which of the names that a command may use have no value in some configurations. */
final class Absences {
    private Absences() {}

    /** For names of parameters, of derived values, and of groups, which are there as long as anything in them is. */
    static Predicate<String> of(SearchSpace space, DerivedValues derived) {
        List<String> all = Stream.concat(
                        space.parameters().stream().map(Parameter::name), derived.formulas().keySet().stream())
                .toList();
        Predicate<String> value =
                name -> derived.reached(Set.of(name)).stream().anyMatch(space.conditions()::containsKey);
        return name -> all.contains(name)
                ? value.test(name)
                : all.stream().filter(each -> each.startsWith(name + ".")).allMatch(value);
    }
}
