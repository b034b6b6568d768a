/** Allocations one after the other, until a study is over or its budget is used. */
package org.attune.cli.slurm.chain;
