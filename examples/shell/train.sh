#!/bin/sh
# Gradient descent on the Rosenbrock function f(x, y) = (1 - x)^2 + 10 (y - x^2)^2, in awk.
# Usage: sh train.sh LEARNING_RATE near|far STEPS
set -eu
export LC_ALL=C

case $2 in
near) x=0.5 y=0.5 ;;
far) x=-1 y=1.5 ;;
*) echo "start must be near or far, but is '$2'" >&2; exit 2 ;;
esac

exec awk -v lr="$1" -v x="$x" -v y="$y" -v steps="$3" 'BEGIN {
    for (step = 1; step <= steps; step++) {
        dx = -2 * (1 - x) - 40 * x * (y - x * x)
        dy = 20 * (y - x * x)
        norm = sqrt(dx * dx + dy * dy)
        if (norm > 1) { dx /= norm; dy /= norm }
        x -= lr * dx
        y -= lr * dy
        error = (1 - x) ^ 2 + 10 * (y - x * x) ^ 2
        printf "attune: {\"step\": %d, \"error\": %.6g, \"x\": %.6g, \"y\": %.6g}\n", step, error, x, y
        fflush()
    }
}'
