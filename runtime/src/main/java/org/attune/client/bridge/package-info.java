/** The way to a head for a program in another language: a process of Attune at the other end of two pipes. {@code attune_bridge.py} has the form of what goes through them. */
package org.attune.client.bridge;
