/** How long trials take until something of them is kept, learnt from what they reported, and whether that fits into the time that is left of an allocation. */
package org.attune.timeleft;
