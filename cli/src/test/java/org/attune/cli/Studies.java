package org.attune.cli;

import java.io.IOException;

/** Small studies of shell programs. */
final class Studies {
    private Studies() {}

    /** Six trials of three steps each, whose loss is x + 1 / step. */
    static void falling(Attune attune) throws IOException {
        attune.file(
                "falling.yaml",
                "objective: {metric: loss, mode: min}",
                "space: {x: {type: float, low: 0.0, high: 1.0}, name: {type: categorical, choices: [a b, 'c,d']}}",
                "sampler: random",
                "trials: 6",
                "trainable: {command: [sh, falling.sh, '{x}', '{name}']}");
        attune.file(
                "falling.sh",
                "echo \"name is <$2>\"",
                "for step in 1 2 3; do",
                "  awk -v x=\"$1\" -v s=$step 'BEGIN {printf \"attune: {\\\"step\\\": %d, \\\"loss\\\": %.9g}\\n\", s, x + 1 / s}'",
                "done");
    }

    /** Trials that report one step and then wait until they are told to end. */
    static void waiting(Attune attune) throws IOException {
        attune.file(
                "waiting.yaml",
                "objective: {metric: loss, mode: min}",
                "space: {x: {type: float, low: 0.0, high: 1.0}}",
                "sampler: random",
                "trials: 4",
                "max_parallel: 2",
                "grace: 1",
                "trainable: {command: [sh, waiting.sh, '{x}']}");
        attune.file(
                "waiting.sh",
                "echo \"attune: {\\\"step\\\": $((ATTUNE_STEP + 1)), \\\"loss\\\": $1}\"",
                "[ -e go ] || exec sleep 1000");
    }

    /** Trials that fail. */
    static void failing(Attune attune) throws IOException {
        attune.file(
                "failing.yaml",
                "objective: {metric: loss, mode: min}",
                "space: {x: {type: float, low: 0.0, high: 1.0}}",
                "sampler: random",
                "trials: 20",
                "max_failures: 2",
                "trainable: {command: [sh, -c, 'echo no such device >&2; exit 3']}");
    }
}
