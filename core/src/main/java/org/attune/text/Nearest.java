package org.attune.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Which of some names was likely meant. */
public final class Nearest {
    private Nearest() {}

    /** The nearest name, if it is near enough that its proposal helps more than it puzzles: of names of one letter none, but for its capital. */
    public static Optional<String> to(String given, Collection<String> names) {
        return names.stream()
                .filter(name -> isNear(given, name))
                .min(Comparator.comparingInt(name -> distance(given, name)));
    }

    private static boolean isNear(String given, String name) {
        int shorter = Math.min(given.length(), name.length());
        if (shorter < 2) {
            return distance(given, name) == 0;
        }
        return distance(given, name) <= Math.max(1, shorter / 3)
                || lower(given).startsWith(lower(name))
                || lower(name).startsWith(lower(given));
    }

    /** {@code "; did you mean 'trials'?"}, or {@code "."}. */
    public static String hint(String given, Collection<String> names) {
        return to(given, names).map(name -> "; did you mean '" + name + "'?").orElse(".");
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment), capitals aside. */
    public static int distance(String first, String second) {
        String a = lower(first);
        String b = lower(second);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(a, b, cost, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(String a, String b, int[][] cost, int i, int j) {
        int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replace, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }
}
