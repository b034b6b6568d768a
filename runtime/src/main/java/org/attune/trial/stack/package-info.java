/** What the processes of a running trial are doing now. */
package org.attune.trial.stack;
