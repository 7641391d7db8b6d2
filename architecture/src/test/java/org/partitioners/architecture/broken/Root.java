package org.partitioners.architecture.broken;

import org.partitioners.architecture.broken.hash.Hash;

/** The root knows a subpackage. */
record Root(Hash hash) {}
