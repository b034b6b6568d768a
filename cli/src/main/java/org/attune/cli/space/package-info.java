/** The commands about search spaces: {@code attune space ...}. */
package org.attune.cli.space;
