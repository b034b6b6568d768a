package org.attune.space.formats.configspace;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attune.space.FloatParameter;
import org.attune.space.IntegerParameter;
import org.attune.space.NumberParameter;
import org.attune.space.Prior;

/** The item of a number: {@code uniform_float}, {@code normal_int}, {@code beta_float} and the like, as a version has it. */
final class NumberItem {
    private final NumberParameter number;
    private final Dialect dialect;
    private final List<String> unsayable;
    private final boolean whole;
    private final Map<String, Object> item = new LinkedHashMap<>();

    NumberItem(NumberParameter number, Dialect dialect, List<String> unsayable) {
        this.number = number;
        this.dialect = dialect;
        this.unsayable = unsayable;
        this.whole = number instanceof IntegerParameter;
    }

    Map<String, Object> item() {
        Prior prior = number.prior().orElse(null);
        String shape = prior == null ? "uniform" : prior instanceof Prior.Beta ? "beta" : "normal";
        String type = shape + (whole ? "_int" : "_float");
        NumberRules.check(number, dialect).ifPresent(unsayable::add);
        if (dialect.isOld()) {
            item.put("name", number.name());
            item.put("type", type);
            item.put("log", number.log());
        } else {
            item.put("type", type);
            item.put("name", number.name());
        }
        boolean endless = shape.equals("normal") && !dialect.isAtLeast(Dialect.V0_7);
        boolean endsLast = type.equals("normal_float") && dialect == Dialect.V0_7;
        shape(prior);
        if (!endless && !endsLast) {
            ends();
        }
        item.put(dialect.isOld() ? "default" : "default_value", Middle.standard(number));
        if (endsLast) {
            ends();
        }
        if (dialect == Dialect.V0_7) {
            item.put("q", step());
        } else if (!dialect.isOld()) {
            item.put("log", number.log());
            item.put("meta", null);
        }
        return item;
    }

    private void shape(Prior prior) {
        if (prior instanceof Prior.Beta beta) {
            item.put("alpha", beta.alpha());
            item.put("beta", beta.beta());
        } else if (prior != null) {
            LogNormals.Shape shape = LogNormals.shape(number, prior, dialect.isOld());
            boolean asWhole = whole && dialect.isOld();
            item.put("mu", asWhole ? whole(shape.mu()) : (Object) shape.mu());
            item.put("sigma", asWhole && !number.log() ? whole(shape.sigma()) : (Object) shape.sigma());
        }
    }

    private void ends() {
        if (number instanceof IntegerParameter integer) {
            item.put("lower", integer.low());
            item.put("upper", integer.high());
        } else {
            item.put("lower", ((FloatParameter) number).low());
            item.put("upper", ((FloatParameter) number).high());
        }
    }

    private Object step() {
        if (number instanceof IntegerParameter integer) {
            return integer.step() == 1 ? null : (Object) integer.step();
        }
        return number.spacing() == 0 ? null : (Object) number.spacing();
    }

    /** Without a point if it can be, as people write the shape of whole numbers; before 1.0 it stayed so. */
    private static Object whole(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1L << 53 ? (Object) (long) value : value;
    }
}
