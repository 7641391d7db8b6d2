/**
 * Events kept in partitions: where a strategy puts them, the map that says which partition holds
 * what, and what a query has to read, found through that map. Nothing here knows an engine.
 */
@NullMarked
package org.partitioners.jobs.layout;

import org.jspecify.annotations.NullMarked;
