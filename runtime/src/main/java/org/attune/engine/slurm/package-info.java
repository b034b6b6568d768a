/** Slurm: what it says of the job that this process is in, and its commands. */
package org.attune.engine.slurm;
