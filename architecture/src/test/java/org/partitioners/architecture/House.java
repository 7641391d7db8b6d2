package org.partitioners.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;

/**
 * The storeys of the house under one root package, by package names, so that modules to come fall
 * into place.
 */
record House(String root) {

  static final Set<String> ADAPTERS = Set.of("flink", "beam", "hadoop");

  /** What the other parts of an adapter share; they know no part, and are not for users. */
  static final Set<String> SHARED_PARTS = Set.of("window", "report");

  /** The one subpackage of core that may use the others. */
  static final String MAPS = "map";

  /** On top: they may use everything below, nothing uses them. */
  static final Set<String> TOPS = Set.of("jobs", "examples", "benchmarks");

  /** On top of the others on top. */
  static final String ROOF = "benchmarks";

  /**
   * The first package name below the root: "hash" for {@code root.hash.Ring}; empty in the root
   * package itself, and for what is outside of the house.
   */
  String wing(JavaClass type) {
    return contains(type) ? nameBelow(root, type) : "";
  }

  /** The second package name below the root: "range" for {@code root.flink.range.RangeShuffle}. */
  String part(JavaClass type) {
    String wing = wing(type);
    return wing.isEmpty() ? "" : nameBelow(root + "." + wing, type);
  }

  private static String nameBelow(String parent, JavaClass type) {
    if (type.getPackageName().equals(parent)) {
      return "";
    }
    String below = type.getPackageName().substring(parent.length() + 1);
    int dot = below.indexOf('.');
    return dot < 0 ? below : below.substring(0, dot);
  }

  boolean contains(JavaClass type) {
    return type.getPackageName().equals(root) || type.getPackageName().startsWith(root + ".");
  }

  DescribedPredicate<JavaClass> wings(Set<String> names) {
    return DescribedPredicate.describe(
        "in " + root + "." + names, type -> contains(type) && names.contains(wing(type)));
  }

  DescribedPredicate<JavaClass> wing(String name) {
    return wings(Set.of(name));
  }

  /** The root package alone. */
  DescribedPredicate<JavaClass> coreRoot() {
    return DescribedPredicate.describe(
        "in the package " + root, type -> type.getPackageName().equals(root));
  }

  /** Whatever is neither adapter nor top. */
  DescribedPredicate<JavaClass> core() {
    return DescribedPredicate.describe(
        "in core",
        type -> contains(type) && !ADAPTERS.contains(wing(type)) && !TOPS.contains(wing(type)));
  }

  /** What users program against. */
  DescribedPredicate<JavaClass> libraries() {
    return DescribedPredicate.describe(
        "in a library", type -> contains(type) && !TOPS.contains(wing(type)));
  }

  /** A part of an adapter that the others share. */
  DescribedPredicate<JavaClass> sharedParts() {
    return wings(ADAPTERS)
        .and(
            DescribedPredicate.describe(
                "in parts " + SHARED_PARTS, type -> SHARED_PARTS.contains(part(type))));
  }

  /** A part of the class's adapter other than its own that it does not share. */
  boolean isOtherPart(JavaClass from, JavaClass to) {
    return !part(from).isEmpty()
        && wing(to).equals(wing(from))
        && !part(to).isEmpty()
        && !part(to).equals(part(from))
        && (SHARED_PARTS.contains(part(from)) || !SHARED_PARTS.contains(part(to)));
  }

  /** A subpackage of core other than the class's own. */
  boolean isOtherCoreWing(JavaClass from, JavaClass to) {
    return core().test(to) && !coreRoot().test(to) && !wing(to).equals(wing(from));
  }
}
