/** What people see of a study while it runs: a table that is drawn in place on a terminal, lines elsewhere. */
package org.attune.cli.live;
