package org.attune.cli.space;

import java.util.stream.Collectors;
import org.attune.cli.live.Numbers;
import org.attune.space.ChoiceParameter;
import org.attune.space.Constant;
import org.attune.space.FloatParameter;
import org.attune.space.IntegerParameter;
import org.attune.space.NumberParameter;
import org.attune.space.Parameter;
import org.attune.space.Prior;
import org.attune.text.Json;

/** A parameter in a few words. */
public final class ParameterText {
    private ParameterText() {}

    /** {@code float}, {@code int}, {@code categorical}, {@code ordinal} or {@code constant}. */
    static String type(Parameter parameter) {
        return String.valueOf(parameter.definition().get("type"));
    }

    /** {@code 1e-4 .. 1}, {@code 2 .. 32 by 2}, {@code tanh, relu}. */
    public static String values(Parameter parameter) {
        if (parameter instanceof ChoiceParameter choice) {
            return choice.choices().stream().map(Numbers::value).collect(Collectors.joining(", "));
        } else if (parameter instanceof Constant constant) {
            return Json.text(constant.value());
        }
        NumberParameter number = (NumberParameter) parameter;
        String step = "";
        if (parameter instanceof FloatParameter real && real.step() > 0) {
            step = " by " + Numbers.text(real.step());
        } else if (parameter instanceof IntegerParameter integer && integer.step() > 1) {
            step = " by " + integer.step();
        }
        return Numbers.text(number.lowest()) + " .. " + Numbers.text(number.highest()) + step;
    }

    /** Empty where it is linear, or there is none. */
    static String scale(Parameter parameter) {
        return parameter instanceof NumberParameter number && number.log() ? "log" : "";
    }

    /** What is drawn more often; empty if all is alike. */
    static String prior(Parameter parameter) {
        if (parameter instanceof ChoiceParameter choice) {
            return choice.weights().stream().map(Numbers::text).collect(Collectors.joining(" : "));
        } else if (parameter instanceof NumberParameter number) {
            return number.prior().map(ParameterText::text).orElse("");
        }
        return "";
    }

    static String standard(Parameter parameter) {
        return parameter instanceof Constant ? "" : Numbers.value(parameter.standard());
    }

    private static String text(Prior prior) {
        if (prior instanceof Prior.Normal normal) {
            return "normal, mean " + Numbers.text(normal.mean()) + ", deviation " + Numbers.text(normal.deviation());
        } else if (prior instanceof Prior.Beta beta) {
            return "beta, alpha " + Numbers.text(beta.alpha()) + ", beta " + Numbers.text(beta.beta());
        }
        Prior.ConfigSpaceLogNormal normal = (Prior.ConfigSpaceLogNormal) prior;
        return "ConfigSpace's log-normal, mean " + Numbers.text(normal.mean()) + ", sigma "
                + Numbers.text(normal.sigma());
    }
}
