package org.attune.space.formats.pcs;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.attune.space.FloatParameter;

/** The default that a file must name, for ranges that have none but their middle. */
final class PcsDefaults {
    /** To which ConfigSpace 1.x rounds the middle. */
    private static final int DECIMALS = 13;

    private PcsDefaults() {}

    static double written(FloatParameter parameter) {
        double standard = (Double) parameter.standard();
        double rounded = new BigDecimal(standard)
                .setScale(DECIMALS, RoundingMode.HALF_EVEN)
                .doubleValue();
        boolean given = parameter.defaultValue().isPresent();
        return given || rounded < parameter.low() || rounded > parameter.high() ? standard : rounded;
    }
}
