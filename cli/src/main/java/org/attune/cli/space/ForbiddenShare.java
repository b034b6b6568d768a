package org.attune.cli.space;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.attune.space.Feasibility;
import org.attune.space.SearchSpace;

/** How much of a space is forbidden, for people and for scripts. */
public record ForbiddenShare(Feasibility feasibility) {

    public static ForbiddenShare of(SearchSpace space) {
        return new ForbiddenShare(Feasibility.of(space));
    }

    public String text() {
        String error = feasibility.isExact() ? "" : " (standard error " + percent(feasibility.standardError()) + ")";
        return feasibility.share() + " of the configurations" + error;
    }

    /** To one digit: an error is no exact number. */
    private static String percent(double share) {
        return new BigDecimal(100 * share).round(new MathContext(1)).toPlainString() + " %";
    }

    /** {@code {"share": 0.125, "error": 0.0033, "exact": false}}. */
    public Map<String, Object> json() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("share", feasibility.forbidden());
        map.put("error", feasibility.standardError());
        map.put("exact", feasibility.isExact());
        return map;
    }
}
