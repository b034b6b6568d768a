package org.attune.space.record;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component that is active only when something holds of another; all of it, if it says several things or is there several times. A component with it must be able to hold nothing:
 * {@code Double}, {@code OptionalDouble}, {@code Optional<String>}. On a component that is a record it holds for all parameters of that group.
 *
 * <pre>
 * &#64;When(parameter = "optimizer", equals = "sgd")
 * &#64;When(parameter = "layers", atLeast = "2", less = "6")
 * </pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@Repeatable(When.All.class)
public @interface When {

    /** Name of a parameter in the same record, or a whole name: {@code optimizer.adam.beta}. */
    String parameter();

    /** Its value is this, or one of these. Values are written as texts here and below. */
    String[] equals() default {};

    /** Its value is another than each of these. */
    String[] not() default {};

    String[] less() default {};

    String[] atMost() default {};

    String[] greater() default {};

    String[] atLeast() default {};

    /** Several of them. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.RECORD_COMPONENT)
    @interface All {
        When[] value();
    }
}
