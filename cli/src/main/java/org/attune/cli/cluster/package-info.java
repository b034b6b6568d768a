/** The commands that start, show and end a cluster. */
package org.attune.cli.cluster;
