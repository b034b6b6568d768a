package org.attune.space.formats;

import java.util.List;

/** What a space has that a file's form cannot say. */
public final class UnsayableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> what;

    /**
     * @param format its {@link SpaceFormat#title}
     * @param what a sentence each: {@code "'lr' has a prior."}
     */
    public UnsayableException(String format, List<String> what) {
        super(format + " cannot say all of this space: " + String.join(" ", what));
        this.what = List.copyOf(what);
    }

    /** At least one. */
    public List<String> what() {
        return what;
    }
}
