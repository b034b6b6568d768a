package org.attune.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test where networks cannot be made, but not under {@code CI=true}. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsHosts.Condition.class)
@interface NeedsHosts {

    /** Tries. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return "true".equals(System.getenv("CI")) || Hosts.arePermitted()
                    ? ConditionEvaluationResult.enabled("networks can be made, or must be")
                    : ConditionEvaluationResult.disabled("this user may not make network namespaces");
        }
    }
}
