/** Search spaces as files have them: our own form and those of other tools. A package each; none does any I/O. */
package org.attune.space.formats;
