package org.partitioners.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * The house rules. Those about wings that need not exist yet allow for finding no class; all others
 * fail where nothing is left to check.
 */
record Rules(House house) {

  private static final String[] ENGINES = {
    "org.apache.flink..", "org.apache.beam..", "org.apache.hadoop..", "org.apache.spark.."
  };

  ArchRule coreRootDependsOnNoOtherPackage() {
    return noClasses()
        .that(house.coreRoot())
        .should(dependOnClassesThat(inHouse().and(not(house.coreRoot()))));
  }

  /** But for maps, which describe what all the others hold. */
  ArchRule coreSubpackagesDependOnTheRootAlone() {
    return classes()
        .that(house.core().and(not(house.coreRoot())).and(not(house.wing(House.MAPS))))
        .should(dependOnNone("other subpackage of core", house::isOtherCoreWing));
  }

  /** But for those that they share, which know none of them. */
  ArchRule partsOfAnAdapterDoNotKnowEachOther() {
    return classes()
        .that(house.wings(House.ADAPTERS))
        .should(dependOnNone("other part of the adapter", house::isOtherPart));
  }

  ArchRule whatPartsShareIsInternal() {
    return classes()
        .that(house.sharedParts())
        .and()
        .arePublic()
        .should()
        .beAnnotatedWith("org.apache.flink.annotation.Internal");
  }

  private static ArchCondition<JavaClass> dependOnNone(
      String what, BiPredicate<JavaClass, JavaClass> isForbidden) {
    return new ArchCondition<>("depend on no " + what) {
      @Override
      public void check(JavaClass from, ConditionEvents events) {
        from.getDirectDependenciesFromSelf().stream()
            .filter(to -> isForbidden.test(from, to.getTargetClass().getBaseComponentType()))
            .forEach(to -> events.add(SimpleConditionEvent.violated(to, to.getDescription())));
      }
    };
  }

  ArchRule coreDependsOnNoUpperStorey() {
    return noClasses().that(house.core()).should(dependOnClassesThat(house.wings(House.ADAPTERS)));
  }

  ArchRule coreKnowsNoEngine() {
    return noClasses().that(house.core()).should(dependOnClassesThat(resideInAnyPackage(ENGINES)));
  }

  ArchRule adaptersDoNotKnowEachOther() {
    return all(
        "adapters do not know each other",
        House.ADAPTERS.stream()
            .map(
                adapter -> {
                  DescribedPredicate<JavaClass> others =
                      house.wings(House.ADAPTERS).and(not(house.wing(adapter)));
                  return noClasses()
                      .that(house.wing(adapter))
                      .should(dependOnClassesThat(others))
                      .allowEmptyShould(true);
                }));
  }

  /** But for benchmarks, which use the jobs' kit for their command and charts. */
  ArchRule nothingDependsOnJobsExamplesOrBenchmarks() {
    return all(
        "nothing depends on jobs, examples or benchmarks, but for benchmarks",
        House.TOPS.stream()
            .map(
                top ->
                    noClasses()
                        .that(inHouse().and(not(house.wing(top))).and(not(house.wing(House.ROOF))))
                        .should(dependOnClassesThat(house.wing(top)))));
  }

  ArchRule packagesAreFreeOfCycles() {
    return slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                return house.contains(type)
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
              }

              @Override
              public String getDescription() {
                return "packages";
              }
            })
        .should()
        .beFreeOfCycles();
  }

  ArchRule nothingIsNamedUtil() {
    return noClasses().that(inHouse()).should().haveNameMatching(".*(Util|Utils)(\\$.*)?");
  }

  ArchRule librariesTakeNoBooleans() {
    return noCodeUnits()
        .that(inPublicApiOfLibraries())
        .should(
            new ArchCondition<JavaCodeUnit>("take a boolean") {
              @Override
              public void check(JavaCodeUnit unit, ConditionEvents events) {
                boolean takes =
                    unit.getRawParameterTypes().stream()
                        .anyMatch(type -> type.isEquivalentTo(boolean.class));
                events.add(new SimpleConditionEvent(unit, takes, unit.getDescription()));
              }
            });
  }

  ArchRule librariesHaveNoGetters() {
    return noMethods()
        .that(inPublicApiOfLibraries().forSubtype())
        .should()
        .haveNameMatching("get[A-Z].*");
  }

  ArchRule librariesDoNotPrint() {
    return noClasses().that(house.libraries()).should(ACCESS_STANDARD_STREAMS);
  }

  Stream<ArchRule> all() {
    return Stream.of(
        coreRootDependsOnNoOtherPackage(),
        coreSubpackagesDependOnTheRootAlone(),
        coreDependsOnNoUpperStorey(),
        coreKnowsNoEngine(),
        adaptersDoNotKnowEachOther(),
        partsOfAnAdapterDoNotKnowEachOther(),
        whatPartsShareIsInternal(),
        nothingDependsOnJobsExamplesOrBenchmarks(),
        packagesAreFreeOfCycles(),
        nothingIsNamedUtil(),
        librariesTakeNoBooleans(),
        librariesHaveNoGetters(),
        librariesDoNotPrint());
  }

  private DescribedPredicate<JavaClass> inHouse() {
    return DescribedPredicate.describe("in the house", house::contains);
  }

  private static ArchRule all(String description, Stream<ArchRule> rules) {
    return rules.reduce((a, b) -> CompositeArchRule.of(a).and(b)).orElseThrow().as(description);
  }

  private DescribedPredicate<JavaCodeUnit> inPublicApiOfLibraries() {
    return DescribedPredicate.describe(
        "public in a public type of a library and no override of another's",
        unit ->
            house.libraries().test(unit.getOwner())
                && unit.getOwner().getModifiers().contains(JavaModifier.PUBLIC)
                && unit.getModifiers().contains(JavaModifier.PUBLIC)
                && !unit.getModifiers().contains(JavaModifier.SYNTHETIC)
                && !overridesAnothers(unit));
  }

  /** By name and number of parameters: an override may narrow its parameters' generic types. */
  private boolean overridesAnothers(JavaCodeUnit unit) {
    return Stream.concat(
            unit.getOwner().getAllRawSuperclasses().stream(),
            unit.getOwner().getAllRawInterfaces().stream())
        .filter(parent -> !house.contains(parent))
        .flatMap(parent -> parent.getMethods().stream())
        .anyMatch(
            method ->
                method.getName().equals(unit.getName())
                    && method.getRawParameterTypes().size() == unit.getRawParameterTypes().size());
  }
}
