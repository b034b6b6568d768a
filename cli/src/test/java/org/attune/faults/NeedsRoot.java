package org.attune.faults;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test where file systems cannot be mounted, nor other users be, but not under {@code CI=true}. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsRoot.Condition.class)
public @interface NeedsRoot {

    /** Asks who we are. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return isRoot() || "true".equals(System.getenv("CI"))
                    ? ConditionEvaluationResult.enabled("we are root, or must be")
                    : ConditionEvaluationResult.disabled("only root can break a disk");
        }

        private static boolean isRoot() {
            try {
                return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
            } catch (IOException | UnsupportedOperationException e) {
                return false;
            }
        }
    }
}
