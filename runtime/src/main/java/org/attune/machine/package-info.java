/** What this process was granted of the machine it runs on, each number with what grants it. Knows nothing of trials. */
package org.attune.machine;
