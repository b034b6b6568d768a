/** Kernel densities over rows of numbers and categories, and the normal distribution that they need. Pure functions, bit-equal on every machine. */
package org.attune.sampler.kde;
