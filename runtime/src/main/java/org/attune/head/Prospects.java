package org.attune.head;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Whether a study may still run: if none of the workers that are there can be made ready for it, and none comes soon that can, it is to end with their reason. One bad worker among
 * good ones is passed over; as long as there is no worker at all, a study waits. Guarded by its runner's lock.
 */
final class Prospects {
    private final Object lock;
    private final Claimant places;
    private final Terms terms;
    private final Timer timer;
    private final BooleanSupplier mayComeBack;
    private final Consumer<String> none;
    private boolean isWaiting;

    /**
     * @param mayComeBack whether attempts are expected, whose workers have shown that they can run them
     * @param none told the reason, under the lock
     */
    Prospects(
            Object lock,
            Claimant places,
            Terms terms,
            Timer timer,
            BooleanSupplier mayComeBack,
            Consumer<String> none) {
        this.lock = lock;
        this.places = places;
        this.terms = terms;
        this.timer = timer;
        this.mayComeBack = mayComeBack;
        this.none = none;
    }

    /** To be called when they may have become worse. */
    void look() {
        if (isWaiting || !areNone()) {
            return;
        } else if (terms.lastHope().isZero()) {
            none.accept(text(places.barredEverywhere()));
        } else {
            isWaiting = true;
            timer.after(terms.lastHope(), this::lookAgain);
        }
    }

    private void lookAgain() {
        synchronized (lock) {
            isWaiting = false;
            if (areNone()) {
                none.accept(text(places.barredEverywhere()));
            }
        }
    }

    private boolean areNone() {
        return !mayComeBack.getAsBoolean() && !places.barredEverywhere().isEmpty();
    }

    /** In the words of one worker if all say the same. */
    private static String text(Map<String, String> reasons) {
        List<String> distinct = reasons.values().stream().distinct().toList();
        return distinct.size() == 1
                ? distinct.get(0)
                : "no worker can run it.\n"
                        + String.join(
                                "\n",
                                reasons.entrySet().stream()
                                        .map(one -> "  " + one.getKey() + ": " + one.getValue())
                                        .toList());
    }
}
