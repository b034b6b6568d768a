/** The commands. Each is a class; {@link org.attune.cli.Cli} runs them and turns what goes wrong into a message and an exit code. */
package org.attune.cli;
