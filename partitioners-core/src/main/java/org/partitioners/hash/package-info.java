@NullMarked
package org.partitioners.hash;

import org.jspecify.annotations.NullMarked;
