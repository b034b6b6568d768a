package org.attune.space;

/**
 * Where to cut a box.
 *
 * @param places at which a slice begins, rising, all behind the lowest of the box and none behind the highest
 */
record Cut(int parameter, double[] places) {}
