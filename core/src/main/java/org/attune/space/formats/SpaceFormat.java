package org.attune.space.formats;

/** A form in which files have search spaces. Implementations are safe for use by many threads. */
public interface SpaceFormat {

    /** As commands name it: {@code "configspace-1.0"}, {@code "pcs"}. */
    String id();

    /** What it is, in a few words for a list of formats. */
    String title();

    /** Whether a text is most likely of this form; formats are asked in their order, and the first that says so reads it. */
    boolean recognises(String text);

    /**
     * @param sourceName what errors call the text
     * @throws org.attune.text.TextException if anything is wrong, with all of it, with line and column
     */
    SpaceDocument read(String text, String sourceName);

    /** Whether {@link #write} is possible at all. */
    default boolean isWritable() {
        return true;
    }

    /** Whether {@link #write} can say {@link SpaceDocument#derived}. */
    default boolean saysDerived() {
        return false;
    }

    /**
     * The text of a file, which {@link #read} takes for an equal space.
     *
     * @throws UnsayableException if the form cannot say all that the space is
     */
    String write(SpaceDocument document);
}
