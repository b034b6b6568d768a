/** The journal: the one append-only file that is the truth of a study, who may write it, and how it is read. */
package org.attune.journal;
