package org.attune.text;

/** A word as a shell needs it. */
public final class ShellQuote {
    private ShellQuote() {}

    /** The word itself where no shell changes it, else in single quotes. */
    public static String of(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
