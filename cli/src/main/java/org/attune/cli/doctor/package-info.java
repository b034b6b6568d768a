/** What of a machine and its Slurm would keep Attune from working, found before a study does. */
package org.attune.cli.doctor;
