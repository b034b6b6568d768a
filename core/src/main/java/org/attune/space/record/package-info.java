/** Search spaces as records: annotated components are the parameters, and configurations are read as instances. */
package org.attune.space.record;
