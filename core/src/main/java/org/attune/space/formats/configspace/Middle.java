package org.attune.space.formats.configspace;

import org.attune.space.FloatParameter;
import org.attune.space.NumberParameter;

/** What a version writes as the default of a number. */
final class Middle {
    private Middle() {}

    /** ConfigSpace does not ask whether the middle of a range is one of its steps; a reader takes what is none for a default that was not given. */
    static Object standard(NumberParameter number) {
        if (number.defaultValue().isPresent() || number.spacing() == 0) {
            return number.standard();
        }
        double low = number.lowest();
        double high = number.highest();
        double middle = number.log() ? StrictMath.sqrt(low) * StrictMath.sqrt(high) : (low + high) / 2;
        boolean real = number instanceof FloatParameter;
        double written = real ? middle : Math.rint(middle);
        double steps = (written - low) / number.spacing();
        if (Math.abs(steps - Math.rint(steps)) < 1e-6) {
            return number.standard();
        }
        return real ? (Object) written : (Object) (long) written;
    }
}
