/** The study file's own form of a space, read with places and written for people. */
package org.attune.space.formats.yaml;
