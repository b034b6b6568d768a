/** Job scripts of Ray made into those of Attune. */
package org.attune.cli.slurm.convert;
