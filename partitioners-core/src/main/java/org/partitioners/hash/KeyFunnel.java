package org.partitioners.hash;

import com.dynatrace.hash4j.hashing.HashFunnel;
import java.io.Serializable;

/**
 * Says which parts of a key are hashed, in which order: a hash4j funnel that is serializable.
 *
 * <p>Equal keys must put equal parts. Parts of varying length must be told apart, so that ("ab",
 * "c") and ("a", "bc") differ: put strings with {@code putString} and arrays with {@code
 * put…Array}, which add the length, rather than with {@code putChars} or {@code putBytes}. Never
 * put an {@link Object#hashCode()}.
 *
 * @param <K> the type of key
 */
@FunctionalInterface
public interface KeyFunnel<K> extends HashFunnel<K>, Serializable {}
