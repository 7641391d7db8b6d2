@NullMarked
package org.partitioners;

import org.jspecify.annotations.NullMarked;
