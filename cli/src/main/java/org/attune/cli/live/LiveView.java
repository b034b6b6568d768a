package org.attune.cli.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.attune.study.TrialState;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * Draws a {@link Snapshot} as lines of text. A pure function: no terminal, no clock.
 *
 * <p>No line is wider than the width, and there are no more lines than the height. What does not fit is left out in this order: empty lines, running
 * trials but a few, rungs, and then whatever is lowest.
 */
public final class LiveView {
    private static final int FEWEST_RUNNING = 2;
    private static final int LABEL = 9;
    private static final int NARROW = 44;

    private final Theme theme;

    public LiveView(Theme theme) {
        this.theme = theme;
    }

    public List<AttributedString> render(Snapshot snapshot, int width, int height) {
        List<List<AttributedString>> sections = new ArrayList<>();
        sections.add(header(snapshot, width));
        sections.add(best(snapshot, width));
        sections.add(rungs(snapshot, width));
        sections.add(running(snapshot, width, Integer.MAX_VALUE));
        sections.add(footer(snapshot, width));

        List<AttributedString> airy = join(sections, true);
        if (airy.size() <= height) {
            return airy;
        }
        int excess = join(sections, false).size() - height;
        if (excess > 0) {
            int rows = Math.max(FEWEST_RUNNING, snapshot.running().size() - excess - 1);
            sections.set(3, running(snapshot, width, rows));
        }
        if (join(sections, false).size() > height) {
            sections.set(2, List.of());
        }
        List<AttributedString> dense = join(sections, false);
        return dense.subList(0, Math.min(dense.size(), height));
    }

    private List<AttributedString> join(List<List<AttributedString>> sections, boolean airy) {
        List<AttributedString> all = new ArrayList<>();
        for (List<AttributedString> section : sections) {
            if (airy && !all.isEmpty() && !section.isEmpty()) {
                all.add(AttributedString.EMPTY);
            }
            all.addAll(section);
        }
        return all;
    }

    private List<AttributedString> header(Snapshot s, int width) {
        Lines lines = new Lines(width, theme);
        AttributedString title = new AttributedStringBuilder()
                .styled(theme.title(), s.study())
                .styled(theme.quiet(), theme.dot() + s.method() + theme.dot() + s.goal() + " " + s.metric())
                .toAttributedString();
        lines.addEnds(title, new AttributedString(time(s)));

        String of = s.trials().isPresent() ? " of " + s.trials().getAsInt() : "";
        String count = s.ended() + of + (s.trials().orElse(s.ended()) == 1 ? " trial" : " trials");
        int bar = Math.min(60, width - count.length() - 2);
        if (s.trials().isPresent() && bar >= 10) {
            int full = bar
                    * Math.min(s.ended(), s.trials().getAsInt())
                    / Math.max(1, s.trials().getAsInt());
            lines.add(new AttributedStringBuilder()
                    .styled(theme.good(), theme.full().repeat(full))
                    .styled(theme.quiet(), theme.empty().repeat(bar - full))
                    .append("  ")
                    .append(count)
                    .toAttributedString());
        } else {
            lines.add(count, theme.plain());
        }
        return lines.list();
    }

    private static String time(Snapshot s) {
        String time = Numbers.text(s.elapsed());
        if (s.left().isPresent()) {
            time += ", about " + Numbers.text(s.left().get()) + " left";
        }
        if (s.limit().isPresent()) {
            time += ", limit in " + Numbers.text(s.limit().get());
        }
        if (s.allocation().isPresent()) {
            time += ", allocation ends in " + Numbers.text(s.allocation().get());
        }
        return time;
    }

    private List<AttributedString> best(Snapshot s, int width) {
        Lines lines = new Lines(width, theme);
        if (s.best().isEmpty()) {
            lines.add(label("Best", width).append("no result yet").toAttributedString());
            return lines.list();
        }
        Snapshot.Best best = s.best().get();
        lines.add(label("Best", width)
                .styled(theme.good(), Numbers.text(best.value()))
                .append("  trial " + best.trial() + ", step " + best.step())
                .toAttributedString());
        List<String> words = best.configuration().values().entrySet().stream()
                .map(Numbers::assignment)
                .toList();
        lines.addWords(words, indent(width), 3, theme.plain());
        return lines.list();
    }

