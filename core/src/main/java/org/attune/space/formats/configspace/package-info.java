/** ConfigSpace's JSON in all its versions, and how ConfigSpace judges and encodes configurations. */
package org.attune.space.formats.configspace;
