package org.attune.space.formats.configspace;

import java.util.List;
import java.util.Optional;
import org.attune.space.FloatParameter;
import org.attune.space.IntegerParameter;
import org.attune.space.Parameter;
import org.attune.space.Prior;
import org.attune.text.Fields;
import org.attune.text.Json;
import org.attune.text.Values;

/** Reads a number: {@code uniform_float}, {@code normal_int}, {@code beta_float} and the like. */
final class NumberReader {
    private final String name;
    private final Item item;
    private final Fields fields;
    private final boolean old;
    private final List<String> notes;
    private final boolean whole;

    NumberReader(String name, Item item, boolean old, List<String> notes) {
        this.name = name;
        this.item = item;
        this.fields = item.fields();
        this.old = old;
        this.notes = notes;
        this.whole = item.type().endsWith("int");
    }

    Optional<Parameter> read() {
        Optional<Boolean> log = item.flag("log");
        Optional<Double> step = step();
        Optional<Double> standard = standard();
        boolean shaped = !item.type().startsWith("uniform");
        Optional<Prior> prior = shaped ? log.flatMap(this::prior) : Optional.empty();
        if (log.isEmpty() || step.isEmpty() || standard.isEmpty() || (shaped && prior.isEmpty())) {
            return Optional.empty();
        }
        Optional<Ends> ends = prior.isPresent()
                        && prior.get() instanceof Prior.Normal normal
                        && !item.has("lower")
                        && !item.has("upper")
                ? Optional.of(endless(normal, log.get(), step.get(), standard.get()))
                : ends();
        return ends.filter(range -> fits(range, step.get()))
                .flatMap(range -> build(range, log.get(), step.get(), prior, standard.get()));
    }

    private Optional<Parameter> build(Ends ends, boolean log, double step, Optional<Prior> prior, double standard) {
        Optional<Double> start = Double.isNaN(standard) ? Optional.empty() : onGrid(standard, ends, step, log);
        return ParameterReader.build(
                item,
                () -> whole
                        ? new IntegerParameter(
                                name,
                                (long) ends.low(),
                                (long) ends.high(),
                                log,
                                step == 0 ? 1 : (long) step,
                                prior,
                                start.map(Double::longValue))
                        : new FloatParameter(name, ends.low(), ends.high(), log, step, prior, start));
    }

    private Optional<Prior> prior(boolean log) {
        if (item.type().startsWith("beta")) {
            Optional<Double> alpha = positive("alpha");
            Optional<Double> beta = positive("beta");
            return alpha.isEmpty() || beta.isEmpty()
                    ? Optional.empty()
                    : ParameterReader.build(item, "alpha", () -> new Prior.Beta(alpha.get(), beta.get()));
        }
        Optional<Double> mean = log && !old ? positive("mu") : item.number("mu");
        Optional<Double> deviation = positive("sigma");
        if (mean.isEmpty() || deviation.isEmpty()) {
            return Optional.empty();
        } else if (log && old) {
            // Before 1.0 mean and deviation were those of the logarithm.
            return ParameterReader.build(
                    item, "mu", () -> new Prior.Normal(StrictMath.exp(mean.get()), deviation.get()));
        }
        return Optional.of(
                log
                        ? new Prior.ConfigSpaceLogNormal(mean.get(), deviation.get())
                        : new Prior.Normal(mean.get(), deviation.get()));
    }

    private Optional<Double> positive(String key) {
        return fields.require(key, "", Values.number("a number above 0", number -> number > 0));
    }

    /** For normal distributions from before 0.7, whose files have no bounds. */
    private Ends endless(Prior.Normal normal, boolean log, double step, double standard) {
        Ends ends = Ends.ofEndless(normal.mean(), normal.deviation(), log, whole ? Math.max(1, step) : step, standard);
        notes.add("'" + name + "' has no bounds in the file; it gets " + text(ends.low()) + " and " + text(ends.high())
                + ", so that they hold its default and " + Ends.DEVIATIONS
                + " deviations around its mean, as far as numbers go.");
        return ends;
    }

    private Optional<Ends> ends() {
        Optional<Double> low = bound("lower");
        Optional<Double> high = bound("upper");
        return low.isEmpty() || high.isEmpty() ? Optional.empty() : Optional.of(new Ends(low.get(), high.get()));
    }

    private Optional<Double> bound(String key) {
        return whole
                ? fields.require(key, "", Values.whole()).map(Long::doubleValue)
                : fields.require(key, "", Values::number);
    }

    /** NaN if there is none. */
    private Optional<Double> standard() {
        String key = item.first("default_value", "default");
        if (!item.has(key)) {
            return Optional.of(Double.NaN);
        }
        return whole ? fields.read(key, Values.whole()).map(Long::doubleValue) : fields.read(key, Values::number);
    }

    /** 0 if there is none. */
    private Optional<Double> step() {
        if (!item.has("q")) {
            return Optional.of(0.0);
        }
        Optional<Double> step = fields.read("q", Values.number("a number above 0", number -> number > 0));
        if (whole && step.isPresent() && step.get() != Math.rint(step.get())) {
            if (step.get() > 1) {
                fields.problems()
                        .add(
                                fields.placeOf("q"),
                                fields.label("q") + " must be a whole number, but got " + text(step.get()) + ".",
                                "");
                return Optional.empty();
            }
            notes.add("'q' of '" + name + "' is below 1, which has no effect on whole numbers.");
            return Optional.of(0.0);
        }
        return step;
    }

    /** What ConfigSpace asks of a step; with less, its largest value would be off the grid. */
    private boolean fits(Ends ends, double step) {
        if (step == 0) {
            return true;
        }
        double count = (ends.high() - ends.low()) / step;
        boolean fits = Math.abs(count - Math.rint(count)) <= 1e-9 * Math.max(1, count);
        if (!fits) {
            fields.problems()
                    .add(
                            fields.placeOf("q"),
                            "upper - lower must be a multiple of q for '" + name + "', but got lower="
                                    + text(ends.low()) + ", upper=" + text(ends.high()) + ", q=" + text(step) + ".",
                            "");
        }
        boolean aligned = !item.type().startsWith("normal")
                || Math.abs(ends.low() / step - Math.rint(ends.low() / step))
                        <= 1e-9 * Math.max(1, Math.abs(ends.low() / step));
        if (fits && !aligned) {
            fields.problems()
                    .add(
                            fields.placeOf("q"),
                            "the values of '" + name + "' are the multiples of q, so lower must be one, but got lower="
                                    + text(ends.low()) + ", q=" + text(step) + ".",
                            "");
        }
        return fits && aligned;
    }

    /** Of steps ConfigSpace takes the plain middle of the range as a default, which may be none of them; that is one not given. */
    private Optional<Double> onGrid(double standard, Ends ends, double step, boolean log) {
        double steps = (standard - ends.low()) / step;
        if (step == 0 || Math.abs(steps - Math.rint(steps)) < 1e-6) {
            return Optional.of(standard);
        }
        double middle =
                log ? StrictMath.sqrt(ends.low()) * StrictMath.sqrt(ends.high()) : (ends.low() + ends.high()) / 2;
        if (Math.abs(standard - middle) <= (whole ? 0.5 : 1e-9 * Math.abs(middle) + 1e-10)) {
            return Optional.empty();
        }
        double nearest = Math.min(ends.high(), Math.max(ends.low(), ends.low() + Math.rint(steps) * step));
        notes.add("the default of '" + name + "', " + text(standard)
                + ", is not one of its steps; the nearest is taken, " + text(nearest) + ".");
        return Optional.of(nearest);
    }

    private static String text(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Json.plain(number);
    }
}