    private List<AttributedString> rungs(Snapshot s, int width) {
        Lines lines = new Lines(width, theme);
        if (!s.rungs().isEmpty()) {
            heading(lines, "Rungs", row(width, "step", "results", "best"), width);
        }
        for (Snapshot.Rung rung : s.rungs()) {
            String best = Double.isNaN(rung.best()) ? "" : Numbers.text(rung.best());
            String results = rung.results() + of(rung.expected());
            String row = row(width, String.valueOf(rung.step()), results, best);
            lines.add(" ".repeat(indent(width)) + row, rung.results() == 0 ? theme.quiet() : theme.plain());
        }
        return lines.list();
    }

    private List<AttributedString> running(Snapshot s, int width, int most) {
        Lines lines = new Lines(width, theme);
        if (s.running().isEmpty()) {
            return lines.list();
        }
        int metric = Math.max(10, s.metric().length());
        heading(lines, "Running", row(width, "trial", "step", pad(s.metric(), metric) + " configuration"), width);
        s.running().stream().limit(most).forEach(trial -> {
            String value = Double.isNaN(trial.value()) ? "" : Numbers.text(trial.value());
            String last = pad(value, width < NARROW ? 1 : metric) + " " + Numbers.text(trial.configuration());
            String row = row(width, String.valueOf(trial.trial()), trial.step() + of(trial.until()), last);
            lines.add(" ".repeat(indent(width)) + row, theme.plain());
        });
        if (s.running().size() > most) {
            lines.add(" ".repeat(indent(width)) + "and " + (s.running().size() - most) + " more", theme.quiet());
        }
        return lines.list();
    }

    /** On a narrow terminal there is no room for the names of the columns. */
    private void heading(Lines lines, String text, String columns, int width) {
        if (width < NARROW) {
            lines.add(text, theme.title());
        } else {
            lines.add(label(text, width).styled(theme.quiet(), columns).toAttributedString());
        }
    }

    private static String row(int width, String first, String second, String third) {
        String format = width < NARROW ? "%3s %5s %s" : "%6s %11s   %s";
        return String.format(format, first, second, third).stripTrailing();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private List<AttributedString> footer(Snapshot s, int width) {
        Lines lines = new Lines(width, theme);
        AttributedStringBuilder counts = new AttributedStringBuilder();
        for (TrialState state : TrialState.values()) {
            int count = s.counts().getOrDefault(state, 0);
            if (count > 0) {
                AttributedStyle style = state == TrialState.FAILED ? theme.bad() : theme.plain();
                String slots = state == TrialState.RUNNING && s.slots() > 0 ? " of " + s.slots() : "";
                String word = state.name().toLowerCase(Locale.ROOT);
                counts.append(counts.length() == 0 ? "" : theme.dot()).styled(style, count + slots + " " + word);
            }
        }
        if (counts.length() > 0) {
            lines.add(counts.toAttributedString());
        }
        s.failure()
                .ifPresent(failure -> lines.add(
                        "trial " + failure.trial() + " failed: "
                                + failure.message().strip(),
                        theme.bad()));
        if (!s.notice().isEmpty()) {
            lines.add(s.notice(), theme.quiet());
        }
        return lines.list();
    }

    private AttributedStringBuilder label(String text, int width) {
        int pad = Math.max(1, indent(width) - text.length());
        return new AttributedStringBuilder().styled(theme.title(), text).append(" ".repeat(pad));
    }

    private static int indent(int width) {
        return width < NARROW ? 1 : LABEL;
    }

    private static String of(OptionalInt number) {
        return number.isPresent() ? "/" + number.getAsInt() : "";
    }
}
