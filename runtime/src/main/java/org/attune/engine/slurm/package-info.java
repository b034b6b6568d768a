/** Slurm: what it says of the job that this process is in. */
package org.attune.engine.slurm;
