/** Commands within jobs of Slurm. */
package org.attune.cli.slurm;
