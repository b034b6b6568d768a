/** The program's own logging: warnings and errors become lines for people. A logging library would double the time to start. */
package org.attune.cli.log;
