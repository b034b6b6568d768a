/** One trial as processes see it: how it is started and ended, what it is given, what it reports, what it leaves behind. */
package org.attune.trial;
