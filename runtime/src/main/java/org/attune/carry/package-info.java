/** Carries files and what trials print between machines that share no file system. */
package org.attune.carry;
