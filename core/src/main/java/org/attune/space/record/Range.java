package org.attune.space.record;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Makes a component of type {@code double}, {@code int} or {@code long} a range of numbers, both ends included. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {
    double low();

    double high();

    /** Whether equal ratios, not equal differences, are equally likely. */
    boolean log() default false;

    /** Distance of the values from {@code low} on; 0: a continuum, or every whole number. */
    double step() default 0;
}
