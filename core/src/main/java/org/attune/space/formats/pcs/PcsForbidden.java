package org.attune.space.formats.pcs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.attune.space.Clause;
import org.attune.space.Comparison;
import org.attune.space.SearchSpace;

/** Writes forbidden clauses: each combination of values on a line of its own. */
record PcsForbidden(SearchSpace space) {

    /** @throws Unsayable if they would be too many, or not be listed at all */
    List<String> lines(Clause clause) {
        Listing listing = new Listing(space);
        Set<String> lines = new LinkedHashSet<>();
        for (List<Clause> statements :
                Alternatives.of(clause, each -> listing.of(each).isPresent())) {
            // As ConfigSpace orders them: what is a list of values, then single ones.
            Map<String, List<Object>> lists = new LinkedHashMap<>();
            statements.stream().filter(each -> !isSingle(each)).forEach(each -> restrict(lists, each, listing));
            statements.stream().filter(PcsForbidden::isSingle).forEach(each -> restrict(lists, each, listing));
            Alternatives.refuseTooMany(lists.values().stream()
                    .mapToLong(List::size)
                    .reduce(1, (a, b) -> Math.min(Integer.MAX_VALUE, a * b)));
            combinations(lists).forEach(each -> lines.add("{" + String.join(", ", each) + "}"));
        }
        return List.copyOf(lines);
    }

    private static boolean isSingle(Clause clause) {
        return clause instanceof Clause.Compare compare && compare.comparison() == Comparison.EQUAL;
    }

    private static void restrict(Map<String, List<Object>> lists, Clause clause, Listing listing) {
        List<Object> values = listing.of(clause)
                .orElseThrow(() ->
                        new Unsayable("says '" + clause + "', and the form knows only combinations of single values"));
        lists.merge(
                clause.parameters().iterator().next(),
                values,
                (before, more) ->
                        before.stream().filter(more::contains).collect(Collectors.toCollection(ArrayList::new)));
    }

    private List<List<String>> combinations(Map<String, List<Object>> lists) {
        List<List<String>> combinations = List.of(List.of());
        for (Map.Entry<String, List<Object>> list : lists.entrySet()) {
            List<List<String>> longer = new ArrayList<>();
            for (List<String> first : combinations) {
                for (Object value : list.getValue()) {
                    List<String> next = new ArrayList<>(first);
                    next.add(list.getKey() + "=" + PcsWriter.value(space.parameter(list.getKey()), value));
                    longer.add(next);
                }
            }
            combinations = longer;
        }
        return combinations;
    }
}
