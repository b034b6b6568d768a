package org.attune.space.formats.configspace;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.attune.space.ChoiceParameter;
import org.attune.space.Clause;
import org.attune.space.Comparison;
import org.attune.space.Constant;
import org.attune.space.NumberParameter;
import org.attune.space.Parameter;
import org.attune.space.Prior;
import org.attune.space.SearchSpace;

/**
 * What a space means, equal for spaces that say the same in other words: weights as probabilities, log-normal priors of both kinds by median and deviation to
 * twelve digits, comparisons of choices as lists, {@code <=} as two comparisons, clauses in any order.
 */
final class Meaning {
    private static final MathContext DIGITS = new MathContext(12);

    private final SearchSpace space;

    private Meaning(SearchSpace space) {
        this.space = space;
    }

    static Map<String, Object> of(SearchSpace space) {
        Meaning meaning = new Meaning(space);
        Map<String, Object> all = new LinkedHashMap<>();
        for (Parameter parameter : space.parentsFirst()) {
            List<Object> said = new ArrayList<>(meaning.parameter(parameter));
            Clause condition = space.conditions().get(parameter.name());
            said.add(condition == null ? "always" : meaning.clause(condition));
            all.put(parameter.name(), said);
        }
        all.put("forbidden", space.forbidden().stream().map(meaning::clause).collect(Collectors.toSet()));
        return all;
    }

    private List<Object> parameter(Parameter parameter) {
        List<Object> said = new ArrayList<>();
        said.add(parameter.standard());
        if (parameter instanceof ChoiceParameter choice) {
            said.add(choice.ordered());
            for (int i = 0; i < choice.choices().size(); i++) {
                said.add(choice.choices().get(i));
                said.add(digits(choice.probability(i)));
            }
        } else if (parameter instanceof NumberParameter number) {
            Map<String, Object> definition = new LinkedHashMap<>(number.definition());
            definition.remove("default");
            number.prior().ifPresent(prior -> definition.put("prior", prior(number, prior)));
            said.add(definition);
        } else {
            said.add(((Constant) parameter).value());
        }
        return said;
    }

    private static Object prior(NumberParameter number, Prior prior) {
        if (prior instanceof Prior.Beta) {
            return prior;
        }
        double mean =
                prior instanceof Prior.Normal normal ? normal.mean() : ((Prior.ConfigSpaceLogNormal) prior).mean();
        return List.of(
                digits(mean),
                digits(number.log() ? LogNormals.deviation(number, prior) : ((Prior.Normal) prior).deviation()));
    }

    private static BigDecimal digits(double number) {
        return new BigDecimal(number).round(DIGITS).stripTrailingZeros();
    }

    private Object clause(Clause clause) {
        if (clause instanceof Clause.All all) {
            return group("all", all.clauses());
        } else if (clause instanceof Clause.Any any) {
            return group("any", any.clauses().stream().filter(this::canHold).toList());
        } else if (clause instanceof Clause.In in) {
            return in(in.parameter(), in.values());
        } else if (clause instanceof Clause.Relate) {
            return clause;
        } else if (clause instanceof Clause.Active active) {
            Parameter parameter = space.parameter(active.parameter());
            return active.active() && parameter instanceof ChoiceParameter choice
                    ? in(choice.name(), choice.choices())
                    : active.active() && parameter instanceof Constant constant
                            ? in(constant.name(), java.util.Collections.singletonList(constant.value()))
                            : clause;
        }
        Clause.Compare compare = (Clause.Compare) clause;
        Parameter parameter = space.parameter(compare.parameter());
        if (parameter instanceof ChoiceParameter choice) {
            return clause(ClauseWords.choices(choice, compare));
        } else if (parameter instanceof NumberParameter
                && Set.of(Comparison.NOT_EQUAL, Comparison.AT_LEAST, Comparison.AT_MOST)
                        .contains(compare.comparison())) {
            return clause(ClauseWords.either(compare));
        } else if (compare.comparison() == Comparison.EQUAL) {
            return in(compare.parameter(), java.util.Collections.singletonList(compare.value()));
        }
        return parameter instanceof Constant
                ? "never"
                : List.of(compare.parameter(), compare.comparison(), ((Number) compare.value()).doubleValue());
    }

    /** A parameter without a condition is never inactive. */
    private boolean canHold(Clause clause) {
        return !(clause instanceof Clause.Active active)
                || active.active()
                || space.conditions().containsKey(active.parameter());
    }

    private Object group(String word, List<Clause> clauses) {
        return clauses.size() == 1
                ? clause(clauses.get(0))
                : List.of(word, clauses.stream().map(this::clause).toList());
    }

    private static Object in(String parameter, List<Object> values) {
        return List.of(parameter, "in", new HashSet<>(values));
    }
}
