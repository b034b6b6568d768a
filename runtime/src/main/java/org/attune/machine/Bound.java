package org.attune.machine;

/**
 * The most of something that this process may use, and what says so.
 *
 * @param most {@link Long#MAX_VALUE} if there is no limit
 * @param source for people: {@code of this machine}, {@code by 'ulimit -n'}
 */
public record Bound(long most, String source) {

    static Bound none(String source) {
        return new Bound(Long.MAX_VALUE, source);
    }

    public boolean isLimit() {
        return most < Long.MAX_VALUE;
    }

    Bound and(Bound other) {
        return other.most < most ? other : this;
    }
}
