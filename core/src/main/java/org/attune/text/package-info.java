/** Texts that people write, as values that keep their places, and what is wrong with them: YAML, JSON, rules, remedies. */
package org.attune.text;
