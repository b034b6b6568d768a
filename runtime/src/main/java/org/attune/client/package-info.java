/** The side of a program that asks a head something: questions, and what comes back. */
package org.attune.client;
