package org.partitioners.hash;

import java.io.Serializable;
import java.util.function.Function;

/** Takes out of a key what it is hashed by. */
@FunctionalInterface
public interface KeyPart<K, P> extends Function<K, P>, Serializable {}
