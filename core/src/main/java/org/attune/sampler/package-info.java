/** Which configuration to try next. */
package org.attune.sampler;
