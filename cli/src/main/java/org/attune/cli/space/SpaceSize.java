package org.attune.cli.space;

import java.util.OptionalLong;
import org.attune.cli.Words;
import org.attune.space.Combinations;
import org.attune.space.SearchSpace;

/**
 * How many configurations a space has.
 *
 * @param count absent for a continuum, and if there are too many to count
 * @param isContinuum whether some parameter has a continuum of values
 */
public record SpaceSize(OptionalLong count, boolean isContinuum) {

    public static SpaceSize of(SearchSpace space) {
        boolean isContinuum = space.parameters().stream().anyMatch(parameter -> parameter.size() == Long.MAX_VALUE);
        return new SpaceSize(isContinuum ? OptionalLong.empty() : Combinations.count(space), isContinuum);
    }

    public String text() {
        return count.isPresent()
                ? Words.count(count.getAsLong(), "configuration")
                : isContinuum ? "a continuum" : "more configurations than can be counted quickly";
    }

    /** Null unless it is known. */
    public Long json() {
        return count.isPresent() ? (Long) count.getAsLong() : null;
    }
}
