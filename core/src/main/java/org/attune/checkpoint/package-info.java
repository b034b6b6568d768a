/** What trials save: put in its place whole, kept as long as it is needed. */
package org.attune.checkpoint;
