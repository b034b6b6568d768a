package org.attune.trial.process;

/**
 * How a program ended.
 *
 * @param exit exit code; 128 + n where signal n ended it
 * @param signal name of that signal where it is known that there was one, such as {@code KILL}; else empty. A shell's exit code of 137 may mean that its child was killed
 * @param watched whether it was watched to its end; if not it was killed, since what watches it had died
 */
public record Ended(int exit, String signal, boolean watched) {}
