package org.attune.space.formats.yaml;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.space.Prior;
import org.attune.text.Fields;
import org.attune.text.Kinds;
import org.attune.text.TextNode;
import org.attune.text.Values;

/** Reads {@code prior} of a range. */
final class PriorReader {
    private static final Values.Reader<Double> POSITIVE = Values.number("a number above 0", number -> number > 0);
    private static final Values.Reader<Double> SHAPE =
            Values.number("a number between 1e-10 and 1e9", number -> number >= 1e-10 && number <= 1e9);
    private static final Kinds<Prior> KINDS = new Kinds<>(
            List.of(
                    new Kinds.Kind<>(
                            "normal",
                            SpaceSection.NORMAL,
                            fields -> fields.require("mean", "", Values::number)
                                    .flatMap(mean -> fields.require("deviation", "", POSITIVE)
                                            .map(deviation -> new Prior.Normal(mean, deviation)))),
                    new Kinds.Kind<>(
                            "beta",
                            SpaceSection.BETA,
                            fields -> fields.require("alpha", "", SHAPE)
                                    .flatMap(alpha -> fields.require("beta", "", SHAPE)
                                            .map(beta -> new Prior.Beta(alpha, beta)))),
                    new Kinds.Kind<>(
                            "configspace_log_normal",
                            SpaceSection.CONFIGSPACE_LOG_NORMAL,
                            fields -> fields.require("mean", "", POSITIVE)
                                    .flatMap(mean -> fields.require("sigma", "", POSITIVE)
                                            .map(sigma -> new Prior.ConfigSpaceLogNormal(mean, sigma))))),
            false,
            Map.of(
                    "gaussian", "type: normal",
                    "lognormal", "type: normal, of a parameter with log: true",
                    "log_normal", "type: normal, of a parameter with log: true",
                    "uniform", "no prior"));

    private PriorReader() {}

    /** @return empty if there is something wrong, and a prior that may not be there if not */
    static Optional<Optional<Prior>> read(String name, Fields fields) {
        if (!fields.has("prior")) {
            return Optional.of(Optional.empty());
        }
        TextNode node = fields.raw("prior");
        if (!node.isMapping()) {
            fields.problems()
                    .add(Values.wrong(
                            fields.label("prior"),
                            "a mapping with a type",
                            node,
                            "Write prior: {type: normal, mean: 0.01, deviation: 1}."));
            return Optional.empty();
        }
        return KINDS.read(name + ".prior", node, fields.problems()).map(Optional::of);
    }
}
