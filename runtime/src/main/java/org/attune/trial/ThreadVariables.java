package org.attune.trial;

import java.util.List;
import java.util.Map;

/** The variables by which numerical libraries are told how many threads to use. */
final class ThreadVariables {
    private static final String GENERAL = "OMP_NUM_THREADS";

    /** Those of libraries that otherwise follow the general one. */
    private static final List<String> FOLLOWING = List.of(
            "MKL_NUM_THREADS",
            "OPENBLAS_NUM_THREADS",
            "BLIS_NUM_THREADS",
            "NUMEXPR_NUM_THREADS",
            "NUMEXPR_MAX_THREADS");

    private static final List<String> OTHERS =
            List.of("NUMBA_NUM_THREADS", "RAYON_NUM_THREADS", "POLARS_MAX_THREADS", "TF_NUM_INTRAOP_THREADS");

    private ThreadVariables() {}

    /**
     * Sets those that are not set yet.
     *
     * @return the number; 0 if the general one was set before
     */
    static int set(Map<String, String> environment, int threads) {
        String number = Integer.toString(threads);
        boolean isFree = environment.putIfAbsent(GENERAL, number) == null;
        if (isFree) {
            FOLLOWING.forEach(name -> environment.putIfAbsent(name, number));
        }
        OTHERS.forEach(name -> environment.putIfAbsent(name, number));
        return isFree ? threads : 0;
    }
}
