/** Worker jobs on Slurm that come when trials wait, and go when there is nothing to do. */
package org.attune.engine.slurm.elastic;
