/** Jobs for studies: what is asked of {@code sbatch}, and the script that it gets. */
package org.attune.cli.slurm.submit;
