/** Special functions and distributions, to the same bits on every machine. */
package org.attune.numerics;
