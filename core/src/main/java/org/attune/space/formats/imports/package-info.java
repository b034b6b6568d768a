/** Spaces that programs of other tools hold or read: Optuna, W&B sweeps, Ray Tune. They are read only. */
package org.attune.space.formats.imports;
